"""Fills grades into a gradebook that Canvas exported, so that Canvas takes it back.

Canvas matches a column by the number in its header, `Two-layer network (12345)`, and makes a new assignment
of a header that it does not know. So the instructor's own export is filled in, and no header is ever written.
"""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

from grader.errors import UsageError
from grader.gradebook.csv_text import CsvText, Row, parse_csv
from grader.gradebook.decimals import parse_decimal, uses_decimal_comma
from grader.gradebook.filling import Filled, Outgoing, fill_rows, require_same_possible, scaled
from grader.gradebook.students import Student

__all__ = ["fill_canvas"]

_ASSIGNMENT: Final = re.compile(r"(?P<title>.*)\s\((?P<number>\d+)\)", re.DOTALL)
# Canvas drops a column whose header has one of these anywhere in it.
_DROPPED: Final = re.compile(
    r"(?:Current|Final) (?:Score|Points|Grade)|Override (?:Score|Grade|Status)", re.IGNORECASE
)
_INFORMATION: Final = 7
_EXPORT_AGAIN: Final = "Export the gradebook from Canvas again and name the file as it comes."


def fill_canvas(
    content: bytes,
    name: str,
    *,
    column: str,
    possible: Fraction,
    students: Sequence[Student],
    grades: Mapping[str, Outgoing],
    scale: bool = False,
) -> Filled:
    """Fill one assignment's grades into an export of Canvas's gradebook.

    Args:
        content: The export.
        name: The export in messages.
        column: The assignment there: its title, its number, or the whole header.
        possible: Points the assignment is worth in the course.
        students: The students of the gradebook.
        grades: Grades by the student's key.
        scale: Whether to scale points where Canvas's assignment is worth something else.

    Raises:
        UsageError: It is no export of Canvas, the column is missing, ambiguous or not to be written, or the
            assignment is worth something else there.
    """
    table = parse_csv(content, name)
    rows = [(place, row) for place, row in enumerate(table.rows) if not row.blank]
    header = rows[0][1] if rows else Row(cells=(), end="", line=1)
    first = _first_assignment(header, name)
    where = _column(header, first, column, name)
    theirs = _possible(rows, where, header.value(where), name)
    require_same_possible(possible, theirs, f"{header.value(where)} in {name}", scale=scale)
    comma = _decimal_comma(table, first)
    texts = {
        key: {where: "EX" if one.excused else scaled(one.points or Fraction(), possible, theirs, comma=comma)}
        for key, one in grades.items()
        if one.excused or one.points is not None
    }
    return fill_rows(
        table,
        [(place, row) for place, row in rows[1:] if _is_student(row)],
        header=header,
        column=where,
        students=students,
        texts=texts,
    )


def _first_assignment(header: Row, name: str) -> int:
    """Return the first column after those that describe the student."""
    sections = [at for at in range(2, _INFORMATION) if "section" in header.value(at).casefold()]
    if "student" not in header.value(0).casefold() or "id" not in header.value(1).casefold() or not sections:
        raise UsageError(
            f"{name} is no gradebook of Canvas: its first line must begin with `Student` and `ID`, and have"
            " `Section` before the assignments.",
            _EXPORT_AGAIN,
        )
    return sections[-1] + 1


def _column(header: Row, first: int, wanted: str, name: str) -> int:
    """Find the column of an assignment by its header, title or number."""
    headers = {at: header.value(at).strip() for at in range(first, len(header.cells))}
    matches = [at for at, one in headers.items() if _is_meant(one, wanted.strip())]
    if len(matches) == 1:
        if _DROPPED.search(headers[matches[0]]):
            raise UsageError(
                f"Canvas ignores the column `{headers[matches[0]]}` when it imports.",
                "Give the assignment in Canvas a title without words such as `Final Score`.",
            )
        return matches[0]
    if matches:
        told = ", ".join(f"`{headers[at]}`" for at in matches)
        raise UsageError(
            f"{name} has more than one column `{wanted}`: {told}.", "Name it by the number in brackets."
        )
    told = ", ".join(f"`{one}`" for one in headers.values() if _ASSIGNMENT.fullmatch(one))
    raise UsageError(
        f"{name} has no column `{wanted}`.",
        f"Name the assignment in Canvas with --column. There are: {told or 'none'}.",
    )


def _is_meant(header: str, wanted: str) -> bool:
    found = _ASSIGNMENT.fullmatch(header)
    if header == wanted:
        return True
    return found is not None and wanted.strip("()") in {found["title"].strip(), found["number"]}


def _possible(rows: Sequence[tuple[int, Row]], column: int, title: str, name: str) -> Fraction | None:
    """Read what Canvas's assignment is worth; None where the export does not say.

    Raises:
        UsageError: Canvas says that the column cannot be written.
    """
    for _, row in rows[1:]:
        if "points possible" not in row.value(0).casefold():
            continue
        told = row.value(column).strip()
        if "read only" in told.casefold():
            raise UsageError(
                f"Canvas does not take grades for {title} from a file: {name} says that it is read only.",
                "Choose the column of an assignment, not one of a group or of totals.",
            )
        try:
            return parse_decimal(told) or None
        except ValueError:
            return None
    return None


def _is_student(row: Row) -> bool:
    """Tell whether a row is a student's; others say what assignments are worth and how they are posted."""
    first = row.value(0).strip().casefold()
    return bool(first) and "points possible" not in first and first != "student, test"


def _decimal_comma(table: CsvText, first: int) -> bool:
    return uses_decimal_comma(cell for row in table.rows for cell in row.values[first:])
