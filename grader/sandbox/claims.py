"""What a worker claims about the expression that raised, believed as far as it can be checked.

It is advice and decides nothing, so that whatever no honest worker sends is dropped without a word.
"""

from collections.abc import Sequence
from typing import Any, Final

from grader.sandbox.faults import Operand

__all__ = ["believed_expression", "believed_operands"]

_LINES: Final = 10
_EXPRESSION_LENGTH: Final = 200
_OPERANDS: Final = 8
_NAME_LENGTH: Final = 60
_KIND_LENGTH: Final = 80
_KEYS: Final = 12
_KEY_LENGTH: Final = 20
_DIMENSIONS: Final = 32
_EXTENTS: Final = range(1 << 63)


def believed_expression(claim: object, source: str, frames: Sequence[tuple[int, str]]) -> str:
    """Give the expression if the student wrote it, at the line where their innermost frame is.

    Args:
        claim: What the worker sent.
        source: Text of the submission.
        frames: The student's own frames as (line of the source, function), outermost first.
    """
    if not frames or not _is_text(claim, _EXPRESSION_LENGTH):
        return ""
    first = frames[-1][0] - 1
    here = "\n".join(source.split("\n")[first : first + _LINES])
    expression = str(claim)
    return expression if expression in here else ""


def believed_operands(claim: object, expression: str) -> tuple[Operand, ...]:
    """Give what names of an expression stood for.

    Args:
        claim: What the worker sent: tuples of name, kind, shape and keys.
        expression: The expression; what is not in it is no name of its.
    """
    if type(claim) is not list:
        return ()
    operands = [_operand(one, expression) for one in claim[:_OPERANDS]]
    return tuple(operand for operand in operands if operand is not None)


def _operand(claim: Any, expression: str) -> Operand | None:
    if type(claim) is not tuple or len(claim) != 4:
        return None
    name, kind, shape, keys = claim
    if not (_is_text(name, _NAME_LENGTH) and _is_text(kind, _KIND_LENGTH) and _is_shape(shape)):
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
