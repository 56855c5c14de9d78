"""The report for programs: versioned JSON, see docs/report.md and docs/schemas/report.schema.json."""

from collections.abc import Iterable
from dataclasses import fields
from fractions import Fraction
from math import isfinite, isnan
from typing import Any, Final

from grader.model.check import Argument, Call, Check, Difference, Explanation, Location
from grader.model.formatting import strict_json
from grader.model.redaction import redact_report
from grader.model.report import AssignmentReport, PartScore, Report
from grader.model.scoring import format_points

__all__ = ["SCHEMA", "render_json"]

SCHEMA: Final = "grade-report/1"

Json = dict[str, Any]


def render_json(report: Report) -> str:
    """Write a report as one JSON object. Hidden checks are redacted here, whatever the report holds.

    Args:
        report: What the run found out.

    Returns:
        Strict JSON in ASCII, indented, ending in a newline; harmless in a web page and in the log of a CI
        system.
    """
    return strict_json(_report(redact_report(report)))


def _report(report: Report) -> Json:
    return {
        "schema": SCHEMA,
        "course": {"name": _text(report.course), "version": _text(report.course_version)},
        "grader": {
            "version": _text(report.grader_version),
            "isolation": _text(report.isolation),
            "isolation_asked": _text(report.isolation_asked),
        },
        "seed": report.seed,
        "score": _score(report),
        "assignments": [_assignment(one) for one in report.assignments],
    }


def _score(scored: Report | AssignmentReport | PartScore) -> Json:
    return {
        "possible": _points(scored.possible),
        "points": _points(scored.points),
        "pending": _points(scored.pending),
    }


def _points(points: Fraction) -> Json:
    return {"decimal": float(format_points(points)), "exact": str(points)}


def _assignment(assignment: AssignmentReport) -> Json:
    return {
        "name": _text(assignment.name),
        "title": _text(assignment.title),
        "submission": _text(assignment.submission),
        "sha256": assignment.sha256,
        "seed": assignment.seed,
        "score": _score(assignment),
        "untouched": assignment.untouched,
        "hidden_ran": assignment.hidden_ran,
        "left_out": assignment.left_out,
        "reveal": assignment.reveal,
        "unusable": _text(assignment.unusable),
        "fault": _text(assignment.fault),
        "notices": [_text(notice) for notice in assignment.notices],
        "missing": [{"name": _text(one.name), "nearest": _text(one.nearest)} for one in assignment.missing],
        "parts": [_part(part) for part in assignment.parts],
    }


def _part(part: PartScore) -> Json:
    return {
        "name": _text(part.name),
        "title": _text(part.title),
        "score": _score(part),
        "left_out": part.left_out,
        "checks": [_check(check) for check in part.checks],
    }


def _check(check: Check) -> Json:
    return {
        "id": _text(check.id),
        "title": _text(check.title),
        "hidden": check.hidden,
        "outcome": check.outcome.value,
        "message": _text(check.message),
        "exception": _text(check.exception),
        "needs": _text(check.needs),
        "fault": check.fault and check.fault.value,
        "calls": [_call(call) for call in check.calls],
        "differences": [_difference(difference) for difference in check.differences],
        "location": _location(check.location),
        "trace": [_location(location) for location in check.trace],
        "hint": _text(check.hint),
        "output": _text(check.output),
        "seeds": [{"case": _text(case), "seed": seed} for case, seed in check.seeds],
        "explanation": _explanation(check.explanation),
    }


def _explanation(explanation: Explanation | None) -> Json | None:
    """Return every field of the record under its own name."""
    if explanation is None:
        return None
    return {field.name: _plain(getattr(explanation, field.name)) for field in fields(Explanation)}


def _call(call: Call) -> Json:
    return {"function": _text(call.function), "arguments": _arguments(call.arguments)}


def _arguments(arguments: Iterable[Argument]) -> list[Json]:
    return [
        {
            "name": _text(argument.name),
            "kind": _text(argument.kind),
            "shape": _indices(argument.shape),
            "value": _text(argument.value),
            "items": _arguments(argument.items),
        }
        for argument in arguments
    ]


def _difference(difference: Difference) -> Json:
    """Return every field of the record under its own name."""
    return {field.name: _plain(getattr(difference, field.name)) for field in fields(Difference)}


def _plain(value: Any) -> Any:
    match value:
        case str():
            return _text(value)
        case float():
            return _number(value)
        case tuple():
            return _indices(value)
        case Location():
            return _location(value)
        case _:
            return value


def _location(location: Location | None) -> Json | None:
    if location is None:
        return None
    return {
        "file": _text(location.file),
        "line": location.line,
        "cell": location.cell,
        "function": _text(location.function),
    }


def _indices(indices: tuple[int, ...] | None) -> list[int] | None:
    return None if indices is None else list(indices)


def _number(value: float) -> float | str:
    """Return a number, or its name where JSON has no number for it."""
    if isfinite(value):
        return value
    return "NaN" if isnan(value) else "Infinity" if value > 0 else "-Infinity"


def _text(text: str) -> str:
    """Return the text with halves of surrogate pairs as escapes: strict readers refuse them."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
