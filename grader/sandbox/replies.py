"""Read what a worker sends, which need not be honest: kinds are checked and lengths are bounded."""

from typing import Any, Final

from grader.sandbox.claims import believed_expression, believed_operands
from grader.sandbox.depth import MAX_DEPTH, too_deep
from grader.sandbox.faults import Missing, NotStarted, OutOfMemory, Raised, StudentFault
from grader.wire.codec import CodecError, decode

__all__ = ["NoReply", "fault_from", "read_reply", "require"]

_MODULE_LEVEL: Final = "<module>"
_MESSAGE_LENGTH: Final = 2000
_NAME_LENGTH: Final = 200
_FRAMES: Final = 12
_LINES: Final = range(1, 10**7)


class NoReply(Exception):
    """A worker sent something that no honest worker sends."""


def read_reply(frame: bytes, *, writable: bool = False) -> dict[str, Any]:
    """Decode a frame of the worker's; what stayed there comes as a `Reference`.

    Args:
        frame: What was received.
        writable: Whether arrays can be written to.

    Raises:
        NoReply: It is not an encoded dict.
    """
    try:
        reply = decode(frame, reference=lambda reference: reference, writable=writable)
    except CodecError as error:
        raise NoReply(str(error)) from error
    if type(reply) is not dict:
        raise NoReply("something other than a dict")
    if too_deep(reply):
        raise NoReply(f"a value that is nested more than {MAX_DEPTH} deep")
    return reply


def require(reply: dict[str, Any], kind: str) -> None:
    """Insist on what an honest worker answers to a request of this kind.

    Raises:
        NoReply: The reply lacks it, or has it of another type.
    """
    names: Any = reply.get("names")
    if kind == "load" and not (_all(names, dict, str) and _all([*names.values()], list, bool)):
        raise NoReply("names that are no names")
    if kind == "run" and not ("value" in reply and _all(reply.get("changed"), list, str)):
        raise NoReply("a reply without a result")


def fault_from(error: Any, source: str) -> StudentFault:
    """Tell which fault it is that a worker described.

    Args:
        error: What it sent.
        source: Text of the submission.

    Raises:
        NoReply: It described none.
    """
    kind, message, frames = _described(error)
    if kind == "NotImplementedError" and frames:
        function = frames[-1][1]
        if function != _MODULE_LEVEL:
            return NotStarted(f"`{function}` is not started", frames, function, len(frames) == 1)
    if kind == "MemoryError":
        return OutOfMemory("the code asked for more memory than it may use", frames)
    if kind == "AttributeError" and not frames and error.get("missing") is True:
        return Missing(message, frames, "")
    expression = believed_expression(error.get("expression"), source, frames)
    operands = believed_operands(error.get("operands"), expression)
    return Raised(message, frames, kind, expression, operands, source)


def _described(error: Any) -> tuple[str, str, list[tuple[int, str]]]:
    """Give type, message and frames of a described exception."""
    try:
        kind, message, frames = error["type"], error["message"], [*error["frames"]]
        places = [(line, function) for line, function in frames[:_FRAMES]]
    except (LookupError, TypeError, ValueError) as problem:
        raise NoReply("an error that is not described") from problem
    lines = [line for line, _ in places]
    if not _all([kind, message, *(function for _, function in places)], list, str) or not _all(
        lines, list, int
    ):
        raise NoReply("an error described in values of other kinds")
    if any(line not in _LINES for line in lines):
        raise NoReply("an error at a line that no file has")
    return (
        kind[:_NAME_LENGTH],
        message[:_MESSAGE_LENGTH],
        [(line, name[:_NAME_LENGTH]) for line, name in places],
    )


def _all(values: Any, container: type[list[Any]] | type[dict[Any, Any]], kind: type) -> bool:
    return type(values) is container and all(type(value) is kind for value in values)
