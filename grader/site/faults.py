"""Submissions with which the suite or the grader failed: whose, how it failed, and what to type."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from grader.site.records import Work

__all__ = ["Faults", "find_faults"]

_UNKNOWN: Final = "No reason was stored."
_COMMAND: Final = "grade class {name} SUBMISSIONS --pending"


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """What the suite or the grader failed with in one assignment.

    Attributes:
        works: The submissions.
        messages: The first line of each fault, with how many met it, the most frequent first.
        command: What to type once it is mended.
    """

    works: tuple[Work, ...]
    messages: tuple[tuple[str, int], ...]
    command: str


def find_faults(works: Sequence[Work], name: str) -> Faults | None:
    """Find the submissions with which the suite or the grader failed.

    Args:
        works: What the class did for an assignment.
        name: The assignment's name in the manifest.

    Returns:
        The faults; None where there is none.
    """
    found = [work for work in works if work.faulty]
    if not found:
        return None
    counts = Counter(work.faulty[-1].fault or _UNKNOWN for work in found)
    return Faults(
        works=tuple(found), messages=tuple(counts.most_common()), command=_COMMAND.format(name=name)
    )
