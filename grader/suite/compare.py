"""Compare what a submission returned with what is right, and say what differs.

Nothing but a right answer passes: kind, then exact shape, then finiteness, then tolerance, entry by entry.
NumPy's own comparisons broadcast and let NaN equal NaN; these do not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from grader.scoring import Difference
from grader.suite.describe import abridge, shape_of
from grader.suite.handles import Handle

__all__ = ["Expect", "Tolerance", "WrongAnswer"]

_LISTS: Final = (list, tuple)
_Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """How far a number may be from the right one: `atol + rtol * |right|`."""

    rtol: float = 1e-6
    atol: float = 1e-9


class WrongAnswer(AssertionError):
    """A submission's answer differs from the right one.

    Attributes:
        differences: What differs, in the order the right answer was given.
    """

    def __init__(self, differences: list[Difference]) -> None:
        super().__init__("; ".join(difference.message for difference in differences))
        self.differences = differences


class Expect:
    """Compares answers: `expect(actual, expected, "W1")` returns if they agree and raises if they do not.

    Args:
        tolerance: The assignment's tolerance, used where a call gives none.
    """

    def __init__(self, tolerance: Tolerance) -> None:
        self._tolerance = tolerance

    def __call__(
        self,
        actual: object,
        expected: object,
        name: str = "result",
        *,
        rtol: float | None = None,
        atol: float | None = None,
    ) -> None:
        """Compare an answer with the right one.

        Args:
            actual: What the submission returned.
            expected: A number, bool, string or array; or a dict or tuple of these, whose entries are
                compared one by one in the order given: put the quantity nearest the loss first.
                A dict may have more keys than are expected; a list does for a tuple.
            name: The answer's name in messages.
            rtol: Relative tolerance; the assignment's if None.
            atol: Absolute tolerance; the assignment's if None.

        Raises:
            WrongAnswer: They differ; it lists every difference.
        """
        tolerance = Tolerance(
            rtol=self._tolerance.rtol if rtol is None else rtol,
            atol=self._tolerance.atol if atol is None else atol,
        )
        differences = _differences(name, actual, expected, tolerance)
        if differences:
            raise WrongAnswer(differences)


def _differences(name: str, actual: Any, expected: Any, tolerance: Tolerance) -> list[Difference]:
    if isinstance(expected, Mapping):
        return _in_dict(name, actual, expected, tolerance)
    if isinstance(expected, _LISTS):
        return _in_tuple(name, actual, expected, tolerance)
    found = _in_value(name, actual, expected, tolerance)
    return [] if found is None else [found]


def _in_dict(name: str, actual: Any, expected: Mapping[Any, Any], tolerance: Tolerance) -> list[Difference]:
    if type(actual) is not dict:
        return [_problem(name, "type", f"{name} should be a dict, but is {_kind(actual)}", actual)]
    found: list[Difference] = []
    for key, right in expected.items():
        if key in actual:
            found += _differences(str(key), actual[key], right, tolerance)
        else:
            found.append(_problem(str(key), "missing", f"{name} has no key {key!r}", None))
    return found


def _in_tuple(name: str, actual: Any, expected: Any, tolerance: Tolerance) -> list[Difference]:
    if type(actual) not in _LISTS:
        message = f"{name} should be a tuple of {len(expected)} values, but is {_kind(actual)}"
        return [_problem(name, "type", message, actual)]
    if len(actual) != len(expected):
        message = f"{name} should have {len(expected)} values, but has {len(actual)}"
        return [_problem(name, "shape", message, actual)]
    found: list[Difference] = []
    for index, (mine, right) in enumerate(zip(actual, expected, strict=True)):
        found += _differences(f"{name}[{index}]", mine, right, tolerance)
    return found


def _in_value(name: str, actual: Any, expected: Any, tolerance: Tolerance) -> Difference | None:
    if expected is None or isinstance(expected, bool | np.bool_ | str):
        return _in_exact(name, actual, expected)
    kind = _kind_problem(name, actual, expected)
    if kind is not None:
        return kind
    right = np.asarray(expected, dtype=np.float64)
    mine = np.asarray(actual)
    if mine.shape != right.shape:
        message = f"{name} should have shape {right.shape}, but has {mine.shape}"
        return _problem(name, "shape", message, actual, expected)
    if not np.isfinite(mine).all():
        count = int(np.count_nonzero(~np.isfinite(mine)))
        where = f" in {count} of {mine.size} entries" if mine.ndim else ""
        return _problem(name, "finite", f"{name} is not finite (NaN or infinity){where}", actual, expected)
    return _in_numbers(name, mine.astype(np.float64), right, tolerance)


def _in_exact(name: str, actual: Any, expected: Any) -> Difference | None:
    same = isinstance(actual, bool | np.bool_) if isinstance(expected, bool | np.bool_) else True
    if isinstance(expected, str | None):
        same = type(actual) is type(expected)
    if same and actual == expected:
        return None
    kind = f", but is {_kind(actual)}" if not same else ""
    wanted = "None" if expected is None else f"a {_PYTHON_NAMES.get(type(expected), type(expected).__name__)}"
    message = f"{name} should be {wanted}{kind}" if kind else f"{name} is not what it should be"
    return _problem(name, "value" if same else "type", message, actual, expected)


def _kind_problem(name: str, actual: Any, expected: Any) -> Difference | None:
    wanted = "an array" if np.ndim(expected) else "a number"
    array = type(actual) is np.ndarray
    number = isinstance(actual, int | float | complex | np.generic)
    boolean = isinstance(actual, bool | np.bool_) or (array and actual.dtype.kind == "b")
    if (array or number) and not boolean and np.asarray(actual).dtype.kind in "iuf":
        return None
    return _problem(name, "type", f"{name} should be {wanted}, but is {_kind(actual)}", actual, expected)


def _in_numbers(name: str, mine: _Array, right: _Array, tolerance: Tolerance) -> Difference | None:
    with np.errstate(over="ignore"):
        error = np.abs(mine - right)
    off = ~(error <= tolerance.atol + tolerance.rtol * np.abs(right))
    if not off.any():
        return None
    worst = np.unravel_index(int(np.argmax(np.where(off, error, -1.0))), error.shape)
    many = f" in {int(off.sum())} of {off.size} entries" if off.ndim else ""
    return Difference(
        name=name,
        problem="value",
        message=f"{name} has the wrong value{many}",
        expected_shape=right.shape,
        actual_shape=mine.shape,
        expected=abridge(right),
        actual=abridge(mine),
        greatest=float(error[worst]),
        index=tuple(int(place) for place in worst),
        expected_there=float(right[worst]),
        actual_there=float(mine[worst]),
        mismatched=int(off.sum()),
        total=int(off.size),
        rtol=tolerance.rtol,
        atol=tolerance.atol,
    )


def _problem(name: str, problem: str, message: str, actual: Any, expected: Any = None) -> Difference:
    return Difference(
        name=name,
        problem=problem,
        message=message,
        expected_shape=shape_of(expected),
        actual_shape=shape_of(actual),
        expected="" if expected is None else abridge(expected),
        actual="" if actual is None or isinstance(actual, Handle) else abridge(actual),
    )


_PYTHON_NAMES: Final[dict[type, str]] = {bool: "bool", np.bool_: "bool", str: "string"}


def _kind(actual: Any) -> str:
    """Say what came in place of the right kind, and how to mend it where that is plain."""
    if actual is None:
        return "None: is a `return` missing?"
    if isinstance(actual, Handle):
        return f"an object of type {type_of(actual)}"
    if type(actual) in _LISTS:
        return f"a {type(actual).__name__}: return a NumPy array or a number"
    if isinstance(actual, np.ndarray):
        return f"an array of {_DTYPE_KINDS.get(actual.dtype.kind, 'numbers')}"
    if isinstance(actual, dict):
        return "a dict"
    return f"a {_DTYPE_KINDS.get(np.asarray(actual).dtype.kind, 'value of another kind')}"


_DTYPE_KINDS: Final = {
    "b": "bool",
    "c": "complex number",
    "U": "string",
    "S": "bytes",
    "f": "number",
    "i": "number",
}


def type_of(handle: Handle) -> str:
    """Name the type of a handle's object, as the worker told it."""
    name: str = object.__getattribute__(handle, "_type_name")
    return name or "another kind"
