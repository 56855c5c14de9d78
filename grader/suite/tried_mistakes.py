"""How known mistakes fare on hidden checks, so that none is run again for each submission that may make it.

Hidden checks draw their cases from the run's seed, so nothing of them can be recorded with the suite. But a
class is judged with one seed, and many make the same mistake: what a check found of it for one submission, it
would find for the next, as long as it draws the same cases.
"""

from dataclasses import dataclass
from typing import Final

from grader.diagnosis.failure_signature import FailureSignature
from grader.suite.shared_findings import SharedFindings
from grader.wire.codec import decode, encode

__all__ = ["TriedMistake", "TriedMistakes"]

_MOST_BYTES: Final = 1 << 26


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedMistake:
    """How one known mistake fares on one check.

    Attributes:
        name: Name of the misconception.
        program: Which of the programs that make the mistake was tried.
        check: Id of the check.
        draws: The cases the check drew, in order, as (case, seed).
        signature: How it failed; None if it passed.
    """

    name: str
    program: int
    check: str
    draws: tuple[tuple[str, int], ...]
    signature: FailureSignature | None


class TriedMistakes(SharedFindings):
    """The mistakes that have been tried."""

    def __init__(self) -> None:
        super().__init__()
        self._tried: dict[tuple[str, int, str], list[TriedMistake]] = {}
        self._bytes = 0

    def of(self, name: str, program: int, check: str) -> list[TriedMistake]:
        """Give how a program that makes a mistake fares on a check, once for each choice of cases."""
        return self._tried.get((name, program, check), [])

    def add(self, one: TriedMistake) -> None:
        """Keep how a mistake fares, and tell it to the process that shares what is known."""
        signature = None if one.signature is None else one.signature.to_plain()
        note = encode([one.name, one.program, one.check, one.draws, signature])
        if self._keep(one, len(note)):
            self.tell(note)

    def learn(self, note: bytes) -> None:
        """Keep how a mistake fared in a forked process."""
        name, program, check, draws, plain = decode(note)
        signature = None if plain is None else FailureSignature.from_plain(plain)
        one = TriedMistake(name=name, program=program, check=check, draws=draws, signature=signature)
        self._keep(one, len(note))

    def _keep(self, one: TriedMistake, size: int) -> bool:
        kept = self._tried.setdefault((one.name, one.program, one.check), [])
        if self._bytes + size > _MOST_BYTES or any(one.draws == other.draws for other in kept):
            return False
        kept.append(one)
        self._bytes += size
        return True
