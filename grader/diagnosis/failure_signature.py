"""The signature of a failure: the form in which the failures of two programs are compared."""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePath
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from grader.model.check import Difference
from grader.oracle import Case

__all__ = [
    "Answer",
    "FailureSignature",
    "Match",
    "Snapshot",
    "agree",
    "compare_failures",
    "count_telling",
    "snapshot",
]

Snapshot = npt.NDArray[np.float64] | str
"""A number or array as float64, or as a text the kind of what came in its place."""

_NUMBER_KINDS: Final = "biuf"
# All that a run compared stays in memory until every check is decided.
_MOST_ENTRIES: Final = 1 << 16
_ENTRIES_OF_ANY_SIZE: Final = 1 << 10
_TIMES_THE_RIGHT_SIZE: Final = 4
_RTOL: Final = 1e-9
_LONGEST: Final = 107
_SMALL: Final = 20
"""Whole numbers up to this are met by chance: 3 for 6 is half of it, 3 less, and another factor too."""
_PRODUCT: Final = re.compile(
    r"ValueError: (?:matmul: .*core dimension.*\(size (?P<rows>\d+) is different from (?P<columns>\d+)\)"
    r"|shapes .* not aligned: (?P<length>\d+) \(dim \d\) != (?P<other>\d+) \(dim \d\))"
)
"""What `@` and `np.dot` say of factors whose sizes do not agree."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One value that a check compared.

    Attributes:
        name: Its name in the suite's words, such as `W1`.
        actual: What the submission returned; None where it returned nothing.
        expected: What is right.
        describe: Describes how they differ, which takes longer than to find out that they do, and is asked
            for only where a report tells it; None where they agree.
    """

    name: str
    actual: Any
    expected: Any
    describe: Callable[[], Difference] | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FailureSignature:
    """How a check failed, in the form in which failures of two programs are compared.

    One is equal to itself alone, so that what two compare to can be kept by the two.

    Attributes:
        check: Id of the check.
        part: Name of the part it counts for.
        names: Names of the values compared, nearest the loss first.
        actual: What came, in the same order.
        expected: What is right, in the same order.
        wrong: For each, whether it was wrong.
        exception: Type and message of the exception that ended it; empty if none did.
        message: What the check said where it compared nothing.
        case: The case it drew last, which is what it compared with; None if it drew none.
    """

    check: str
    part: str
    names: tuple[str, ...] = ()
    actual: tuple[Snapshot, ...] = ()
    expected: tuple[Snapshot, ...] = ()
    wrong: tuple[bool, ...] = ()
    exception: str = ""
    message: str = ""
    case: Case | None = None

    @property
    def first_wrong(self) -> int | None:
        """Place of the wrong value nearest the loss; None where nothing wrong was compared."""
        return self.wrong.index(True) if True in self.wrong else None

    @property
    def inputs(self) -> dict[str, npt.NDArray[Any]]:
        """The arrays among the inputs of its case, by name; those of a dict by their keys."""
        return {} if self.case is None else dict(_arrays_in(self.case.inputs))

    @classmethod
    def of(
        cls,
        check: str,
        part: str,
        answers: Sequence[Answer],
        case: Case | None,
        **ending: str,
    ) -> "FailureSignature":
        """Make the signature of a check from the answers it compared.

        Args:
            check: Id of the check.
            part: Name of its part.
            answers: The values compared, nearest the loss first.
            case: The case it drew last; None if it drew none.
            **ending: The `exception` that ended it, or its `message`.
        """
        return cls(
            check=check,
            part=part,
            names=tuple(answer.name for answer in answers),
            actual=tuple(snapshot(answer.actual, _most_entries(answer.expected)) for answer in answers),
            expected=tuple(snapshot(answer.expected) for answer in answers),
            wrong=tuple(answer.describe is not None for answer in answers),
            case=case,
            **ending,
        )

    def to_plain(self) -> dict[str, Any]:
        """Write the signature as plain values, without what is right."""
        return {
            "check": self.check,
            "part": self.part,
            "names": self.names,
            "actual": self.actual,
            "wrong": self.wrong,
            "exception": self.exception,
            "message": self.message,
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "FailureSignature":
        """Read a signature that `to_plain` wrote; what is right is not known of it."""
        return cls(**plain, expected=())


def _arrays_in(named: Mapping[str, Any]) -> Iterator[tuple[str, npt.NDArray[Any]]]:
    for name, value in named.items():
        if isinstance(value, np.ndarray):
            yield name, value
        elif isinstance(value, Mapping):
            yield from _arrays_in(value)


def _most_entries(expected: Any) -> int:
    """Return how many entries of an answer are worth keeping, by how many the right one has."""
    right = _TIMES_THE_RIGHT_SIZE * np.size(expected) if isinstance(expected, np.ndarray) else 0
    return min(_MOST_ENTRIES, max(_ENTRIES_OF_ANY_SIZE, right))


def snapshot(value: Any, most: int = _MOST_ENTRIES) -> Snapshot:
    """Record a value: numbers and arrays as float64; all else, and what is too large to keep, by kind.

    Args:
        value: The value.
        most: Number of entries above which an array is kept by its shape alone.
    """
    if isinstance(value, str):
        return f"string {value}"[:_LONGEST]
    if isinstance(value, np.ndarray | np.generic):
        return _array_snapshot(value, most)
    if isinstance(value, bool | int | float):
        return _number_snapshot(value)
    if isinstance(value, list | tuple | dict):
        return f"{type(value).__name__} of {len(value)}"
    if isinstance(value, set | frozenset):
        return f"set {sorted(map(repr, value))}"[:_LONGEST]
    if isinstance(value, dt.date | dt.time | dt.timedelta | PurePath):
        return f"{type(value).__name__} {value}"[:_LONGEST]
    return "None" if value is None else "object"


def _array_snapshot(value: npt.NDArray[Any] | np.generic, most: int) -> Snapshot:
    if value.dtype.kind not in _NUMBER_KINDS:
        return value.dtype.name
    if value.size > most:
        return f"array of shape {value.shape}"
    return np.asarray(value, dtype=np.float64)


def _number_snapshot(value: float) -> Snapshot:
    try:
        return np.asarray(float(value))
    except OverflowError:  # a whole number beyond all floats, which is not infinite
        return type(value).__name__


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """How far a failure agrees with that of a known mistake.

    Attributes:
        exact: Everything agrees.
        specific: Whether a wrong number that is finite agrees, or a message: infinity and NaN come of many
            mistakes, so that on them alone none is named.
        all_zero: Whether everything is wrong and zero, as it is too where nothing has been computed: on that
            alone only a mistake is named that explains every failure.
        telling: Whether numbers agree that hardly do so by chance, or an exception or a message: a verdict of
            True, an index or a small whole number is shared by many mistakes.
    """

    exact: bool
    specific: bool = True
    all_zero: bool = False
    telling: bool = True


# The failures of a submission are compared with those of a mistake each time that mistakes are weighed.
@lru_cache(maxsize=1 << 12)
def compare_failures(student: FailureSignature, known: FailureSignature, factor: float = 1.0) -> Match | None:
    """Compare how a submission failed a check with how a known mistake fails it.

    Args:
        student: How the submission failed.
        known: How the mistake fails.
        factor: What the mistake's numbers are multiplied by before they are compared as a whole.

    Returns:
        How far they agree, or None. They agree in part if the first wrong value of the two, which is the one
        nearest the loss, is the same and wrong in the same way.
    """
    if student.exception or known.exception:
        alike = _without_spelling(student.exception) == _without_spelling(known.exception)
        return Match(exact=True) if alike else None
    if not student.names:
        alike = not known.names and student.message == known.message
        return Match(exact=True) if alike else None
    if student.names != known.names:
        return None
    # What is wrong comes first: what is right agrees with whatever else is right.
    places = sorted(range(len(student.names)), key=lambda place: not student.wrong[place])
    differs = (one for one in places if not agree(student.actual[one], known.actual[one], factor))
    other = next(differs, None)
    if other is None:
        return _match(student, exact=True)
    if other == student.first_wrong and factor == 1:  # what follows would compare the two once more
        return None
    return _compare_first_wrong(student, known)


def _without_spelling(exception: str) -> str | tuple[int, int]:
    """Return an exception in a form that does not depend on which of NumPy's products it came of."""
    if not (product := _PRODUCT.match(exception)):
        return exception
    return int(product["columns"] or product["length"]), int(product["rows"] or product["other"])


def _compare_first_wrong(student: FailureSignature, known: FailureSignature) -> Match | None:
    """Compare the first wrong value alone: what follows from it may be wrong for another reason too."""
    first = student.first_wrong
    if first is None or known.wrong[: first + 1] != student.wrong[: first + 1]:
        return None
    if not agree(student.actual[first], known.actual[first]):
        return None
    return _match(student, exact=False)


def _match(student: FailureSignature, *, exact: bool) -> Match:
    return Match(
        exact=exact,
        specific=_is_specific(student),
        all_zero=_is_all_zero(student),
        telling=any(count_telling(actual) for actual in _wrong(student) if not isinstance(actual, str)),
    )


def count_telling(numbers: npt.NDArray[np.float64]) -> int:
    """Count the numbers that are such that agreement with them is hardly chance."""
    finite = numbers[np.isfinite(numbers)]
    whole = np.abs(finite - np.round(finite)) <= _RTOL
    return int(np.count_nonzero(~(whole & (np.abs(finite) <= _SMALL))))


def _wrong(student: FailureSignature) -> list[Snapshot]:
    pairs = zip(student.actual, student.wrong, strict=True)
    return [actual for actual, is_wrong in pairs if is_wrong]


def _is_specific(student: FailureSignature) -> bool:
    return any(isinstance(actual, str) or bool(np.isfinite(actual).any()) for actual in _wrong(student))


def _is_all_zero(student: FailureSignature) -> bool:
    return all(student.wrong) and not any(
        isinstance(actual, str) or actual.any() for actual in student.actual
    )


def agree(mine: Snapshot, theirs: Snapshot, factor: float = 1.0) -> bool:
    """Return whether two values agree but for rounding, the second times a factor; NaN agrees with NaN."""
    if isinstance(mine, str) or isinstance(theirs, str):
        return isinstance(mine, str) and isinstance(theirs, str) and mine == theirs
    if mine.shape != theirs.shape:
        return False
    # NumPy's own `allclose` takes five times as long, and this is asked thousands of times, mostly of numbers
    # that have nothing to do with each other: that shows in the first of them.
    if mine.size and abs(mine.item(0) - theirs.item(0) * factor) > _most_apart(theirs) * abs(factor):
        return False
    with np.errstate(over="ignore", invalid="ignore"):
        scaled = theirs * factor
        if not (finite := np.isfinite(scaled)).all():
            rest_agrees = np.array_equal(mine[~finite], scaled[~finite], equal_nan=True)
            return rest_agrees and agree(mine[finite], scaled[finite])
        return bool(np.abs(mine - scaled).max(initial=0.0) <= _most_apart(scaled))


def _most_apart(numbers: npt.NDArray[np.float64]) -> float:
    """Return how far from numbers others may be that agree with them."""
    return 2 * _RTOL * float(np.maximum.reduce(np.abs(numbers), axis=None, initial=0.0))
