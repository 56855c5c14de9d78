"""How known mistakes fare on hidden checks, so that none is run again for each submission that may make it.

Hidden checks draw from the run's seed, so nothing of them can be recorded with the suite. But a class is
judged with one seed, and many make the same mistake: what checks found of it for one submission, they would
find for the next, as long as they draw the same cases.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from grader.diagnosis.failure_signature import FailureSignature
from grader.suite.check_run import Draws
from grader.suite.shared_findings import SharedFindings
from grader.wire.codec import decode, encode

__all__ = ["TriedMistake", "TriedMistakes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedMistake:
    """How one known mistake fares on some checks.

    Attributes:
        name: Name of the misconception.
        program: Which of the programs that make the mistake was tried.
        seed: The seed of the run.
        draws: The cases that each check drew, by id, in the order in which they ran.
        signatures: How those failed that did, by id; the others passed.
    """

    name: str
    program: int
    seed: int
    draws: Mapping[str, Draws]
    signatures: Mapping[str, FailureSignature]

    def is_like(self, other: "TriedMistake") -> bool:
        """Tell whether this would be known again wherever the other one would."""
        return [*self.draws.items()] == [*other.draws.items()]


class TriedMistakes(SharedFindings):
    """The mistakes that have been tried."""

    def __init__(self) -> None:
        super().__init__()
        self._tried: dict[tuple[str, int, int], list[TriedMistake]] = {}

    def of(self, name: str, program: int, seed: int) -> list[TriedMistake]:
        """Give how a program that makes a mistake has fared with a seed, on whichever checks."""
        return self._tried.get((name, program, seed), [])

    def add(self, one: TriedMistake) -> None:
        """Keep how a mistake fares, and tell it to the process that shares what is known."""
        signatures = {check: failure.to_plain() for check, failure in one.signatures.items()}
        note = encode([one.name, one.program, one.seed, [*one.draws.items()], signatures])
        if self._keep(one, len(note)):
            self.tell(note)

    def learn(self, note: bytes) -> None:
        """Keep how a mistake fared in a forked process."""
        name, program, seed, draws, plain = decode(note)
        signatures = {check: FailureSignature.from_plain(failure) for check, failure in plain.items()}
        one = TriedMistake(name=name, program=program, seed=seed, draws=dict(draws), signatures=signatures)
        self._keep(one, len(note))

    def _keep(self, one: TriedMistake, size: int) -> bool:
        known = self._tried.setdefault((one.name, one.program, one.seed), [])
        if any(map(one.is_like, known)) or not self.take_room(size):
            return False
        known.append(one)
        return True
