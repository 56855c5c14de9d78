"""Passes of checks that are known, so that a check does not run again on the same answers.

What a check finds depends on its seed and on what the submission answers. Its fixtures are set up anew, and a
suite keeps nothing from one check for another. So where a worker gives the answers, to the byte, with which
the check has passed before, it passes, and all that it costs is to ask. A failure always runs: what a student
is told of it depends on the source as well.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from grader.model.check import Check
from grader.model.serialisation import from_json, to_json
from grader.sandbox.dialogue import Conversation as Said
from grader.suite.check_run import Touched
from grader.suite.shared_findings import SharedFindings

__all__ = ["KnownPass", "KnownPasses"]

_MOST_OF_A_CHECK: Final = 64
_AS_FIRST: Final = b""  # in place of a message that the first known pass of the check has as well


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPass:
    """How a check passed once.

    Attributes:
        check: What is reported of it.
        seed: What its random numbers were drawn from.
        found: The names it looked up in the submission, as `Session.found`.
        described: Parameters of the functions it called, as `Session.described`.
        said: All that was said with the worker.
        touched: What it drew and touched.
    """

    check: Check
    seed: str
    found: dict[str, bool | None]
    described: dict[str, tuple[str, ...]]
    said: Said
    touched: Touched

    def is_like(self, other: "KnownPass") -> bool:
        """Tell whether this would be known again wherever the other one would."""
        return (self.seed, self.touched.draws, self.found, self.described, self.said) == (
            other.seed,
            other.touched.draws,
            other.found,
            other.described,
            other.said,
        )


class KnownPasses(SharedFindings):
    """The passes that are known."""

    def __init__(self) -> None:
        super().__init__()
        self._known: defaultdict[str, list[KnownPass]] = defaultdict(list)
        self._first: dict[str, KnownPass] = {}  # in every process that shares

    def of(self, check: str, seed: str) -> list[KnownPass]:
        """Give the passes of a check with a seed, oldest first."""
        return [one for one in self._known.get(check, ()) if one.seed == seed]

    def add(self, one: KnownPass) -> None:
        """Keep a pass, and tell it to the process that shares what is known."""
        note = to_json(self._shorten(one))
        if self._keep(one, len(note)):
            self.tell(note)

    def share(self) -> None:
        """As for all findings; what is known by now is known to every process forked from here on."""
        self._first = {check: kept[0] for check, kept in self._known.items() if kept}
        super().share()

    def learn(self, note: bytes) -> None:
        """Keep a pass that a forked process has found."""
        self._keep(self._lengthen(from_json(note, KnownPass)), len(note))

    def _keep(self, one: KnownPass, size: int) -> bool:
        kept = self._known[one.check.id]
        return len(kept) < _MOST_OF_A_CHECK and self.keep(kept, one, size)

    def _shorten(self, one: KnownPass) -> KnownPass:
        """Leave out the messages that the first pass known to all has in the same place."""
        known = self._messages(one)
        short = [
            _AS_FIRST if turn.sent == known.get(place) else turn.sent for place, turn in enumerate(one.said)
        ]
        return _with_messages(one, short)

    def _lengthen(self, one: KnownPass) -> KnownPass:
        """Put in the messages that were left out."""
        known = self._messages(one)
        return _with_messages(one, [turn.sent or known[place] for place, turn in enumerate(one.said)])

    def _messages(self, one: KnownPass) -> dict[int, bytes]:
        first = self._first.get(one.check.id)
        return {} if first is None else {place: turn.sent for place, turn in enumerate(first.said)}


def _with_messages(one: KnownPass, messages: Sequence[bytes]) -> KnownPass:
    turns = zip(one.said, messages, strict=True)
    return replace(one, said=tuple(replace(turn, sent=message) for turn, message in turns))
