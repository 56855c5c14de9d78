"""What happened in a check, as labelled lines of plain text.

The texts may hold anything that a student's code wrote: whoever prints them makes them printable first.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from grader.reports.figures import count, indices, number, two_numbers
from grader.scoring import Check, Difference, Explanation, Fault, Location, Outcome, abridged

__all__ = ["Row", "came_rows", "line_of", "outline", "problem", "rows", "sentence"]

_LONGEST_TEXT: Final = 600
_LONGEST_LINE: Final = 240
_CALLS: Final = 3
_VALUES: Final = 8
_FRAMES: Final = 6
_OUTPUT_LINES: Final = 10

_SENTENCES: Final = {
    Outcome.PASSED: "",
    Outcome.WRONG: "The result is not right.",
    Outcome.TIMEOUT: "Your code took more time than it is given.",
    Outcome.MEMORY: "Your code needed more memory than it is given.",
    Outcome.CRASHED: "The process that ran your code ended before it answered.",
}
_PROBLEMS: Final = {
    "missing": "is missing",
    "type": "is not of the right type",
    "shape": "does not have the right shape",
    "finite": "has entries that are not finite numbers",
    "value": "has wrong values",
}


class Row(NamedTuple):
    """A line of a report: a short label, which may be empty, and a text of one or more lines."""

    label: str
    text: str


def rows(check: Check) -> list[Row]:
    """Tell a failed check from what was called to where to look.

    Args:
        check: A check that did not pass, redacted where it must be.

    Returns:
        The rows to print under the check's title.
    """
    return [*_why_rows(check.explanation), *_call_rows(check), *came_rows(check), *_place_rows(check)]


def _why_rows(why: Explanation | None) -> Iterator[Row]:
    if why is None:
        return
    guess = "" if why.certain else "This is a guess: "
    yield Row("why", " ".join(text for text in (f"{guess}{why.text}", why.detail) if text))
    if why.see:
        yield Row("read", why.see)


def _call_rows(check: Check) -> list[Row]:
    left_out = len(check.calls) - _CALLS
    note = [f"({count(left_out, 'earlier call')} left out)"] if left_out > 0 else []
    calls = note + [abridged(str(call), _LONGEST_LINE) for call in check.calls[-_CALLS:]]
    return [Row("called", "\n".join(calls))] if calls else []


def came_rows(check: Check) -> list[Row]:
    """Tell what came and what was expected."""
    if not check.differences:
        return [Row("result", sentence(check))]
    told = [row for one in check.differences[:_VALUES] for row in _difference_rows(one, check.location)]
    left_out = len(check.differences) - _VALUES
    return [*told, Row("", f"and {count(left_out, 'more value')}")] if left_out > 0 else told


def sentence(check: Check) -> str:
    """Say in a sentence how a check ended; ours where the check brings none of its own."""
    if check.message:
        return abridged(check.message, _LONGEST_TEXT)
    match check.outcome:
        case Outcome.RAISED:
            return f"Your code raised {check.exception or 'an exception'}."
        case Outcome.NOT_STARTED:
            return f"`{check.needs}` is not written yet." if check.needs else "Not written yet."
        case Outcome.SKIPPED:
            return f"It needs {f'`{check.needs}`' if check.needs else 'a function'}, which is not there yet."
        case Outcome.PENDING:
            place = "the grader" if check.fault is Fault.GRADER else "the tests"
            return f"We could not judge it. The fault is in {place}, not in your work."
        case _:
            return _SENTENCES[check.outcome]


def problem(difference: Difference) -> str:
    """Say in one line what is wrong with a value: the count of wrong entries, or the two shapes."""
    if difference.mismatched is not None and difference.total is not None:
        few = difference.total == 1
        return (
            "the number differs" if few else f"{difference.mismatched} of {difference.total} entries differ"
        )
    if difference.actual_shape is not None and difference.problem == "shape":
        return f"came shape {difference.actual_shape}, expected {difference.expected_shape}"
    if difference.message:
        return abridged(difference.message, _LONGEST_TEXT)
    shape = f" (right shape: {difference.expected_shape})" if difference.expected_shape else ""
    return _PROBLEMS.get(difference.problem, "is not right") + shape


def _difference_rows(difference: Difference, place: Location | None) -> Iterator[Row]:
    yield Row(difference.name or "result", problem(difference) + _tolerance(difference))
    if greatest := _greatest(difference):
        yield Row("", f"greatest difference {greatest}")
    for label, value in (("came", difference.actual), ("expected", difference.expected)):
        if value:
            yield Row(f"  {label}", abridged(value, _LONGEST_LINE))
    if difference.location and difference.location != place:
        yield Row("  look at", str(difference.location))


def _tolerance(difference: Difference) -> str:
    if difference.mismatched is None or difference.rtol is None or difference.atol is None:
        return ""
    return f" by more than rtol {number(difference.rtol)}, atol {number(difference.atol)}"


def _greatest(difference: Difference) -> str:
    if difference.greatest is None:
        return ""
    text = _greatest_there(difference)
    if difference.actual_there is None or difference.expected_there is None:
        return text
    came, expected = two_numbers(difference.actual_there, difference.expected_there)
    return f"{text}: came {came}, expected {expected}"


def _greatest_there(difference: Difference) -> str:
    if difference.greatest is None:
        return ""
    where = f" at {indices(difference.index)}" if difference.index else ""
    return f"{number(difference.greatest)}{where}"


def _place_rows(check: Check) -> Iterator[Row]:
    if check.location:
        yield Row("look at", str(check.location))
    if len(check.trace) > 1:
        yield Row("frames", "\n".join(_frames(check.trace)))
    if check.hint and not (check.explanation and check.explanation.is_cause):  # which says it better
        yield Row("hint", abridged(check.hint, _LONGEST_TEXT))
    if check.output:
        yield Row("printed", "\n".join(_tail(check.output)))


def _frames(trace: Sequence[Location]) -> Iterable[str]:
    left_out = len(trace) - _FRAMES
    if left_out <= 0:
        return map(str, trace)
    return [str(trace[0]), f"({count(left_out, 'frame')} left out)", *map(str, trace[1 - _FRAMES :])]


def _tail(output: str) -> list[str]:
    lines = output.rstrip("\n").split("\n")
    left_out = len(lines) - _OUTPUT_LINES
    note = [f"({count(left_out, 'earlier line')} left out)"] if left_out > 0 else []
    return note + [f"| {abridged(line, _LONGEST_LINE)}" for line in lines[-_OUTPUT_LINES:]]


def outline(check: Check) -> str:
    """Tell a failed check in one line, for those that fail in the way of another that was told in full."""
    differences = (
        f"{difference.name or 'result'} off by {greatest}"
        for difference in check.differences
        if (greatest := _greatest_there(difference))
    )
    hidden = " (hidden)" if check.hidden else ""
    told = ", ".join(differences)
    return abridged(f"{check.title}{hidden}: {told}" if told else f"{check.title}{hidden}", _LONGEST_LINE)


def line_of(location: Location) -> str:
    """Return file and line without the function, where the sentence names it anyway."""
    return str(replace(location, function=""))
