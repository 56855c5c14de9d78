"""Describe a failure as labelled rows of plain text, numbers and shapes in words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from grader.model.check import Check, Difference, Fault, Location, Outcome
from grader.model.formatting import abridged

__all__ = [
    "Row",
    "came_rows",
    "count",
    "indices",
    "line_of",
    "number",
    "outline",
    "problem",
    "rows",
    "sentence",
    "two_numbers",
]


def count(number_of: int, noun: str) -> str:
    """Return such as `1 check` or `12 checks`."""
    return f"{number_of} {noun}" if number_of == 1 else f"{number_of} {noun}s"


def number(value: float) -> str:
    """Return a number with the digits that matter to a reader, such as `0.416667` or `1e-09`."""
    return f"{value:.6g}"


def two_numbers(one: float, other: float) -> tuple[str, str]:
    """Write two numbers with as many digits, 6 to 17, as it takes to tell them apart."""
    for digits in (6, 9, 12, 17):
        texts = f"{one:.{digits}g}", f"{other:.{digits}g}"
        if texts[0] != texts[1]:
            break
    return texts


def indices(index: tuple[int, ...]) -> str:
    """Return an index as Python writes it, such as `[2, 1]`."""
    return f"[{', '.join(map(str, index))}]"


_LONGEST_TEXT: Final = 600
_LONGEST_LINE: Final = 240
_CALLS: Final = 3
_VALUES: Final = 8
_FRAMES: Final = 6
_OUTPUT_LINES: Final = 10
_NEAR: Final = 1000

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
    return [*_why_rows(check), *_call_rows(check), *came_rows(check), *_place_rows(check)]


def _why_rows(check: Check) -> Iterator[Row]:
    why = check.explanation
    if why is None:
        return
    guess = "" if why.certain else "This is a guess. "
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
    first, *others = check.differences
    told = [Row(first.name or "result", problem(first))]
    if _has_cause(check):
        return [*told, *_names_of(others)]
    # What follows from the first wrong value is seldom worth more than its name and a number.
    in_words = [one for one in others if one.message or one.mismatched is not None]
    told += [*_value_rows(first), *(Row(one.name, problem(one)) for one in in_words[:_VALUES])]
    return [*told, *_names_of(in_words[_VALUES:] + [one for one in others if one not in in_words])]


def _has_cause(check: Check) -> bool:
    """Whether the sentence on why it failed makes most of its numbers needless."""
    return check.explanation is not None and check.explanation.is_cause


def _names_of(differences: Sequence[Difference]) -> Iterator[Row]:
    if differences:
        more = ["..."] if len(differences) > _VALUES else []
        names = [one.name or "result" for one in differences[:_VALUES]]
        yield Row("", f"also wrong: {', '.join([*names, *more])}")


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
    """Say in one line what is wrong with a value: the numbers that differ most, or the two shapes."""
    if difference.mismatched is not None and difference.total is not None:
        return f"{_wrong_numbers(difference)}{_tolerance(difference)}"
    if difference.actual_shape is not None and difference.problem == "shape":
        return f"came shape {difference.actual_shape}, expected {difference.expected_shape}"
    if difference.message:
        return abridged(difference.message, _LONGEST_TEXT)
    shape = f" (right shape: {difference.expected_shape})" if difference.expected_shape else ""
    return _PROBLEMS.get(difference.problem, "is not right") + shape


def _wrong_numbers(difference: Difference) -> str:
    """Give the one number, or how many differ and the two that differ most."""
    there = ""
    if difference.actual_there is not None and difference.expected_there is not None:
        came, expected = two_numbers(difference.actual_there, difference.expected_there)
        there = f"came {came}, expected {expected}"
    if difference.total == 1:
        return there or "the number differs"
    where = f", most at {indices(difference.index)}" if difference.index else ""
    differ = f"{difference.mismatched} of {difference.total} entries differ{where}"
    return f"{differ}: {there}" if there else differ


def _tolerance(difference: Difference) -> str:
    """Name the tolerance where a value misses it by little; elsewhere it would only be noise."""
    greatest, right = difference.greatest, difference.expected_there
    if greatest is None or right is None or difference.rtol is None or difference.atol is None:
        return ""
    if greatest > _NEAR * (difference.atol + difference.rtol * abs(right)):
        return ""
    return f" (allowed: rtol {number(difference.rtol)}, atol {number(difference.atol)})"


def _value_rows(difference: Difference) -> Iterator[Row]:
    """Show the whole value beside the right one, unless the line above it has told all."""
    if difference.problem == "shape" or (difference.total == 1 and difference.actual_there is not None):
        return
    for label, value in (("came", difference.actual), ("expected", difference.expected)):
        if value:
            yield Row(f"  {label}", abridged(value, _LONGEST_LINE))


def _place_rows(check: Check) -> Iterator[Row]:
    if check.location:
        yield Row("look at", str(check.location))
    if len(check.trace) > 1:
        yield Row("frames", "\n".join(_frames(check.trace)))
    if check.hint and not _says_better(check):
        yield Row("hint", abridged(check.hint, _LONGEST_TEXT))
    if check.output:
        yield Row("printed", "\n".join(_tail(check.output)))


def _says_better(check: Check) -> bool:
    """Whether what is told already is more to the point than the hint on what the check is about.

    Code that failed while the file was loaded has nothing to do with what the check asks for.
    """
    translated = check.outcome is Outcome.RAISED and check.explanation is not None
    loading = bool(check.trace) and check.trace[0].function == "<module>"
    return translated or loading or _has_cause(check)


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
    """Name a check that fails in the way of another that was told in full."""
    return abridged(f"{check.title}{' (hidden)' if check.hidden else ''}", _LONGEST_LINE)


def line_of(location: Location) -> str:
    """Return file and line without the function, where the sentence names it anyway."""
    return str(replace(location, function=""))
