"""The report for programs: versioned JSON, both ways; see docs/report.md and docs/schemas/report.schema.json.

A record becomes an object with the record's own fields, so that a new field needs no word here. What differs
is written out: points as rounded and exact numbers, a score at every level, seeds by name.
"""

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from fractions import Fraction
from functools import cache, lru_cache
from itertools import zip_longest
from math import isfinite, isnan
from typing import Any, Final, get_args

import msgspec

from grader.errors import UsageError
from grader.model.check import Check, Difference, Outcome
from grader.model.formatting import strict_json
from grader.model.redaction import redact_report
from grader.model.report import AssignmentReport, PartScore, Report
from grader.model.scoring import format_points
from grader.model.serialisation import from_builtins
from grader.reports.registry import RenderOptions, ReportFormat

__all__ = ["FORMAT", "SCHEMA", "read_json", "write_line"]

SCHEMA: Final = "grade-report/1"

_ADVICE: Final = "Write one with: grade run --json"

_SURROGATE: Final = "\\ud"

_NO_CHECKS: Final = '"checks": []'
"""How a part without checks stands on one line. No text can hold this: its quotes would be escaped."""

_Json = dict[str, Any]


_Plain = Callable[[Any], Any]
"""Writes the value of a field as dicts, lists, texts and numbers."""


def _write(report: Report, _options: RenderOptions) -> str:
    """Write one JSON object in strict ASCII, harmless in a web page and in the log of a CI system."""
    return _text(report, indent=2)


def write_line(report: Report) -> str:
    """Write a report for a database, redacted like all others: the same object on one line."""
    return _text(redact_report(report), indent=None)


def _text(report: Report, indent: int | None) -> str:
    try:
        whole = strict_json(_report(report, msgspec.to_builtins), indent=indent) if indent else _line(report)
        if _SURROGATE in whole:  # most often of a pair
            msgspec.json.encode(report, enc_hook=str)  # refuses half of one
    except ValueError:
        return strict_json(_report(report, _escaped), indent=indent)
    return whole


def _line(report: Report) -> str:
    """Write a report on one line, putting the texts of its checks where it is written without any."""
    bare = strict_json(_report(_without_checks(report), msgspec.to_builtins), indent=None)
    parts = [part for assignment in report.assignments for part in assignment.parts]
    lists = [f'"checks": [{", ".join(map(_check_line, part.checks))}]' for part in parts]
    pieces = zip_longest(bare.split(_NO_CHECKS), lists, fillvalue="")
    return "".join(piece for pair in pieces for piece in pair)


def _without_checks(report: Report) -> Report:
    return replace(
        report,
        assignments=tuple(
            replace(one, parts=tuple(replace(part, checks=()) for part in one.parts))
            for one in report.assignments
        ),
    )


def _check_line(check: Check) -> str:
    is_common = check.outcome is Outcome.PASSED and not check.output
    return _common_line(check) if is_common else _any_line(check)


# Those that a class has passed are alike, and make up most of its reports.
@lru_cache(maxsize=1 << 11)
def _common_line(check: Check) -> str:
    return _any_line(check)


def _any_line(check: Check) -> str:
    return strict_json(_check(check, msgspec.to_builtins), indent=None).rstrip("\n")


def _report(report: Report, plain: _Plain) -> _Json:
    whole = _fields(report, plain, without=("course", "course_version", "grader_version", "assignments"))
    isolation = {name: whole.pop(name) for name in ("isolation", "isolation_asked")}
    return {
        "schema": SCHEMA,
        "course": {"name": plain(report.course), "version": plain(report.course_version)},
        "grader": {"version": plain(report.grader_version), **isolation},
        **whole,
        "score": _score(report),
        "assignments": [_assignment(one, plain) for one in report.assignments],
    }


def _assignment(assignment: AssignmentReport, plain: _Plain) -> _Json:
    return {
        **_fields(assignment, plain, without=("parts",)),
        "score": _score(assignment),
        "left_out": assignment.left_out,
        "parts": [_part(part, plain) for part in assignment.parts],
    }


