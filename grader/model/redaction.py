"""Redact hidden checks: show only what a student's code could not have written there."""

import builtins
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from grader.model.check import Argument, Call, Check, Difference, Location
from grader.model.report import AssignmentReport, Report

__all__ = ["redact", "redact_report"]

# A class made while the code runs can carry a hidden value in its name; these were named by others.
_KNOWN_EXCEPTIONS: Final = frozenset(
    name
    for name, thing in vars(builtins).items()
    if isinstance(thing, type) and issubclass(thing, BaseException)
) | {"AxisError", "LinAlgError", "RecursionError"}
_ANY_EXCEPTION: Final = "Exception"


def redact(check: Check, reveal: str) -> Check:
    """Return what may be shown of a check.

    Args:
        check: A check, visible or hidden.
        reveal: What hidden checks show: `name`, `hint` or `full`.

    Returns:
        The check itself when it is visible or `reveal` is `full`. Otherwise the check with its id, title,
        outcome, seeds, function needed, shapes of arguments and of right values, the line in the student's
        file, the type of a well-known exception and, at `hint`, the hint and why it failed, without detail.
        Nothing else.
    """
    if not check.hidden or reveal == "full":
        return check
    return replace(
        check,
        message="",
        exception=_exception(check.exception),
        calls=_calls(check),
        differences=tuple(_difference(difference) for difference in check.differences),
        location=_line(check.location),
        trace=(),
        hint=check.hint if reveal == "hint" else "",
        output="",
        explanation=check.explanation and replace(check.explanation, detail="") if reveal == "hint" else None,
    )


def redact_report(report: Report) -> Report:
    """Return the report as it may be shown, each assignment by its own rule; twice is the same as once."""
    return replace(report, assignments=tuple(_assignment(one) for one in report.assignments))


def _assignment(assignment: AssignmentReport) -> AssignmentReport:
    parts = (
        replace(part, checks=tuple(redact(check, assignment.reveal) for check in part.checks))
        for part in assignment.parts
    )
    return replace(assignment, parts=tuple(parts))


def _exception(name: str) -> str:
    return name if not name or name in _KNOWN_EXCEPTIONS else _ANY_EXCEPTION


def _line(location: Location | None) -> Location | None:
    """Keep file, cell and line; the function's name may have been made up while the code ran."""
    return location and replace(location, function="")


def _difference(difference: Difference) -> Difference:
    return Difference(
        name=difference.name,
        problem=difference.problem,
        message="",
        expected_shape=difference.expected_shape,
        location=_line(difference.location),
    )


def _calls(check: Check) -> tuple[Call, ...]:
    """Return the calls without values, those after the first with the shapes and keys known from it alone.

    Until the submission has returned once, nothing that the suite passes can have come from it. Later calls
    may pass on what it returned, whose shapes and keys the student's code chose.
    """
    if not check.calls:
        return ()
    first, *later = check.calls
    expected = (difference.expected_shape for difference in check.differences)
    known = _Known.of(first.arguments, expected)
    shown = [replace(first, arguments=tuple(_valueless(argument) for argument in first.arguments))]
    shown += [replace(call, arguments=tuple(map(known.only, call.arguments))) for call in later]
    return tuple(shown)


def _valueless(argument: Argument) -> Argument:
    return replace(argument, value="", items=tuple(_valueless(item) for item in argument.items))


_Outline = tuple[tuple[str, str, tuple[int, ...] | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """Shapes and entries that are the suite's own.

    Attributes:
        shapes: Shapes of the first call's arguments and of right values.
        outlines: Keys, kinds and shapes of the entries of each of the first call's containers, in order.
    """

    shapes: frozenset[tuple[int, ...] | None]
    outlines: frozenset[_Outline]

    @classmethod
    def of(cls, arguments: Iterable[Argument], expected: Iterable[tuple[int, ...] | None]) -> "_Known":
        everything = list(_flat(arguments))
        return cls(
            shapes=frozenset({argument.shape for argument in everything} | {*expected}),
            outlines=frozenset(_outline(argument) for argument in everything),
        )

    def only(self, argument: Argument) -> Argument:
        """Return the argument without values, and without a shape or entries that are not known."""
        items = argument.items if _outline(argument) in self.outlines else ()
        return replace(self._bare(argument), items=tuple(self._bare(item) for item in items))

    def _bare(self, argument: Argument) -> Argument:
        shape = argument.shape if argument.shape in self.shapes else None
        return replace(argument, value="", shape=shape, items=())


def _outline(argument: Argument) -> _Outline:
    return tuple((item.name, item.kind, item.shape) for item in argument.items)


def _flat(arguments: Iterable[Argument]) -> Iterable[Argument]:
    for argument in arguments:
        yield argument
        yield from _flat(argument.items)
