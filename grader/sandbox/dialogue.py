"""What is said with a worker during one check: taken down, or held ahead of the one who asks."""

import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Protocol

__all__ = [
    "Conversation",
    "Dialogue",
    "Finder",
    "KnownQuestions",
    "OtherConversationError",
    "Question",
    "heard",
]

_MOST_TAKEN_DOWN: Final = 1 << 23  # bytes of messages and answers in one check
_LOAD: Final = "load"


Question = tuple[str, bytes]
"""What is asked next: its kind, and the message, or what a finder is asked.

The kind is that of a request to the worker, such as `run`; empty for the answer to a question of the worker's
own, whose time is counted with that of the request; or one of a `Finder`.
"""


@dataclass(frozen=True, slots=True)
class Conversation:
    """All that was asked in one check.

    Attributes:
        questions: Each question, by the place that it was asked at.
        end: The place where nothing more was asked.
    """

    questions: Mapping[bytes, Question]
    end: bytes


Finder = Callable[[bytes], bytes]
"""Finds out what a check learns of a submission without its worker."""


class KnownQuestions(Protocol):
    """What is known of how conversations go on."""

    def asked_at(self, place: bytes) -> Question | None:
        """Give what is asked at a place; None where nothing is known to be."""


class OtherConversationError(BaseException):
    """The suite asks something else than what has been asked ahead of it."""


def heard(place: bytes, answer: bytes) -> bytes:
    """Give the place in a conversation after an answer: no two that differ in any answer lead to the same.

    Args:
        place: The place before it; the first one is named after the check and its seed.
        answer: The answer.
    """
    digest = sha256(place)
    digest.update(answer)
    return digest.digest()


class Dialogue:
    """Keeps what is said with a worker between two resets."""

    def __init__(self) -> None:
        self._questions: dict[bytes, Question] | None = None
        self._place = b""
        self._bytes = 0
        self._ahead: deque[tuple[bytes, bytes | Exception, float]] = deque()

    def clear(self) -> None:
        """Forget everything."""
        self._questions = None
        self._ahead.clear()

    def record(self, place: bytes) -> None:
        """Take down what is said from here on.

        Args:
            place: The first place of the conversation.
        """
        self._questions, self._place, self._bytes = {}, place, 0

    def give_up(self) -> None:
        """Take down nothing until the next reset."""
        self._questions = None

    @property
    def conversation(self) -> Conversation | None:
        """What was taken down; None if not all of it was."""
        return None if self._questions is None else Conversation(self._questions, self._place)

    def take_down(self, kind: str, asked: bytes, answer: bytes) -> None:
        """Take down a question and its answer, where that is wanted; nothing is kept of what is too long."""
        if self._questions is None or kind == _LOAD:
            return
        self._questions[self._place] = (kind, asked)
        self._place = heard(self._place, answer)
        self._bytes += len(asked) + len(answer)
        if self._bytes > _MOST_TAKEN_DOWN:
            self._questions = None

    @property
    def ahead(self) -> int:
        """How many messages have been sent ahead of the suite, whose answers were not met yet."""
        return len(self._ahead)

    def follow(
        self,
        known: KnownQuestions,
        place: bytes,
        hold: Callable[[str, bytes], bytes | Exception | None],
        finders: Mapping[str, Finder],
    ) -> bytes | None:
        """Ask what is known to be asked, as long as the answers are known.

        Args:
            known: Says what is asked next.
            place: Where the conversation begins.
            hold: Sends a message of a kind; returns the answer, or what came of it in its place, or None if
                nothing was asked.
            finders: Find out what is not asked of the worker, by kind.

        Returns:
            The place where nothing more is known to be asked; None if an answer did not come. What was held
            is kept until `clear`, for when the suite asks the same.
        """
        while (question := known.asked_at(place)) is not None:
            kind, asked = question
            if kind in finders:
                place = heard(place, finders[kind](asked))
                continue
            began = time.monotonic()
            answer = hold(kind, asked)
            if answer is None:
                return None
            self._ahead.append((asked, answer, time.monotonic() - began))
            if isinstance(answer, Exception):
                return None
            place = heard(place, answer)
        return place

    def meet(self, message: bytes) -> tuple[bytes, float] | None:
        """Give the answer to a message that was sent ahead; None if none was.

        Returns:
            The answer, and the seconds that it took.

        Raises:
            OtherConversationError: Another message was sent.
            Exception: What came of it in place of an answer.
        """
        if not self._ahead:
            return None
        sent, answer, seconds = self._ahead.popleft()
        if sent != message:
            raise OtherConversationError
        if isinstance(answer, Exception):
            raise answer
        return answer, seconds
