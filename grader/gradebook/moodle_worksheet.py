"""Fills grades into the grading worksheet of a Moodle assignment, and packs feedback as Moodle takes it back.

The worksheet's headers are in the language of the site. So none is written: the instructor's own worksheet is
filled in, and the column of grades is known by the header that says when the grade was last changed. It has
the same word in brackets: `Grade`, `Last modified (grade)`; `Bewertung`, `Zuletzt geändert (Bewertung)`.

Moodle numbers the participants of each assignment anew; the worksheet and the downloaded files say how.
"""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

from grader.errors import UsageError
from grader.files import pack_zip
from grader.gradebook.columns import identifiers_of, identity_columns, names_of, normalise_header
from grader.gradebook.csv_text import Row, parse_csv
from grader.gradebook.decimals import parse_decimal, uses_decimal_comma
from grader.gradebook.filling import Filled, Outgoing, fill_rows, require_same_possible, scaled
from grader.gradebook.students import Directory, Student

__all__ = ["fill_moodle", "moodle_numbers", "pack_feedback"]

_BRACKETS: Final = re.compile(r".*\((?P<word>[^()]+)\)")
_NUMBERED: Final = re.compile(r"\D*\d+")
_MOST: Final = ("maximum grade", "höchstwert", "höchste bewertung", "maximale bewertung", "note maximale")
# What no system has in a name of a file; an underscore would shift what Moodle reads from the name.
_NOT_IN_NAMES: Final = re.compile(r'[_/\\:*?"<>|\x00-\x1f]+')
_DOWNLOAD_AGAIN: Final = (
    "Download the grading worksheet from the assignment's page in Moodle again and name the file as it comes."
)


def fill_moodle(
    content: bytes,
    name: str,
    *,
    possible: Fraction,
    students: Sequence[Student],
    grades: Mapping[str, Outgoing],
    column: str = "",
    comments: str = "",
    scale: bool = False,
) -> Filled:
    """Fill grades into a grading worksheet.

    Args:
        content: The worksheet.
        name: The worksheet in messages.
        possible: Points the assignment is worth in the course.
        students: The students of the gradebook.
        grades: Grades by the student's key. Who is excused gets no grade: Moodle has no word for it.
        column: The header of the column of grades; empty finds it.
        comments: The header of the column of comments; empty leaves comments as they are.
        scale: Whether to scale points where Moodle's assignment is worth something else.

    Raises:
        UsageError: It is no grading worksheet, a column is missing, or the assignment is worth something else
            there; Moodle passes over grades above its maximum without a word.
    """
    table = parse_csv(content, name)
    rows = [(place, row) for place, row in enumerate(table.rows) if not row.blank]
    header = rows[0][1] if rows else Row(cells=(), end="", line=1)
    where = _grade_column(header, column, name)
    remarks = _named(header, comments, name) if comments else None
    body = rows[1:]
    theirs = _possible(header, body)
    require_same_possible(possible, theirs, f"The assignment in {name}", scale=scale)
    comma = uses_decimal_comma(cell for _, row in body for cell in row.values)
    texts: dict[str, dict[int, str]] = {}
    for key, one in grades.items():
        if one.excused or one.points is None:
            continue
        texts[key] = {where: scaled(one.points, possible, theirs, comma=comma)}
        if remarks is not None and one.comment:
            texts[key][remarks] = one.comment
    return fill_rows(
        table,
        body,
        header=_with_identifier(header, [row for _, row in body]),
        column=where,
        students=students,
        texts=texts,
    )


def moodle_numbers(content: bytes, name: str, students: Sequence[Student]) -> dict[str, str]:
    """Read the number that an assignment in Moodle has for each student, by the student's key.

    Args:
        content: The assignment's grading worksheet.
        name: The worksheet in messages.
        students: The students of the gradebook.

    Raises:
        UsageError: It has no numbers.
    """
    rows = [row for row in parse_csv(content, name).rows if not row.blank]
    header = _with_identifier(rows[0], rows[1:]) if rows else Row(cells=(), end="", line=1)
    columns = identity_columns(header.values)
    if "moodle" not in columns:
        raise UsageError(f"{name} has no column of Moodle's numbers.", _DOWNLOAD_AGAIN)
    directory = Directory(students)
    numbers = {}
    for row in rows[1:]:
        ids = identifiers_of(row, columns)
        found = directory.find(ids, [one for one in names_of(row, columns) if one]).student
        number = next((one.value for one in ids if one.kind == "moodle"), "")
        if found is not None and number:
            numbers[found.key] = number
    return numbers


