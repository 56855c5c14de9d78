"""What the grader and the warm parent tell each other, besides the conversation with the workers.

Both sides are ours; no worker holds an end of these sockets.
"""

import json
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Final, Self

__all__ = ["ASK_CPU", "KILL", "MAX_MESSAGE_BYTES", "Ending", "Order", "Ready", "Setup"]

MAX_MESSAGE_BYTES: Final = 1 << 16
ASK_CPU: Final = b"c"
"""Over a handle: how much CPU time has the worker used?"""
KILL: Final = b"k"
"""Over a handle: end the worker."""


class _Message:
    """A record that crosses as one JSON text."""

    __slots__ = ()

    def to_bytes(self) -> bytes:
        """Write the record."""
        fields: dict[str, Any] = asdict(self)  # type: ignore[call-overload]  # every subclass is a dataclass
        return json.dumps(fields).encode("utf-8")

    @classmethod
    def from_bytes(cls, message: bytes) -> Self:
        """Read a record that `to_bytes` wrote."""
        return cls(**json.loads(message))


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup(_Message):
    """The first message to a warm parent.

    Attributes:
        stdlib: Folders of the standard library.
        packages: Other files and folders that workers may read.
        users: User numbers to choose from for workers, if the parent is root.
        without: Steps of the lock-down to leave out.
    """

    stdlib: tuple[str, ...]
    packages: tuple[str, ...]
    users: tuple[int, int] | None
    without: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready(_Message):
    """The only message from a warm parent over the control socket.

    Attributes:
        fault: Why it cannot serve; empty if it can.
        landlock: Version of Landlock's interface; 0 if there is none.
    """

    fault: str = ""
    landlock: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Order(_Message):
    """Start a worker; comes with two sockets, the worker's own and the handle.

    Attributes:
        probe: What canaries aim at; None for a worker that runs a submission.
    """

    probe: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending(_Message):
    """How a worker ended, the last message over its handle.

    Attributes:
        status: Exit status, or minus the number of the signal that ended it.
        asked: Whether it was still running when its end was asked for.
        cpu_seconds: CPU time it has used in all, user and system.
        fault: Why it never became a worker; empty if it did.
    """

    NOT_CONFINED: ClassVar[int] = 113

    status: int = 0
    asked: bool = False
    cpu_seconds: float = 0.0
    fault: str = ""
