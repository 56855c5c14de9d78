"""Callables of the suite that a worker may call, and frames that hold what they return."""

from collections.abc import Callable
from typing import Any, Final

from grader.sandbox.replies import InvalidReply
from grader.wire.channel import MAX_FRAME_BYTES
from grader.wire.codec import CodecError, Lent, Reference, encode

__all__ = ["LENT_FAILED", "LentCallables", "LentFailure", "Refer", "encode_frame"]

LENT_FAILED: Final = encode({"error": "the function it was given failed"})
"""All that a worker learns of a callable that has raised: the exception may hold right answers."""

Refer = Callable[[object], Reference | Lent]


class LentFailure(BaseException):
    """Carries an exception of a lent callable past the handlers of the worker's errors."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.error = error


class LentCallables:
    """The callables that are lent to a worker, by number."""

    def __init__(self) -> None:
        self._lent: list[tuple[Callable[..., object], Refer | None]] = []

    def add(self, function: Callable[..., object], refer: Refer | None = None) -> Lent:
        """Lend a callable.

        Args:
            function: Called with plain values, and a `Reference` for every other object.
            refer: Returns the reference for an object that cannot be sent back by value.
        """
        self._lent.append((function, refer))
        return Lent(len(self._lent) - 1)

    def clear(self) -> None:
        """Take everything back."""
        self._lent.clear()

    def answer(self, call: dict[str, Any]) -> bytes:
        """Run a callable for the worker; its arguments are sent back with their contents.

        Raises:
            InvalidReply: The worker calls what was not lent, or not as a call is made.
            Exception: Whatever the callable raises.
        """
        function, refer = self._find(call["call"])
        args, kwargs = call.get("args"), call.get("kwargs")
        if type(args) is not tuple or type(kwargs) is not dict:
            raise InvalidReply("a call with arguments of another kind")
        value = function(*args, **kwargs)
        return encode_frame({"value": value, "args": args, "kwargs": kwargs}, refer)

    def _find(self, number: object) -> tuple[Callable[..., object], Refer | None]:
        if type(number) is not int or not 0 <= number < len(self._lent):
            raise InvalidReply("a call of something that was not lent")
        return self._lent[number]


def encode_frame(message: object, refer: Refer | None = None) -> bytes:
    """Encode a message from the suite.

    Raises:
        CodecError: It cannot be sent, which is the suite's fault.
    """
    frame = encode(message, refer)
    if len(frame) > MAX_FRAME_BYTES:
        raise CodecError(f"it takes {len(frame)} bytes, and {MAX_FRAME_BYTES} may be sent")
    return frame
