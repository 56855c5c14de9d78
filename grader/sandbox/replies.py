"""Read what a worker sends, which need not be honest: kinds are checked and lengths are bounded."""

import builtins
from collections.abc import Sequence
from typing import Any, Final

from grader.sandbox.faults import NotDefined, NotStarted, Operand, OutOfMemory, Raised, StudentFault, TimedOut
from grader.wire.codec import MAX_DEPTH, CodecError, decode, too_deep

__all__ = [
    "InvalidReply",
    "checked_bases",
    "checked_expression",
    "checked_operands",
    "read_fault",
    "read_load_failures",
    "read_reply",
    "validate_reply",
]

_BUILT_IN: Final = frozenset(
    name for name, kind in vars(builtins).items() if isinstance(kind, type) and issubclass(kind, Exception)
)
_MODULE_LEVEL: Final = "<module>"
_MESSAGE_LENGTH: Final = 2000
_NAME_LENGTH: Final = 200
_FRAMES: Final = 12
_FAILURES: Final = 20
_LOAD_TIMEOUT: Final = "LoadTimeout"
_LINES: Final = range(1, 10**7)
_EXPRESSION_LINES: Final = 10
_EXPRESSION_LENGTH: Final = 200
_OPERANDS: Final = 8
_OPERAND_NAME_LENGTH: Final = 60
_KIND_LENGTH: Final = 80
_KEYS: Final = 12
_KEY_LENGTH: Final = 20
_DIMENSIONS: Final = 32
_EXTENTS: Final = range(1 << 63)


class InvalidReply(Exception):
    """A worker sent something that no honest worker sends."""


def read_reply(frame: bytes) -> dict[str, Any]:
    """Decode a frame from the worker; an object that stays there comes as a `Reference`.

    Args:
        frame: The bytes received.

    Raises:
        InvalidReply: It is not an encoded dict.
    """
    try:
        reply = decode(frame, reference=lambda reference: reference)
    except CodecError as error:
        raise InvalidReply(str(error)) from error
    if type(reply) is not dict:
        raise InvalidReply("something other than a dict")
    if too_deep(reply):
        raise InvalidReply(f"a value that is nested more than {MAX_DEPTH} deep")
    return reply


def validate_reply(reply: dict[str, Any], kind: str) -> None:
    """Check that a reply holds what an honest worker answers to a request of this kind.

    Raises:
        InvalidReply: An entry is missing, or of another type.
    """
    names: Any = reply.get("names")
    if kind == "load" and not (_all(names, dict, str) and _all([*names.values()], list, bool)):
        raise InvalidReply("names of other kinds")
    if kind == "load" and type(reply.get("failures")) is not list:
        raise InvalidReply("failures of another kind")
    if kind == "run" and not ("value" in reply and _all(reply.get("changed"), list, str)):
        raise InvalidReply("a reply without a result")


def read_fault(error: Any, source: str) -> StudentFault:
    """Read the fault that a worker described.

    Args:
        error: The description.
        source: Text of the submission.

    Raises:
        InvalidReply: It is not a description of an error.
    """
    kind, message, frames = _described(error)
    if kind == "NotImplementedError" and frames:
        function = frames[-1][1]
        if function != _MODULE_LEVEL:
            return NotStarted(f"`{function}` is not started", frames, function, len(frames) == 1)
    if kind == "MemoryError":
        return OutOfMemory("the code asked for more memory than it may use", frames)
    if kind == "AttributeError" and not frames and error.get("missing") is True:
        return NotDefined(message, frames, "")
    return _raised(error, kind, message, frames, source)


def _raised(
    error: dict[str, Any], kind: str, message: str, frames: list[tuple[int, str]], source: str
) -> Raised:
    expression = checked_expression(error.get("expression"), source, frames)
    operands = checked_operands(error.get("operands"), expression)
    return Raised(message, frames, kind, expression, operands, source, checked_bases(error.get("bases")))


