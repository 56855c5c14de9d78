"""Fills grades into a column of a table that a platform exported; every other byte stays as it was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from grader.errors import UsageError
from grader.gradebook.columns import identifiers_of, identity_columns, names_of
from grader.gradebook.csv_text import CsvText, Row
from grader.gradebook.decimals import format_decimal
from grader.gradebook.figures import format_points
from grader.gradebook.students import Directory, Student

__all__ = ["Filled", "Outgoing", "UnknownRow", "Written", "fill_rows", "require_same_possible", "scaled"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A grade on its way to a platform.

    Attributes:
        points: The points; None where there is no grade, and the cell is left as it is.
        excused: Whether the student is excused.
        comment: Feedback for a column of comments; empty for none.
    """

    points: Fraction | None
    excused: bool = False
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A cell that was filled in.

    Attributes:
        student: The student.
        line: The line of the file.
        before: What the cell said.
        after: What it says now.
    """

    student: Student
    line: int
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownRow:
    """A row that names nobody whom the gradebook knows.

    Attributes:
        line: The line of the file.
        name: Whom it names.
    """

    line: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A file with grades filled in.

    Attributes:
        content: The file.
        written: The cells that were filled in, those among them that said the same before.
        unknown: Rows of people whom the gradebook does not know.
        absent: Students with a grade whom the file does not list.
    """

    content: bytes
    written: tuple[Written, ...]
    unknown: tuple[UnknownRow, ...]
    absent: tuple[Student, ...]


def fill_rows(
    table: CsvText,
    rows: Sequence[tuple[int, Row]],
    *,
    header: Row,
    column: int,
    students: Sequence[Student],
    texts: Mapping[str, Mapping[int, str]],
) -> Filled:
    """Fill in the rows of a table.

    Args:
        table: The table.
        rows: The rows of students, each with its place in the table.
        header: The header.
        column: The column of grades.
        students: The students of the gradebook.
        texts: What to write, by the student's key and the column.

    Raises:
        UsageError: Two rows are one student's; a grade would be given to somebody else.
    """
    columns = identity_columns(header.values)
    directory = Directory(students)
    changes: dict[tuple[int, int], str] = {}
    written: dict[str, Written] = {}
    unknown = []
    for place, row in rows:
        name, sortable = names_of(row, columns)
        found = directory.find(identifiers_of(row, columns), [one for one in (name, sortable) if one]).student
        if found is None:
            unknown.append(UnknownRow(line=row.line, name=name or ", ".join(filter(None, row.values[:2]))))
            continue
        if found.key in written:
            raise UsageError(
                f"Lines {written[found.key].line} and {row.line} both name {found.name} ({found.key}).",
                "Give the gradebook a roster with an identifier that tells them apart.",
            )
        told = texts.get(found.key, {})
        for where, text in told.items():
            changes[place, where] = text
        before = row.value(column)
        written[found.key] = Written(
            student=found, line=row.line, before=before, after=told.get(column, before)
        )
    return Filled(
        content=table.replaced(changes).to_bytes(),
        written=tuple(one for one in written.values() if column in texts.get(one.student.key, {})),
        unknown=tuple(unknown),
        absent=tuple(one for one in students if one.key in texts and one.key not in written),
    )


def require_same_possible(possible: Fraction, theirs: Fraction | None, where: str, *, scale: bool) -> None:
    """Make sure that a platform's assignment is worth what the course's is.

    Raises:
        UsageError: It is not, and nobody asked for scaling.
    """
    if theirs is None or theirs == possible or scale:
        return
    raise UsageError(
        f"{where} is worth {format_points(theirs)} points there and {format_points(possible)} in the course.",
        "Correct it on the platform and export again, or scale the points with --scale.",
    )


def scaled(points: Fraction, possible: Fraction, theirs: Fraction | None, *, comma: bool) -> str:
    """Write points as a platform's assignment counts them."""
    return format_decimal(points * theirs / possible if theirs else points, comma=comma)
