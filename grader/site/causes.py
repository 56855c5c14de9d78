"""Which known mistakes a class shares: how many make each, who, and what to tell them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from grader.diagnosis.catalogue import Misconception
from grader.site.records import Work

__all__ = ["Cause", "count_causes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """A known mistake, and whose it is.

    Attributes:
        name: Its name, such as `mse-gradient-without-n`.
        part: Title of the part that loses points by it.
        mistake: What code with it does, in a sentence.
        advice: What to tell those who make it.
        see: Anchor of the heading of the handout that explains the idea; empty if unknown.
        works: Whose counting attempt has it, by name of student.
        mended: Those who made it and mended it.
    """

    name: str
    part: str
    mistake: str
    advice: str
    see: str
    works: tuple[Work, ...]
    mended: tuple[Work, ...]

    @property
    def shared(self) -> int:
        """How many make it in the attempt that counts."""
        return len(self.works)

    @property
    def ever(self) -> int:
        """How many made it at any time."""
        return len(self.works) + len(self.mended)


def count_causes(
    works: Sequence[Work], entries: Iterable[Misconception], parts: Mapping[str, str]
) -> list[Cause]:
    """Count who makes which mistake.

    Args:
        works: What the class did for an assignment.
        entries: The known mistakes of the assignment as they are now; one that is not among them any more is
            told by its name.
        parts: The titles of the assignment's parts, by name.

    Returns:
        The mistakes that were met, the most shared first.
    """
    known = {one.name: one for one in entries}
    names = dict.fromkeys(name for work in works for name in (*work.causes, *work.mended))
    found = [_cause(name, known.get(name), works, parts) for name in names]
    return sorted(found, key=lambda one: (-one.shared, -one.ever, one.name))


def _cause(name: str, entry: Misconception | None, works: Sequence[Work], parts: Mapping[str, str]) -> Cause:
    return Cause(
        name=name,
        part=parts.get(entry.part, entry.part) if entry else "",
        mistake=entry.mistake if entry else name,
        advice=entry.advice if entry else "",
        see=entry.see if entry else "",
        works=tuple(work for work in works if name in work.causes),
        mended=tuple(work for work in works if name in work.mended),
    )
