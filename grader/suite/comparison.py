"""Compare what a submission returned with what is right, and report what differs.

Nothing but a right answer passes: kind, then exact shape, then finiteness, then tolerance, entry by entry.
Other types that hold the right numbers are converted first. NumPy's own comparisons broadcast and let NaN
equal NaN; these do not.
"""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property, partial
from itertools import islice
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from grader.diagnosis.failure_signature import Answer
from grader.model.assignment import Tolerance
from grader.model.check import Difference
from grader.model.formatting import join_first
from grader.sandbox.faults import NotDefined
from grader.suite.conversion import Converted, Converter, Strict, as_array
from grader.suite.exact_values import describe_kind, find_exact_problem, is_exact
from grader.suite.handles import Handle
from grader.suite.mistakes import ExpectationError
from grader.suite.session import Session
from grader.suite.value_formatting import abridge, shape_of

__all__ = ["Expect", "WrongAnswer"]

_NO_KEY: Final = "{name} has no key {key}"
_MISNAMED: Final = "{name} has no key {key}, but {nearest}: is that its name?"
_OTHER_KEYS: Final = "{name} has no key {key}, but other ones: {keys}"
_MOST_KEYS: Final = 6
_MOST_KEYS_SEARCHED: Final = 100
# `dW1` is as near to `W1` as 0.8, `yhat` to `y_hat` as 1 without underscores; `dz1` to `W1` as 0.4.
_NEAR: Final = 0.7
_LISTS: Final = (list, tuple)
_Array = npt.NDArray[Any]


class WrongAnswer(AssertionError):
    """A submission's answer differs from the right one.

    Attributes:
        answers: Every value that was compared, in the order the right answer was given.
    """

    def __init__(self, answers: list[Answer]) -> None:
        super().__init__()
        self.answers = answers

    def __str__(self) -> str:
        return "; ".join(difference.message for difference in self.differences)

    @cached_property
    def differences(self) -> list[Difference]:
        """What differs, in the same order."""
        return [answer.describe() for answer in self.answers if answer.describe is not None]


