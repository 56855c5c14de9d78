"""What forked processes find out, told to the process that they were forked from, for those forked later."""

import socket
from abc import ABC, abstractmethod
from contextlib import suppress
from typing import Final

from grader.suite.forking import receive_note, send_note

__all__ = ["SharedFindings"]

_LONG: Final = 1 << 17
_LARGEST_NOTE: Final = 1 << 22
_MOST_BYTES: Final = 1 << 27
_MOST_BYTES_OF_LONG: Final = _MOST_BYTES // 4  # each takes the room of many others
_MOST_AT_ONCE: Final = 100  # notes, so that whoever takes them gets to its other work


class SharedFindings(ABC):
    """Findings of one kind: each process has its own, and `share` lets one learn from its forks.

    What a fork finds out saves work and decides nothing, so a note that is lost costs only time.

    Attributes:
        has_lost: Whether this process could not tell something, which what it finds later may build on.
    """

    def __init__(self) -> None:
        self._bytes = self._bytes_of_long = 0
        self.has_lost = False
        self._inbox: socket.socket | None = None
        self._outbox: socket.socket | None = None

    def share(self) -> None:
        """Learn from now on, with `take`, what processes find out that are forked from this one."""
        self._inbox, self._outbox = socket.socketpair(type=socket.SOCK_SEQPACKET)
        for end in (self._inbox, self._outbox):
            end.setblocking(False)

    def close(self) -> None:
        """Share no longer."""
        for end in (self._inbox, self._outbox):
            if end is not None:
                end.close()
        self._inbox = self._outbox = None

    def fileno(self) -> int:
        """Return the descriptor that can be read once there is something to take; -1 if nothing is shared."""
        return -1 if self._inbox is None else self._inbox.fileno()

    def take(self) -> None:
        """Learn what forked processes have found."""
        inbox = self._inbox
        if inbox is None:
            return
        with suppress(BlockingIOError):
            for _ in range(_MOST_AT_ONCE):
                if note := receive_note(inbox):
                    self.learn(note)

    def can_tell(self, note: bytes) -> bool:
        """Return whether a note is not too long for the process that shares, if there is one."""
        return self._outbox is None or len(note) <= _LARGEST_NOTE

    def tell(self, note: bytes) -> None:
        """Tell the process that shares; where it has no time to listen, it learns it from another one."""
        if self._outbox is None or not self.can_tell(note):
            return
        try:
            send_note(self._outbox, note)
        except OSError:
            self.has_lost = True

    def take_room(self, size: int) -> bool:
        """Make room for a finding, unless too much is kept already.

        Args:
            size: Bytes that it takes, as a note.

        Returns:
            Whether there is room.
        """
        of_long = size if size > _LONG else 0
        if self._bytes + size > _MOST_BYTES or self._bytes_of_long + of_long > _MOST_BYTES_OF_LONG:
            return False
        self._bytes += size
        self._bytes_of_long += of_long
        return True

    @abstractmethod
    def learn(self, note: bytes) -> None:
        """Keep a finding that a forked process has told."""