def _part(part: PartScore, plain: _Plain) -> _Json:
    return {
        **_fields(part, plain, without=("possible", "points", "pending", "checks")),
        "score": _score(part),
        "checks": [_check(check, plain) for check in part.checks],
    }


def _check(check: Check, plain: _Plain) -> _Json:
    written: _Json = plain(check)
    for name in ("part", "seconds"):
        del written[name]
    seeds = [{"case": case, "seed": seed} for case, seed in written.pop("seeds")]
    return {**written, "seeds": seeds}


def _score(scored: Report | AssignmentReport | PartScore) -> _Json:
    return {
        "possible": _points(scored.possible),
        "points": _points(scored.points),
        "pending": _points(scored.pending),
    }


def _points(points: Fraction) -> _Json:
    return {"decimal": float(format_points(points)), "exact": str(points)}


def _fields(record: Any, plain: _Plain, without: tuple[str, ...]) -> _Json:
    kind: Any = type(record)
    return {name: plain(getattr(record, name)) for name in _names(kind) if name not in without}


def _escaped(value: Any) -> Any:
    """Write a value that holds what strict readers refuse, which few reports do.

    Halves of surrogate pairs become escapes, and numbers that are not finite their names.
    """
    match value:
        case str():
            return value.encode("utf-8", "backslashreplace").decode("utf-8")
        case float() if not isfinite(value):
            return "NaN" if isnan(value) else "Infinity" if value > 0 else "-Infinity"
        case tuple():
            return [_escaped(one) for one in value]
        case _ if is_dataclass(value):
            return _fields(value, _escaped, without=())
        case _:
            return value


@cache
def _names(record: Any) -> tuple[str, ...]:
    """Return the names of a record's fields, which a report of a hundred checks asks for a thousand times."""
    return tuple(field.name for field in fields(record))


def read_json(text: str) -> Report:
    """Read a report back from its JSON: what was written comes back whole, as far as it was not redacted.

    Args:
        text: What the format `json` wrote, by this version or an older one of the same schema.

    Raises:
        UsageError: The text is no such report.
    """
    try:
        document = json.loads(text)
        schema = document["schema"]
        report = from_builtins(_read_report(document), Report)
    except (AttributeError, KeyError, TypeError, ValueError, ZeroDivisionError) as error:
        problem = f"{type(error).__name__}: {error}"
        raise UsageError(f"This text is no report of grade: {problem}", _ADVICE) from error
    if schema != SCHEMA:
        raise UsageError(f"This report has the form {schema!r}, and {SCHEMA!r} was expected.", _ADVICE)
    return report


def _read_report(document: _Json) -> _Json:
    return {
        **document,
        "course": document["course"]["name"],
        "course_version": document["course"]["version"],
        **document["grader"],
        "grader_version": document["grader"]["version"],
        "assignments": [
            {**assignment, "parts": [_read_part(part) for part in assignment["parts"]]}
            for assignment in document["assignments"]
        ],
    }


def _read_part(part: _Json) -> _Json:
    return {
        **part,
        **{name: points["exact"] for name, points in part["score"].items()},
        "checks": [{**_read_check(check), "part": part["name"]} for check in part["checks"]],
    }


def _read_check(check: _Json) -> _Json:
    return {
        **check,
        "seeds": [(seed["case"], seed["seed"]) for seed in check["seeds"]],
        "differences": [_read_difference(difference) for difference in check["differences"]],
    }


_NUMBERS: Final = frozenset(field.name for field in fields(Difference) if float in get_args(field.type))


def _read_difference(difference: _Json) -> _Json:
    return {
        name: float(value) if name in _NUMBERS and value is not None else value
        for name, value in difference.items()
    }


FORMAT: Final = ReportFormat(name="json", suffix=".json", write=_write)