class Expect:
    """Compares answers: `expect(actual, expected, "W1")` returns if they agree and raises if they do not.

    Args:
        tolerance: The assignment's tolerance, used where a call gives none.
        session: The conversation with the submission, whose answers are converted; None where there is none.
    """

    def __init__(self, tolerance: Tolerance, session: Session | None = None) -> None:
        self._tolerance = tolerance
        self._converter = Converter(session)

    def __call__(
        self,
        actual: object,
        expected: object,
        name: str = "result",
        *,
        rtol: float | None = None,
        atol: float | None = None,
        strict: bool = False,
    ) -> None:
        """Compare an answer with the right one.

        What converts to the right numbers and shape without loss is right in any type: the report says once
        what was asked for.

        Args:
            actual: What the submission returned.
            expected: A number, bool, string, None, array, set, date, time or path; or a dict, tuple or
                dataclass of these, whose entries are compared one by one in the order given: put the quantity
                nearest the result first. A dict may have more keys than are expected, and an object more
                attributes; a list does for a tuple, and any object for a dataclass.
            name: The answer's name in messages.
            rtol: Relative tolerance; the assignment's if None.
            atol: Absolute tolerance; the assignment's if None.
            strict: Whether the type is what the check is about: nothing is converted then, though a list
                still does for a tuple. Say in the stub's docstring which type it has to be, and why.

        Raises:
            WrongAnswer: They differ; it lists every difference.
        """
        tolerance = Tolerance(
            rtol=self._tolerance.rtol if rtol is None else rtol,
            atol=self._tolerance.atol if atol is None else atol,
        )
        converter = Strict() if strict else self._converter
        answers = _Comparison(tolerance=tolerance, converter=converter).answers(name, actual, expected)
        if any(answer.describe is not None for answer in answers):
            raise WrongAnswer(answers)

    def unpack(self, actual: Any, size: int, name: str = "result") -> tuple[Any, ...]:
        """Take a tuple apart, which the caller goes on with.

        Args:
            actual: What the submission returned.
            size: How many entries it should have; a list does as well.
            name: Its name in messages.

        Raises:
            WrongAnswer: It is no tuple of that size.
        """
        entries = self._converter.to_sequence(actual, (None,) * size).value
        if type(entries) not in _LISTS or len(entries) != size:
            self(actual, (None,) * size, name)
        return tuple(entries)

    def convert(self, actual: Any, right: Any) -> Any:
        """Give an answer that the caller goes on with the types of the right one, as a comparison would.

        Args:
            actual: What the submission returned.
            right: What is right: a number, an array, or a dict or tuple of these. Only types, numbers of axes
                and keys matter, so that zeros will do.

        Returns:
            The answer; what cannot be converted without loss is as it came.
        """
        return self._converter.convert(actual, right)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Comparison:
    """Compares one answer, entry by entry.

    Attributes:
        tolerance: How far numbers may be apart.
        converter: Gives answers the types that are asked for.
    """

    tolerance: Tolerance
    converter: Converter

    def answers(self, name: str, actual: Any, expected: Any) -> list[Answer]:
        """Compare an answer, and give one record for each value in it."""
        if isinstance(expected, Mapping):
            return self._in_dict(name, actual, expected)
        if isinstance(expected, _LISTS):
            return self._in_tuple(name, actual, expected)
        if dataclasses.is_dataclass(expected) and not isinstance(expected, type):
            return self._in_object(name, actual, expected)
        if is_exact(expected):
            return [_in_exact_value(name, actual, expected)]
        return [self._in_value(name, actual, expected)]

    def _in_dict(self, name: str, actual: Any, expected: Mapping[Any, Any]) -> list[Answer]:
        converted = self.converter.to_mapping(actual)
        entries = converted.value
        if type(entries) is not dict:
            message = f"{name} should be a dict, but is {_kind(actual, converted)}"
            return [_no_container(name, "type", message, actual)]
        found: list[Answer] = []
        for key, right in expected.items():
            if key in entries:
                found += self.answers(str(key), entries[key], right)
            else:
                missing = _problem(str(key), "missing", _describe_missing(name, key, entries, expected), None)
                found.append(Answer(name=str(key), actual=None, expected=right, describe=missing))
        return found

    def _in_tuple(self, name: str, actual: Any, expected: Any) -> list[Answer]:
        converted = self.converter.to_sequence(actual, expected)
        entries = converted.value
        if type(entries) not in _LISTS:
            wanted = f"a tuple of {len(expected)} values"
            message = f"{name} should be {wanted}, but is {_kind(actual, converted)}"
            return [_no_container(name, "type", message, actual)]
        if len(entries) != len(expected):
            message = f"{name} should have {len(expected)} values, but has {len(entries)}"
            return [_no_container(name, "shape", message, actual)]
        found: list[Answer] = []
        for index, (mine, right) in enumerate(zip(entries, expected, strict=True)):
            found += self.answers(f"{name}[{index}]", mine, right)
        return found

    def _in_object(self, name: str, actual: Any, expected: Any) -> list[Answer]:
        """Compare an object of the submission's, attribute by attribute, with the dataclass of a suite."""
        fields = [field.name for field in dataclasses.fields(expected)]
        if not isinstance(actual, Handle):
            message = f"{name} should be an object with {', '.join(fields)}, but is {_kind(actual)}"
            return [_no_container(name, "type", message, actual)]
        found: list[Answer] = []
        for field in fields:
            full, right = f"{name}.{field}", getattr(expected, field)
            try:
                found += self.answers(full, getattr(actual, field), right)
            except NotDefined:
                missing = _problem(full, "missing", f"{name} has no attribute `{field}`", None)
                found.append(Answer(name=full, actual=None, expected=right, describe=missing))
        return found

    def _in_value(self, name: str, actual: Any, expected: Any) -> Answer:
        right = _right(expected)
        converted = self.converter.to_numbers(actual, right)
        found = _find_problem(name, converted, expected, right, self.tolerance)
        value = actual if converted.refusal else converted.value
        return Answer(name=name, actual=value, expected=expected, describe=found)


def _describe_missing(name: str, key: Any, actual: Mapping[Any, Any], expected: Mapping[Any, Any]) -> str:
    """Say that a key is missing, and which came in its place: one that is nearly the same, or all of them."""
    others = [other for other in islice(actual, _MOST_KEYS_SEARCHED) if other not in expected]
    texts = {_plain_key(other): other for other in others if isinstance(other, str)}
    nearest = get_close_matches(_plain_key(key), texts, n=1, cutoff=_NEAR) if isinstance(key, str) else []
    if nearest:
        return _MISNAMED.format(name=name, key=repr(key), nearest=abridge(texts[nearest[0]]))
    if others:
        keys = join_first([abridge(other) for other in others], most=_MOST_KEYS)
        return _OTHER_KEYS.format(name=name, key=repr(key), keys=keys)
    return _NO_KEY.format(name=name, key=repr(key))


def _plain_key(key: str) -> str:
    """Write a key without what names of one thing differ in: case and underscores."""
    return key.lower().replace("_", "")


def _no_container(name: str, problem: str, message: str, actual: Any) -> Answer:
    """Take down an answer that has not the entries that were to be compared."""
    found = _problem(name, problem, message, actual)
    return Answer(name=name, actual=actual, expected=None, describe=found)


