"""Messages between the grader and the fork server, beside the conversation with the workers.

Both sides are trusted; no worker holds an end of these sockets. Messages are JSON, for
workers could not read the files of another serialiser, so the fork server imports none.
"""

import json
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Final, Self

__all__ = ["ASK_CPU", "KILL", "MAX_MESSAGE_BYTES", "Ending", "Order", "Ready", "Setup"]

MAX_MESSAGE_BYTES: Final = 1 << 16
ASK_CPU: Final = b"c"
"""Request over a handle: return the CPU time that the worker has used."""
KILL: Final = b"k"
"""Request over a handle: end the worker."""


class _Message:
    """A record that is sent as one JSON text."""

    __slots__ = ()

    def to_bytes(self) -> bytes:
        """Encode the record."""
        fields: dict[str, Any] = asdict(self)  # type: ignore[call-overload]  # every subclass is a dataclass
        return json.dumps(fields).encode("utf-8")

    @classmethod
    def from_bytes(cls, message: bytes) -> Self:
        """Decode a record from `to_bytes`."""
        return cls(**json.loads(message))


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup(_Message):
    """The first message to a fork server.

    Attributes:
        stdlib: Folders of the standard library.
        packages: Other files and folders that workers may read.
        users: User numbers to choose from for workers, if the parent is root.
        without: Steps of the lock-down to leave out.
        modules: File or folder of each module that is not found otherwise.
        named: Modules of each package that an assignment names, by its name.
    """

    stdlib: tuple[str, ...]
    packages: tuple[str, ...]
    users: tuple[int, int] | None
    without: tuple[str, ...]
    modules: dict[str, str]
    named: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready(_Message):
    """The only message from a fork server over the control socket.

    Attributes:
        fault: Why it cannot serve; empty if it can.
        unimportable: Which named package cannot be imported, and why; empty if all can.
        landlock: Version of Landlock's interface; 0 if there is none.
    """

    fault: str = ""
    unimportable: str = ""
    landlock: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Order(_Message):
    """Start a worker; comes with two sockets, the worker's own and the handle.

    Attributes:
        cores: Numbers of the processors that the worker may use.
        probe: Targets of the canaries; None for a worker that runs a submission.
    """

    cores: tuple[int, ...]
    probe: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending(_Message):
    """The end of a worker, the last message over its handle.

    Attributes:
        status: Exit status, or minus the number of the signal that ended it.
        killed: Whether it was running until it was killed on request.
        cpu_seconds: CPU time it has used in all, user and system.
        fault: Why it never became a worker; empty if it did.
    """

    NOT_CONFINED: ClassVar[int] = 113

    status: int = 0
    killed: bool = False
    cpu_seconds: float = 0.0
    fault: str = ""
