"""The grades of a class as tables of our own: CSV for spreadsheets, JSON for programs."""

import json
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from grader.gradebook.csv_text import quote_cell
from grader.gradebook.decimals import format_decimal
from grader.gradebook.filling import Outgoing
from grader.gradebook.standing import Standing

__all__ = ["SCHEMA", "outgoing", "safe_cell", "write_csv", "write_json"]

SCHEMA: Final = "grade-gradebook/1"
# With one of these in front a spreadsheet computes the cell; the full-width ones are read as the plain ones.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001  # they are meant
_IDS: Final = ("number", "login", "email")


def outgoing(standings: Sequence[Standing], assignment: str) -> dict[str, Outgoing]:
    """Return everyone's grade for one assignment, as exports to platforms take it.

    A grade with points pending is not decided, and goes out once it is.
    """
    grades = {one.student.key: one.assignments[assignment] for one in standings}
    return {
        key: Outgoing(points=None if one.pending else one.points, excused=one.excused)
        for key, one in grades.items()
    }


def safe_cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def write_csv(standings: Sequence[Standing], *, decimal_comma: bool = False) -> bytes:
    """Write the grades of a class as CSV for a spreadsheet.

    Args:
        standings: The grades.
        decimal_comma: Whether numbers have a decimal comma; cells are then separated by semicolons.

    Returns:
        The file, in UTF-8 with a mark by which spreadsheets know that; one row for each student, rounded to
        two decimals. Points that are left out are an empty cell, as are those of who is excused.
    """
    delimiter = ";" if decimal_comma else ","
    names = list(standings[0].assignments) if standings else []
    header = [
        "student",
        "name",
        "section",
        *_IDS,
        *names,
        *(f"{name} pending" for name in names),
        "course percent",
    ]
    rows = [[safe_cell(one) for one in header]]
    rows += [_cells(one, names, comma=decimal_comma) for one in standings]
    lines = (delimiter.join(quote_cell(cell, delimiter) for cell in row) for row in rows)
    return "".join(("\ufeff", *(f"{line}\r\n" for line in lines))).encode("utf-8")


def write_json(standings: Sequence[Standing], *, explain: bool = True) -> str:
    """Write the grades of a class as JSON, exact.

    Args:
        standings: The grades.
        explain: Whether to tell how each came about.
    """
    return (
        json.dumps(
            {"schema": SCHEMA, "students": [_student(one, explain=explain) for one in standings]},
            indent=2,
            ensure_ascii=False,
        )
        + "\n"
    )


def _cells(one: Standing, names: Iterable[str], *, comma: bool) -> list[str]:
    student = one.student
    texts = [student.key, student.name, student.section, *(student.identifier(kind) for kind in _IDS)]
    grades = [one.assignments[name] for name in names]
    numbers: list[Fraction | None] = [grade.points for grade in grades]
    numbers += [grade.pending or None for grade in grades]
    numbers.append(one.course.percent)
    return [
        *(safe_cell(text) for text in texts),
        *("" if number is None else format_decimal(number, comma=comma) for number in numbers),
    ]


def _student(one: Standing, *, explain: bool) -> Mapping[str, Any]:
    student = one.student
    return {
        "student": student.key,
        "name": student.name,
        "section": student.section,
        "ids": {each.kind: each.value for each in student.ids},
        "course": {"percent": _number(one.course.percent), **_steps(one.course.steps, explain=explain)},
        "assignments": {
            name: {
                "points": _number(grade.points),
                "possible": _number(grade.possible),
                "pending": _number(grade.pending),
                "excused": grade.excused,
                **_steps(grade.steps, explain=explain),
            }
            for name, grade in one.assignments.items()
        },
    }


def _number(value: Fraction | None) -> Mapping[str, Any] | None:
    """Give a number as it is shown and as it is."""
    return (
        None if value is None else {"shown": float(format_decimal(value, comma=False)), "exact": str(value)}
    )


def _steps(steps: Sequence[str], *, explain: bool) -> Mapping[str, Any]:
    return {"steps": list(steps)} if explain else {}