def _in_exact_value(name: str, actual: Any, expected: Any) -> Answer:
    found = find_exact_problem(name, actual, expected, _kind)
    described = None if found is None else _problem(name, *found, actual, expected)
    return Answer(name=name, actual=actual, expected=expected, describe=described)


def _find_problem(
    name: str, converted: Converted, expected: Any, right: _Array, tolerance: Tolerance
) -> Callable[[], Difference] | None:
    actual = converted.value
    kind = _kind_problem(name, converted, right)
    if kind is not None:
        return kind
    mine = as_array(actual)
    if type(actual) is int and not np.isfinite(mine):
        return _problem(name, "value", f"{name} is a whole number too large for a float", actual, expected)
    if mine.shape != right.shape:
        message = f"{name} should have shape {right.shape}, but has {mine.shape}"
        return _problem(name, "shape", message, actual, expected)
    if not np.isfinite(mine).all():
        count = int(np.count_nonzero(~np.isfinite(mine)))
        where = f" in {count} of {mine.size} entries" if mine.ndim else ""
        return _problem(name, "finite", f"{name} is not finite (NaN or infinity){where}", actual, expected)
    return _in_numbers(name, mine.astype(np.float64), right.astype(np.float64), tolerance)


def _right(expected: Any) -> _Array:
    """Take a number or array that a suite expects; one that nothing could equal is the suite's mistake."""
    right = as_array(expected)
    if right.dtype.kind not in "biuf":
        raise ExpectationError(f"a suite cannot expect a value of type {type(expected).__name__}")
    if not np.isfinite(right).all():
        raise ExpectationError("a suite cannot expect NaN or infinity: no answer is equal to it")
    return right


def _kind_problem(name: str, converted: Converted, right: _Array) -> Callable[[], Difference] | None:
    actual = converted.value
    wanted, permitted = ("an array", "iuf") if right.ndim else ("a number", "iuf")
    if right.dtype.kind == "b":
        wanted, permitted = "an array of bools", "b"
    if not converted.refusal and _dtype_kind(actual) in permitted:
        return None
    message = f"{name} should be {wanted}, but is {_kind(actual, converted)}"
    return _problem(name, "type", message, actual, right)


def _dtype_kind(actual: Any) -> str:
    """NumPy's letter for the kind of a number or array; a space for anything else."""
    if type(actual) is np.ndarray or isinstance(actual, np.generic):
        return str(actual.dtype.kind)
    return _PYTHON_KINDS.get(type(actual), " ")


def _in_numbers(
    name: str, mine: _Array, right: _Array, tolerance: Tolerance
) -> Callable[[], Difference] | None:
    with np.errstate(over="ignore"):
        error = np.minimum(np.abs(mine - right), np.finfo(np.float64).max)
    off = ~(error <= tolerance.atol + tolerance.rtol * np.abs(right))
    return partial(_describe_numbers, name, mine, right, error, off, tolerance) if off.any() else None


def _describe_numbers(
    name: str, mine: _Array, right: _Array, error: _Array, off: _Array, tolerance: Tolerance
) -> Difference:
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


def _problem(
    name: str, problem: str, message: str, actual: Any, expected: Any = None
) -> Callable[[], Difference]:
    return partial(_describe_problem, name, problem, message, actual, expected)


def _describe_problem(name: str, problem: str, message: str, actual: Any, expected: Any) -> Difference:
    return Difference(
        name=name,
        problem=problem,
        message=message,
        expected_shape=shape_of(expected),
        actual_shape=shape_of(actual),
        expected="" if expected is None else abridge(expected),
        actual="" if actual is None or isinstance(actual, Handle) else abridge(actual),
    )


def _kind(actual: Any, converted: Converted | None = None) -> str:
    """Say what came in place of the right kind, and how to mend it where that is plain."""
    if converted is not None and converted.refusal:
        return converted.refusal
    if actual is None:
        return "None: is a `return` missing?"
    if isinstance(actual, Handle):
        return f"an object of type {type_of(actual)}"
    if type(actual) in _LISTS:
        return f"a {type(actual).__name__}"
    if isinstance(actual, np.ndarray):
        return f"an array of {_KINDS.get(actual.dtype.kind, 'object')}s"
    if isinstance(actual, dict):
        return "a dict"
    return describe_kind(actual) or f"a {_KINDS.get(_dtype_kind(actual), 'value of another kind')}"


_KINDS: Final = {"b": "bool", "c": "complex number", "f": "number", "i": "number", "u": "number"}
_PYTHON_KINDS: Final[dict[type, str]] = {bool: "b", int: "i", float: "f", complex: "c"}


def type_of(handle: Handle) -> str:
    """Name the type of a handle's object, as the worker told it."""
    name: str = object.__getattribute__(handle, "_type_name")
    return name or "another kind"
