"""What is said with a worker during one check: taken down, or held ahead of the one who asks."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

__all__ = ["Conversation", "Dialogue", "OtherConversationError", "Turn", "fingerprint"]

_DIGEST_BYTES: Final = 32
_MOST_TAKEN_DOWN: Final = 1 << 23  # bytes of messages and answers in one check
_LOAD: Final = "load"


@dataclass(frozen=True, slots=True)
class Turn:
    """One request to the worker, and its answer.

    Attributes:
        request: The kind of the request, such as `run`.
        sent: The request.
        answer: Fingerprint of the answer.
    """

    request: str
    sent: bytes
    answer: bytes


Conversation = tuple[Turn, ...]
"""All turns of one check, in order."""


class OtherConversationError(BaseException):
    """The suite asks something else than what has been asked ahead of it."""


def fingerprint(message: bytes) -> bytes:
    """Give what stands for a message: no two that differ have the same one."""
    return blake2b(message, digest_size=_DIGEST_BYTES).digest()


class Dialogue:
    """Keeps what is said with a worker between two resets."""

    def __init__(self) -> None:
        self._turns: list[Turn] | None = None
        self._bytes = 0
        self._ahead: deque[tuple[bytes, bytes | Exception]] = deque()

    def clear(self) -> None:
        """Forget everything."""
        self._turns = None
        self._ahead.clear()

    def record(self) -> None:
        """Take down what is said from here on."""
        self._turns, self._bytes = [], 0

    @property
    def conversation(self) -> Conversation | None:
        """What was taken down; None if not all of it was."""
        return None if self._turns is None else tuple(self._turns)

    def take_down(self, request: str, message: bytes, answer: bytes) -> None:
        """Take down a turn, where that is wanted; nothing is kept of what is too long, or goes both ways.

        Args:
            request: Kind of the request; empty for the answer to a question of the worker's, whose time is
                counted with that of the request.
            message: What was sent.
            answer: What came back.
        """
        if self._turns is None or request == _LOAD:
            return
        self._turns.append(Turn(request, message, fingerprint(answer)))
        self._bytes += len(message) + len(answer)
        if not request or self._bytes > _MOST_TAKEN_DOWN:
            self._turns = None

    @property
    def ahead(self) -> int:
        """How many turns have been held ahead of the suite, and were not met yet."""
        return len(self._ahead)

    def follow(
        self, known: Sequence[Conversation], hold: Callable[[Turn], bytes | Exception | None]
    ) -> Conversation | None:
        """Hold a conversation that is known, as long as the answers are those known.

        Args:
            known: Conversations about the same requests, which differ by their answers.
            hold: Holds one turn; returns the answer, or what came of it in its place, or None if nothing was
                asked.

        Returns:
            The one whose answers have come; None if there is none, and then what was held is kept, for when
            the suite asks the same.
        """
        possible = [*known]
        while possible and (place := self.ahead) < len(possible[0]):
            turn = possible[0][place]
            answer = hold(turn)
            if answer is None:
                return None
            self._ahead.append((turn.sent, answer))
            heard = fingerprint(answer) if isinstance(answer, bytes) else b""
            same = Turn(turn.request, turn.sent, heard)
            possible = [one for one in possible if len(one) > place and one[place] == same]
        if not possible or len(possible[0]) != self.ahead:
            return None
        self.clear()
        return possible[0]

    def meet(self, message: bytes) -> bytes | None:
        """Give the answer to a message that was sent ahead; None if none was.

        Raises:
            OtherConversationError: Another message was sent.
            Exception: What came of it in place of an answer.
        """
        if not self._ahead:
            return None
        sent, answer = self._ahead.popleft()
        if sent != message:
            raise OtherConversationError
        if isinstance(answer, Exception):
            raise answer
        return answer