def checked_bases(claim: object) -> tuple[str, ...]:
    """Return the names of built-in exceptions that the worker sent, and nothing else."""
    names = claim if type(claim) is list else []
    return tuple(name for name in names[:_FRAMES] if type(name) is str and name in _BUILT_IN)


def read_load_failures(reply: dict[str, Any], source: str) -> tuple[StudentFault, ...]:
    """Read why cells of the submission ended before their end, or the file did.

    Args:
        reply: A validated reply to a request to load.
        source: Text of the submission.

    Raises:
        InvalidReply: One is not a description of an error.
    """
    faults: list[StudentFault] = []
    for claim in reply.get("failures", [])[:_FAILURES]:
        kind, message, frames = _described(claim)
        timed_out = kind == _LOAD_TIMEOUT
        faults.append(
            TimedOut(message, frames) if timed_out else _raised(claim, kind, message, frames, source)
        )
    return tuple(faults)


def _described(error: Any) -> tuple[str, str, list[tuple[int, str]]]:
    """Return type, message and frames of a described exception."""
    try:
        kind, message, frames = error["type"], error["message"], [*error["frames"]]
        kept = [(line, function) for line, function in frames[:_FRAMES]]
    except (LookupError, TypeError, ValueError) as problem:
        raise InvalidReply("an error that is not described") from problem
    texts, lines = [kind, message, *(function for _, function in kept)], [line for line, _ in kept]
    if not (_all(texts, list, str) and _all(lines, list, int)):
        raise InvalidReply("an error described in values of other kinds")
    if any(line not in _LINES for line in lines):
        raise InvalidReply("an error at a line that no file has")
    frames = [(line, function[:_NAME_LENGTH]) for line, function in kept]
    return kind[:_NAME_LENGTH], message[:_MESSAGE_LENGTH], frames


def checked_expression(claim: object, source: str, frames: Sequence[tuple[int, str]]) -> str:
    """Return the expression if the source has it at the line of the student's innermost frame, else "".

    Args:
        claim: The expression as the worker sent it.
        source: Text of the submission.
        frames: The student's own frames as (line of the source, function), outermost first.
    """
    if not frames or not _is_text(claim, _EXPRESSION_LENGTH):
        return ""
    first = frames[-1][0] - 1
    here = "\n".join(source.split("\n")[first : first + _EXPRESSION_LINES])
    expression = str(claim)
    return expression if expression in here else ""


def checked_operands(claim: object, expression: str) -> tuple[Operand, ...]:
    """Return the operands of an expression, without those that no honest worker sends.

    Args:
        claim: The operands as the worker sent them: tuples of name, kind, shape and keys.
        expression: The expression, in which their names must be.
    """
    if type(claim) is not list:
        return ()
    operands = [_checked_operand(one, expression) for one in claim[:_OPERANDS]]
    return tuple(operand for operand in operands if operand is not None)


def _checked_operand(claim: Any, expression: str) -> Operand | None:
    if type(claim) is not tuple or len(claim) != 4:
        return None
    name, kind, shape, keys = claim
    if not (_is_text(name, _OPERAND_NAME_LENGTH) and _is_text(kind, _KIND_LENGTH) and _is_shape(shape)):
        return None
    if not name or name not in expression or not (name + kind).isprintable() or type(keys) is not list:
        return None
    known = [key for key in keys[:_KEYS] if _is_text(key, _KEY_LENGTH) and key.isidentifier()]
    return Operand(name=name, kind=kind, shape=shape, keys=tuple(known))


def _is_text(claim: object, longest: int) -> bool:
    return type(claim) is str and len(claim) <= longest


def _is_shape(claim: Any) -> bool:
    if claim is None:
        return True
    if type(claim) is not tuple or len(claim) > _DIMENSIONS:
        return False
    return all(type(extent) is int and extent in _EXTENTS for extent in claim)


def _all(values: Any, container: type[list[Any]] | type[dict[Any, Any]], kind: type) -> bool:
    return type(values) is container and all(type(value) is kind for value in values)
