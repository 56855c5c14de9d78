"""The notices of a report: what failed at top level, and which right results were of another type."""

from collections.abc import Iterator, Sequence
from typing import Final

from grader.model.conversion import Conversion
from grader.model.formatting import join_first, printable_name
from grader.submission.reader import Submission
from grader.suite.results import LoadFailure

__all__ = ["describe_conversions", "describe_load_failures", "describe_load_fault"]

_MOST_NAMED: Final = 5
_LONGEST: Final = 200
_FILE_ENDED: Final = (
    "{where}: the file ends here with {what}. What stands below this line is missing; what stands above it is"
    " graded."
)
_CELL_ENDED: Final = (
    "{where}: this cell ends here with {what}. What stands below in it is missing; the other cells count."
)
_MORE_CELLS: Final = "{number} more cells end with an exception."
_NOT_LOADED: Final = (
    "{where}: the file ends here with {what}, before any function is defined.\nRun it from top to bottom in a"
    " fresh Python, correct the line or take it out, and grade again."
)
_RAISED: Final = "{exception}: {message}"
_RAISED_BARE: Final = "{exception}"
_WITHOUT_EXCEPTION: Final = "an error, for {message}"
_MOST_KINDS: Final = 3
_MOST_FUNCTIONS: Final = 4
_CONVERTED: Final = (
    "Right, though not of the type that the docstring asks for: {kinds}. This costs nothing here."
)
_KIND: Final = "{came} for {asked} from {functions}"
_FUNCTION: Final = "`{function}`"


def describe_load_failures(failures: Sequence[LoadFailure], submission: Submission) -> Iterator[str]:
    """Make a notice for each cell, or the file, that ended before its end."""
    template = _CELL_ENDED if submission.cells else _FILE_ENDED
    for failure in failures[:_MOST_NAMED]:
        yield template.format(where=_where(failure, submission), what=_what(failure))
    if len(failures) > _MOST_NAMED:
        yield _MORE_CELLS.format(number=len(failures) - _MOST_NAMED)


def describe_load_fault(fault: LoadFailure, submission: Submission) -> str:
    """Say why nothing of a submission could be loaded, and what to do."""
    return _NOT_LOADED.format(where=_where(fault, submission), what=_what(fault))


def _where(failure: LoadFailure, submission: Submission) -> str:
    return str(submission.locate(failure.line)) if failure.line else submission.name


def _what(failure: LoadFailure) -> str:
    message = printable_name(failure.message)[:_LONGEST].rstrip(".")
    if not failure.exception:
        return _WITHOUT_EXCEPTION.format(message=message)
    template = _RAISED if message else _RAISED_BARE
    return template.format(exception=printable_name(failure.exception), message=message)


def describe_conversions(conversions: Sequence[Conversion]) -> Iterator[str]:
    """Make one notice for all conversions; none where there are none."""
    functions: dict[tuple[str, str], list[str]] = {}
    for one in _once_for_each_type(conversions):
        name = _FUNCTION.format(function=printable_name(one.function))
        functions.setdefault((one.came, one.asked), []).append(name)
    kinds = [
        _KIND.format(came=came, asked=asked, functions=join_first(names, most=_MOST_FUNCTIONS))
        for (came, asked), names in sorted(functions.items(), key=lambda kind: -len(kind[1]))
    ]
    if kinds:
        yield _CONVERTED.format(kinds=join_first(kinds, most=_MOST_KINDS, between="; "))


def _once_for_each_type(conversions: Sequence[Conversion]) -> list[Conversion]:
    """Keep one conversion of each type that a function gave: of an array and a number, the array."""
    kept = {(one.function, one.came): one for one in sorted(conversions, key=lambda one: one.asked)}
    return sorted(kept.values())
