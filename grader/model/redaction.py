"""Redact hidden checks: keep only what a student's code cannot have put there."""

import builtins
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from grader.model.check import Argument, Call, Check, Difference, Location
from grader.model.report import AssignmentReport, Report

__all__ = ["redact", "redact_report"]

# Code can put a hidden value into the name of a class that it makes; it cannot change these names.
_KNOWN_EXCEPTIONS: Final = frozenset(
    name
    for name, thing in vars(builtins).items()
    if isinstance(thing, type) and issubclass(thing, BaseException)
) | {"AxisError", "LinAlgError", "RecursionError"}
_ANY_EXCEPTION: Final = "Exception"


def redact(check: Check, reveal: str) -> Check:
    """Redact a check.

    Args:
        check: A check, visible or hidden.
        reveal: The part of hidden checks that is shown: `name`, `hint` or `full`.

    Returns:
        The check itself if it is visible or `reveal` is `full`. Otherwise only its id, title, outcome, seeds,
        function needed, shapes of arguments and of expected values, line in the student's file, type of a
        well-known exception and, at `hint`, its hint, functions that stood in for the student's own, and
        explanation without detail.
    """
    if not check.hidden or reveal == "full":
        return check
    return replace(
        check,
        message="",
        exception=_redact_exception(check.exception),
        calls=_redact_calls(check),
        operators=(),
        differences=tuple(_redact_difference(difference) for difference in check.differences),
        location=_redact_location(check.location),
        trace=(),
        hint=check.hint if reveal == "hint" else "",
        output="",
        assumed=check.assumed if reveal == "hint" else (),
        explanation=check.explanation and replace(check.explanation, detail="", location=None)
        if reveal == "hint"
        else None,
    )


def redact_report(report: Report) -> Report:
    """Redact each assignment of a report by its own rule; redacting twice is the same as once."""
    return replace(report, assignments=tuple(_redact_assignment(one) for one in report.assignments))


def _redact_assignment(assignment: AssignmentReport) -> AssignmentReport:
    """Redact the checks, and of faults what only the owner of the course may see."""
    if assignment.reveal == "full":
        return assignment
    parts = (
        replace(part, checks=tuple(redact(check, assignment.reveal) for check in part.checks))
        for part in assignment.parts
    )
    faults = (replace(fault, traceback="") for fault in assignment.faults)
    return replace(assignment, parts=tuple(parts), faults=tuple(faults), defects=(), runner_errors="")


def _redact_exception(name: str) -> str:
    return name if not name or name in _KNOWN_EXCEPTIONS else _ANY_EXCEPTION


def _redact_location(location: Location | None) -> Location | None:
    """Keep file, cell and line; the code may have made up the function's name."""
    return location and replace(location, function="")


def _redact_difference(difference: Difference) -> Difference:
    return Difference(
        name=difference.name,
        problem=difference.problem,
        message="",
        expected_shape=difference.expected_shape,
        location=_redact_location(difference.location),
    )


def _redact_calls(check: Check) -> tuple[Call, ...]:
    """Redact the calls: no values, and after the first only shapes and keys that are known from it.

    The arguments of the first call come from the suite alone. Later calls may pass on what the submission
    returned, whose shapes and keys the student's code chose.
    """
    if not check.calls:
        return ()
    first, *later = check.calls
    expected = (difference.expected_shape for difference in check.differences)
    known = _Known.of(first.arguments, expected)
    arguments = tuple(_without_values(argument) for argument in first.arguments)
    redacted = [replace(first, arguments=arguments, text="")]
    redacted += [replace(call, arguments=tuple(map(known.only, call.arguments)), text="") for call in later]
    return tuple(redacted)


def _without_values(argument: Argument) -> Argument:
    return replace(argument, value="", items=tuple(_without_values(item) for item in argument.items))


_Outline = tuple[tuple[str, str, tuple[int, ...] | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """Shapes and entries that come from the suite.

    Attributes:
        shapes: Shapes of the first call's arguments and of expected values.
        outlines: Keys, kinds and shapes of the entries of each of the first call's containers, in order.
    """

    shapes: frozenset[tuple[int, ...] | None]
    outlines: frozenset[_Outline]

    @classmethod
    def of(cls, arguments: Iterable[Argument], expected: Iterable[tuple[int, ...] | None]) -> "_Known":
        everything = list(_flatten(arguments))
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


def _flatten(arguments: Iterable[Argument]) -> Iterable[Argument]:
    for argument in arguments:
        yield argument
        yield from _flatten(argument.items)
