"""How checks have ended, so that none runs again on what it has been told before.

What a check finds depends on its seed, on the cases that it draws, and on what it learns of the submission:
names, answers of its worker, and how its functions fared before. Its fixtures are set up anew, and a suite
keeps nothing from one check for another. So where all that it learns is, to the byte, what it has learnt
before, it ends as it did then, and all that it costs is to ask.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any, Final

from grader.diagnosis.failure_signature import FailureSignature
from grader.model.check import Check, Outcome
from grader.model.serialisation import from_json, to_json
from grader.sandbox.dialogue import Conversation, Question
from grader.suite.check_run import CheckRun, FailedBefore, Touched
from grader.suite.shared_findings import SharedFindings
from grader.wire.codec import CodecError, decode, encode

__all__ = ["KnownRuns"]

_TURN_BYTES: Final = 200  # that a question takes beside its message
_MORE_IN_USE: Final = 4  # times what a run takes encoded, which is kept decoded as well


class KnownRuns(SharedFindings):
    """The runs that are known, and what was asked in them.

    What is asked next depends on the answers so far. So runs are kept as what is asked at each place of a
    conversation, and where one ends, how; the same question is kept once for all that have come so far.
    """

    def __init__(self) -> None:
        super().__init__()
        self._questions: dict[bytes, Question] = {}
        self._ends: dict[bytes, CheckRun] = {}
        self._messages: dict[bytes, bytes] = {}

    def asked_at(self, place: bytes) -> Question | None:
        """Give what is asked at a place of a conversation; None if nothing is known to be asked there."""
        return self._questions.get(place)

    def ended_at(self, place: bytes) -> CheckRun | None:
        """Give how a check ended at a place; None if none is known to end there."""
        return self._ends.get(place)

    def add(self, said: Conversation, run: CheckRun) -> None:
        """Keep a run, and tell it to the process that shares what is known.

        Args:
            said: All that was asked in it.
            run: How it ended: passed, or failed in a way that follows from what was answered.
        """
        if self.has_lost or not self._goes_on(said.questions, said.end):
            return
        new = {place: one for place, one in said.questions.items() if place not in self._questions}
        turns = [(place, kind, _name(message)) for place, (kind, message) in new.items()]
        unknown = {name: new[place][1] for place, _, name in turns if name not in self._messages}
        try:
            check = replace(run.check, seconds=0.0)  # the next one takes another time
            encoded = to_json(check)
            plain = encode([encoded, to_json(run.touched), _plain_failure(run.signature)])
            note = encode([[*unknown.values()], turns, said.end, plain])
        except CodecError:  # it is too long, or has compared what cannot be sent
            return
        kept = replace(run, check=check, error=_error_of(check), encoded=encoded)
        # What is kept here and not told would be missing from later notes, which only name it.
        if self.can_tell(note) and self._keep(unknown, turns, said.end, kept, _bytes_in_use(note, plain)):
            self.tell(note)

    def learn(self, note: bytes) -> None:
        """Keep a run that a forked process has found."""
        messages, turns, end, plain = decode(note)
        # Decoded here, it is for all processes that are forked from this one.
        run = _decode_run(plain)
        unknown = {_name(message): message for message in messages}
        self._keep(unknown, turns, end, run, _bytes_in_use(note, plain))

    def _keep(
        self,
        unknown: Mapping[bytes, bytes],
        turns: Sequence[tuple[bytes, str, bytes]],
        end: bytes,
        run: CheckRun,
        size: int,
    ) -> bool:
        """Keep a run, if it is whole and goes on from what is known; tell whether it is kept."""
        if not all(name in unknown or name in self._messages for _, _, name in turns):
            return False
        known = {**unknown, **{name: self._messages[name] for _, _, name in turns if name in self._messages}}
        questions = {place: (kind, known[name]) for place, kind, name in turns}
        if not self._goes_on(questions, end) or not self.take_room(size + _TURN_BYTES * len(turns)):
            return False
        self._messages |= unknown
        self._questions |= questions
        self._ends[end] = run
        return True

    def _goes_on(self, questions: Mapping[bytes, Question], end: bytes) -> bool:
        """Tell whether a run is new, and asks what is known to be asked; other checks are none to know."""
        as_before = all(self._questions.get(place, one) == one for place, one in questions.items())
        return as_before and not self._ends.keys() & {*questions, end} and end not in self._questions


def _name(message: bytes) -> bytes:
    """Give what stands for a message, however long, in all places that it is sent at."""
    return sha256(message).digest()


def _bytes_in_use(note: bytes, plain: bytes) -> int:
    """Estimate what a run takes that is told by a note, and in it encoded as `plain`."""
    return len(note) + _MORE_IN_USE * len(plain)


def _plain_failure(failure: FailureSignature | None) -> dict[str, Any] | None:
    return None if failure is None else {**failure.to_plain(), "expected": failure.expected}


def _error_of(check: Check) -> FailedBefore | None:
    """Give what stands for the error that a check ended with; None if it passed."""
    return None if check.outcome is Outcome.PASSED else FailedBefore()


def _decode_run(plain: bytes) -> CheckRun:
    encoded, touched, failure = decode(plain)
    check = from_json(encoded, Check)
    return CheckRun(
        check=check,
        error=_error_of(check),
        signature=None if failure is None else FailureSignature(**failure),
        touched=from_json(touched, Touched),
        encoded=encoded,
    )
