"""A failed check as labelled rows of plain text: why it failed, what was called, what came, where to look."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from grader.model.check import Check, Difference, Fault, Location, Outcome
from grader.model.formatting import abridged
from grader.reports import templates

__all__ = [
    "Row",
    "actual_vs_expected_rows",
    "assumed_rows",
    "describe_difference",
    "describe_outcome",
    "explanation_rows",
    "failure_rows",
    "format_distinctly",
    "format_index",
    "format_line",
    "format_title",
    "hint_rows",
    "output_rows",
]

_LONGEST_TEXT: Final = 600
_LONGEST_LINE: Final = 240
_MOST_CALLS: Final = 3
_MOST_VALUES: Final = 8
_MOST_FRAMES: Final = 6
_MOST_OUTPUT_LINES: Final = 10
_NEAR_MISS: Final = 1000


class Row(NamedTuple):
    """A line of a report: a short label, which may be empty, and a text of one or more lines.

    Attributes:
        label: The label.
        text: The text.
        link: Where the text leads, from the folder of the handouts; empty for most.
    """

    label: str
    text: str
    link: str = ""


def failure_rows(check: Check) -> list[Row]:
    """Describe a failed check, from what was called to where to look.

    Args:
        check: A check that did not pass, redacted where it must be.

    Returns:
        The rows to print under the check's title.
    """
    return [
        *explanation_rows(check),
        *_call_rows(check),
        *assumed_rows(check),
        *actual_vs_expected_rows(check),
        *_location_rows(check),
        *hint_rows(check),
        *output_rows(check),
    ]


def explanation_rows(check: Check) -> Iterator[Row]:
    """Say why a check failed, and where the idea is explained."""
    explanation = check.explanation
    if explanation is None:
        return
    text = explanation.text if explanation.certain else templates.GUESS.format(text=explanation.text)
    yield Row("why", f"{text} {explanation.detail}".rstrip())
    if explanation.see:
        yield Row("read", explanation.see, explanation.see)


def _call_rows(check: Check) -> Iterator[Row]:
    if check.calls and check.calls[-1].text:
        yield Row("called", abridged(check.calls[-1].text, 2 * _LONGEST_LINE))
    elif check.calls:
        calls = [abridged(str(call), _LONGEST_LINE) for call in check.calls[-_MOST_CALLS:]]
        if (left_out := len(check.calls) - _MOST_CALLS) > 0:
            calls.insert(0, templates.CALLS_LEFT_OUT.format(left_out))
        yield Row("called", "\n".join(calls))


def assumed_rows(check: Check) -> Iterator[Row]:
    """Say which functions were taken as right, for then the call gives other numbers by itself."""
    if check.assumed:
        functions = " and ".join(f"`{name}`" for name in check.assumed)
        yield Row("but", templates.ASSUMED.format(len(check.assumed), functions=functions, part=check.part))


def actual_vs_expected_rows(check: Check) -> Iterator[Row]:
    """Describe what came and what was expected, nearest the loss first."""
    if not check.differences:
        yield Row("result", describe_outcome(check))
        return
    first, *others = check.differences
    yield Row(first.name or "result", describe_difference(first))
    if _has_cause(check):
        yield from _name_rows(others)
        return
    yield from _value_rows(first)
    # What follows from the first wrong value is seldom worth more than its name and a number.
    described = [one for one in others if one.message or one.mismatched is not None]
    yield from (Row(one.name, describe_difference(one)) for one in described[:_MOST_VALUES])
    yield from _name_rows(described[_MOST_VALUES:] + [one for one in others if one not in described])


def _has_cause(check: Check) -> bool:
    """Return whether the sentence on why it failed makes most of its numbers needless."""
    return check.explanation is not None and check.explanation.is_cause


def _name_rows(differences: Sequence[Difference]) -> Iterator[Row]:
    if differences:
        names = [one.name or "result" for one in differences[:_MOST_VALUES]]
        more = ["..."] if len(differences) > _MOST_VALUES else []
        yield Row("", templates.ALSO_WRONG.format(names=", ".join([*names, *more])))


def _value_rows(difference: Difference) -> Iterator[Row]:
    """Show the whole value beside the right one, unless the row above says it all."""
    if difference.problem == "shape" or (difference.total == 1 and difference.actual_there is not None):
        return
    for label, value in (("came", difference.actual), ("expected", difference.expected)):
        if value:
            yield Row(f"  {label}", abridged(value, _LONGEST_LINE))


def _location_rows(check: Check) -> Iterator[Row]:
    if check.location:
        yield Row("look at", str(check.location))
    if len(check.trace) > 1:
        frames = list(map(str, check.trace))
        if (left_out := len(frames) - _MOST_FRAMES) > 0:
            frames[1 : 1 + left_out] = [templates.FRAMES_LEFT_OUT.format(left_out)]
        yield Row("frames", "\n".join(frames))


def hint_rows(check: Check) -> Iterator[Row]:
    """Give the hint, unless something more to the point is reported already.

    Code that failed while the file was loaded has nothing to do with what the check asks for.
    """
    explained = check.outcome is Outcome.RAISED and check.explanation is not None
    loading = bool(check.trace) and check.trace[0].function == "<module>"
    if check.hint and not (explained or loading or _has_cause(check)):
        yield Row("hint", abridged(check.hint, _LONGEST_TEXT))


def output_rows(check: Check) -> Iterator[Row]:
    """Show the last lines of what the student's code printed."""
    if check.output:
        printed = check.output.rstrip("\n").split("\n")
        lines = [f"| {abridged(line, _LONGEST_LINE)}" for line in printed[-_MOST_OUTPUT_LINES:]]
        if (left_out := len(printed) - _MOST_OUTPUT_LINES) > 0:
            lines.insert(0, templates.LINES_LEFT_OUT.format(left_out))
        yield Row("printed", "\n".join(lines))