def pack_feedback(
    texts: Mapping[str, str],
    students: Sequence[Student],
    numbers: Mapping[str, str],
    *,
    file: str = "feedback.html",
) -> bytes:
    """Pack one file for each student as the zip that Moodle takes back.

    Args:
        texts: The text of the file by the student's key.
        students: The students of the gradebook.
        numbers: The number that the assignment in Moodle has for each student, by the student's key.
        file: Name of the file in Moodle.

    Returns:
        The zip; upload it under "Upload multiple feedback files in a zip".

    Raises:
        UsageError: Moodle's number of a student is not known.
    """
    if file.startswith((".", "~")) or "/" in file:
        raise UsageError(f"Moodle passes over a file named {file}.", "Name it feedback.html or feedback.txt.")
    by_key = {one.key: one for one in students}
    unknown = [key for key in texts if key not in by_key or not numbers.get(key)]
    if unknown:
        raise UsageError(
            f"Moodle's number is not known of {', '.join(sorted(unknown)[:10])}.",
            "It stands in the grading worksheet of the assignment: download it again, with everyone in it.",
        )
    return pack_zip(
        {
            f"{_folder(by_key[key], numbers[key])}/{file}": text.encode("utf-8")
            for key, text in sorted(texts.items(), key=lambda pair: by_key[pair[0]].name.casefold())
        }
    )


def _folder(student: Student, number: str) -> str:
    name = " ".join(_NOT_IN_NAMES.sub(" ", student.name).split()).strip(" .~") or student.key
    return f"{name}_{number}_assignsubmission_file_"


def _grade_column(header: Row, wanted: str, name: str) -> int:
    if wanted:
        return _named(header, wanted, name)
    normal = [normalise_header(one) for one in header.values]
    in_brackets = {found["word"] for one in normal if (found := _BRACKETS.fullmatch(one)) is not None}
    matches = [at for at, one in enumerate(normal) if one in in_brackets]
    if len(matches) == 1:
        return matches[0]
    told = ", ".join(f"`{one}`" for one in header.values) or "none"
    raise UsageError(
        f"{name} is no grading worksheet of Moodle: the column of grades was not found in it.",
        f"{_DOWNLOAD_AGAIN} Or name the column with --column; there are {told}.",
    )


def _named(header: Row, wanted: str, name: str) -> int:
    normal = [normalise_header(one) for one in header.values]
    if normalise_header(wanted) not in normal:
        told = ", ".join(f"`{one}`" for one in header.values)
        raise UsageError(f"{name} has no column `{wanted}`.", f"There are {told}.")
    return normal.index(normalise_header(wanted))


def _possible(header: Row, body: Sequence[tuple[int, Row]]) -> Fraction | None:
    """Read what Moodle's assignment is worth; None where the worksheet does not say in known words."""
    normal = [normalise_header(one) for one in header.values]
    column = next((normal.index(one) for one in _MOST if one in normal), None)
    if column is None or not body:
        return None
    try:
        return parse_decimal(body[0][1].value(column)) or None
    except ValueError:
        return None


def _with_identifier(header: Row, body: Sequence[Row]) -> Row:
    """Return the header with its first column named as in English, where that holds Moodle's numbers."""
    numbered = all(_NUMBERED.fullmatch(row.value(0).strip()) for row in body)
    if "moodle" in identity_columns(header.values) or not numbered or not header.cells:
        return header
    first, *rest = header.cells
    return Row(
        cells=(type(first)(raw="Identifier", value="Identifier"), *rest), end=header.end, line=header.line
    )
