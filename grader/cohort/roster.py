"""The roster: who takes the course, with identifiers and sections."""

from pathlib import Path
from typing import Final

from grader.errors import UsageError
from grader.files import read_course_bytes
from grader.gradebook.columns import identity_columns, student_of
from grader.gradebook.csv_text import CsvText, Row, parse_csv
from grader.gradebook.students import Student, normalise_name

__all__ = ["parse_roster", "read_roster"]

_MOST_TOLD: Final = 20
_EXPECTED: Final = (
    "The first line names the columns: a name (`name`, or `first name` and `last name`), and one or more of "
    "`id`, `login`, `email` and `github`; `section` is optional. "
    "An export of Canvas, Moodle or Gradescope will do."
)
# Rows of a Canvas gradebook that are no students; a row without a name says how grades are posted.
_NO_STUDENTS: Final = ("points possible", "student, test")


def read_roster(path: Path) -> tuple[Student, ...]:
    """Read a roster from a CSV file.

    Args:
        path: The file, such as `roster.csv`, or a gradebook, worksheet or roster that a platform exported.

    Raises:
        UsageError: It cannot be read, names no students, or names one twice; all its problems are told at
            once, each with its line.
    """
    if not path.is_file():
        raise UsageError(f"{path}: there is no roster.", "Name the CSV file with the students of the course.")
    return parse_roster(read_course_bytes(path, "roster"), str(path))


def parse_roster(content: bytes, name: str) -> tuple[Student, ...]:
    """Parse a roster; `read_roster` tells how."""
    table = parse_csv(content, name)
    rows = [row for row in table.rows if not row.blank]
    if not rows:
        raise UsageError(f"{name} is empty.", _EXPECTED)
    columns = identity_columns(rows[0].values)
    if not columns.keys() - {"section"}:
        told = ", ".join(f"`{one.strip()}`" for one in rows[0].values[:10])
        raise UsageError(
            f"{name}, line {rows[0].line}: no column names a student; there are {told}.", _EXPECTED
        )
    students, problems = _students(table, rows, columns)
    if problems:
        more = len(problems) - _MOST_TOLD
        listed = [f"{name}, {one}" for one in problems[:_MOST_TOLD]] + (
            [f"and {more} more"] if more > 0 else []
        )
        raise UsageError("\n".join(listed), "Correct these lines, then try again.")
    if not students:
        raise UsageError(f"{name} names no student: it has a header and nothing else.", _EXPECTED)
    return tuple(students)


def _students(table: CsvText, rows: list[Row], columns: dict[str, int]) -> tuple[list[Student], list[str]]:
    students: list[Student] = []
    problems: list[str] = []
    lines: dict[tuple[str, str], int] = {}
    from_canvas = "sortable" in columns and "canvas" in columns
    for row in rows[1:]:
        if row.value(0).strip().casefold() in _NO_STUDENTS or (from_canvas and not row.value(0).strip()):
            continue
        if len(row.cells) > len(rows[0].cells) and any(row.values[len(rows[0].cells) :]):
            problems.append(
                f"line {row.line}: {len(row.cells)} cells, where the header has {len(rows[0].cells)};"
                f" a text with `{table.delimiter}` in it must stand between quotes."
            )
            continue
        student = student_of(row, columns)
        if student is None:
            problems.append(f"line {row.line}: neither a name nor an identifier.")
            continue
        twice = _named_before(student, lines, row.line)
        if twice:
            problems.append(twice)
            continue
        students.append(student)
    return students, problems


def _named_before(student: Student, lines: dict[tuple[str, str], int], line: int) -> str:
    """Tell which identifier another line has too, and note those of this one."""
    own = [(one.kind, one.normal) for one in student.ids] or [("name", normalise_name(student.name))]
    for kind, value in [*own, ("key", student.key)]:
        if (kind, value) in lines:
            return f"line {line}: the {kind} `{value}` stands in line {lines[kind, value]} too."
    lines.update(dict.fromkeys([*own, ("key", student.key)], line))
    return ""
