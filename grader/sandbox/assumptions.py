"""Results of the reference that the student's own calls may use, kept where their code cannot read them.

The worker asks with the arguments of a call and learns the result for these arguments alone. It never holds
a result that no call has asked for. It uses the result only where the student's own function gives another,
and says so.
"""

import datetime as dt
from pathlib import PurePath
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from grader.wire.codec import decode, encode

__all__ = ["Assumptions", "agrees"]

Array = npt.NDArray[Any]

_RTOL: Final = 1e-9
_ATOL: Final = 1e-12
# What a part's own checks let pass is right: they compare no more closely than this.
_OWN_RTOL: Final = 1e-6
_OWN_ATOL: Final = 1e-9


class Assumptions:
    """Results of one function for known arguments.

    A search starts at the last match: a training run asks for its steps in their order.

    Attributes:
        replaced: Whether a result was used in place of one of the student's own.
    """

    def __init__(self) -> None:
        self.replaced = False
        self._entries: list[tuple[dict[str, Any], Any]] = []
        self._last_match = 0

    def add(self, given: dict[str, Any], returns: object) -> None:
        """Add a result.

        Args:
            given: Arguments by name; those left out may have any value.
            returns: A plain value.

        Raises:
            CodecError: One of them cannot be encoded.
        """
        self._entries.append((decode(encode(given)), decode(encode(returns))))

    def note_replaced(self) -> None:
        """Note that a result was used in place of one of the student's own."""
        self.replaced = True

    def look_up(self, bound: Any) -> tuple[bool, Any]:
        """Look up the result of a call.

        Args:
            bound: Its arguments by name, as the worker sends them; emptied, so that they are not sent back.

        Returns:
            Whether a result is known, and the result.
        """
        if type(bound) is not dict:
            return False, None
        arguments = dict(bound)
        bound.clear()
        for number in (*range(self._last_match, len(self._entries)), *range(self._last_match)):
            given, result = self._entries[number]
            if all(name in arguments and _close(arguments[name], value) for name, value in given.items()):
                self._last_match = number
                return True, result
        return False, None


def agrees(own: Any, right: Any) -> bool:
    """Return whether a function's own result is as good as the right one; `own` may be anything."""
    try:
        return _close(own, right, rtol=_OWN_RTOL, atol=_OWN_ATOL)
    except Exception:  # noqa: BLE001  # an object of the student's may raise whatever it is asked
        return False


def _close(sent: Any, known: Any, *, rtol: float = _RTOL, atol: float = _ATOL) -> bool:
    """Return whether two values are equal to within rounding; `sent` may be anything."""
    if isinstance(known, dict):
        return isinstance(sent, dict) and all(
            key in sent and _close(sent[key], known[key], rtol=rtol, atol=atol) for key in known
        )
    if isinstance(known, list | tuple) and not all(map(np.isscalar, known)):
        same = isinstance(sent, list | tuple) and len(sent) == len(known)
        return same and all(
            _close(one, other, rtol=rtol, atol=atol) for one, other in zip(sent, known, strict=True)
        )
    if isinstance(known, str | bytes | set | frozenset | dt.date | dt.time | dt.timedelta | PurePath | None):
        return bool(type(sent) is type(known) and sent == known)
    try:
        if np.shape(sent) != np.shape(known):
            return False
        if isinstance(known, np.ndarray):
            return _within_rounding(sent, known, rtol, atol)
        return bool(np.allclose(sent, known, rtol=rtol, atol=atol))
    except (TypeError, ValueError, ArithmeticError, RecursionError):
        return False


def _within_rounding(sent: Any, known: Array, rtol: float, atol: float) -> bool:
    """Compare as `np.allclose` does, in half its time: a training run compares step by step."""
    expected = known.astype(np.result_type(known, 1.0))
    with np.errstate(all="ignore"):
        near = np.abs(sent - expected) <= atol + rtol * np.abs(expected)
        return bool(((near & np.isfinite(expected)) | np.equal(sent, expected)).all())