def describe_outcome(check: Check) -> str:
    """Describe how a check ended in a sentence: its own message, or ours where it brings none."""
    if check.message:
        return abridged(check.message, _LONGEST_TEXT)
    match check.outcome:
        case Outcome.RAISED:
            template = templates.RAISED if check.exception else templates.RAISED_UNKNOWN
            return template.format(exception=check.exception)
        case Outcome.NOT_STARTED:
            template = templates.NOT_WRITTEN if check.needs else templates.NOT_WRITTEN_UNKNOWN
            return template.format(function=check.needs)
        case Outcome.SKIPPED:
            template = templates.SKIPPED if check.needs else templates.SKIPPED_UNKNOWN
            return template.format(function=check.needs)
        case Outcome.PENDING:
            return templates.PENDING[check.fault or Fault.SUITE]
        case _:
            return templates.OUTCOMES[check.outcome]


def describe_difference(difference: Difference) -> str:
    """Describe in one line what is wrong with a value: the numbers that differ most, or the two shapes."""
    if difference.mismatched is not None and difference.total is not None:
        return _with_tolerance(_describe_numbers(difference), difference)
    if difference.actual_shape is not None and difference.problem == "shape":
        return templates.SHAPES.format(actual=difference.actual_shape, expected=difference.expected_shape)
    if difference.message:
        return abridged(difference.message, _LONGEST_TEXT)
    problem = templates.PROBLEMS.get(difference.problem, templates.OTHER_PROBLEM)
    if not difference.expected_shape:
        return problem
    return templates.WITH_RIGHT_SHAPE.format(problem=problem, shape=difference.expected_shape)


def _describe_numbers(difference: Difference) -> str:
    """Give the one number, or how many differ and the two that differ most."""
    known = difference.actual_there is not None and difference.expected_there is not None
    actual, expected = _numbers_there(difference)
    if difference.total == 1:
        template = templates.NUMBERS if known else templates.NUMBER_DIFFERS
    elif difference.index:
        template = templates.ENTRIES_DIFFER_AT_BY if known else templates.ENTRIES_DIFFER_AT
    else:
        template = templates.ENTRIES_DIFFER_BY if known else templates.ENTRIES_DIFFER
    return template.format(
        mismatched=difference.mismatched,
        total=difference.total,
        index=format_index(difference.index or ()),
        actual=actual,
        expected=expected,
    )


def _numbers_there(difference: Difference) -> tuple[str, str]:
    if difference.actual_there is None or difference.expected_there is None:
        return "", ""
    return format_distinctly(difference.actual_there, difference.expected_there)


def _with_tolerance(text: str, difference: Difference) -> str:
    """Name the tolerance where a value misses it by little; elsewhere it would only be noise."""
    greatest, expected = difference.greatest, difference.expected_there
    if greatest is None or expected is None or difference.rtol is None or difference.atol is None:
        return text
    if greatest > _NEAR_MISS * (difference.atol + difference.rtol * abs(expected)):
        return text
    rtol, atol = f"{difference.rtol:.6g}", f"{difference.atol:.6g}"
    return templates.WITH_TOLERANCE.format(difference=text, rtol=rtol, atol=atol)


def format_distinctly(one: float, other: float) -> tuple[str, str]:
    """Write two numbers with as many digits, 6 to 17, as it takes to distinguish them."""
    for digits in (6, 9, 12, 17):
        texts = f"{one:.{digits}g}", f"{other:.{digits}g}"
        if texts[0] != texts[1]:
            break
    return texts


def format_index(index: tuple[int, ...]) -> str:
    """Write an index as Python does, such as `[2, 1]`."""
    return f"[{', '.join(map(str, index))}]"


def format_title(check: Check) -> str:
    """Write the title of a check, and mark a hidden one."""
    return templates.HIDDEN_CHECK.format(title=check.title) if check.hidden else check.title


def format_line(location: Location) -> str:
    """Write file and line without the function, where the sentence names it anyway."""
    return str(replace(location, function=""))
