"""Reads the points of parts graded by hand from a CSV file."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

from grader.errors import UsageError
from grader.gradebook.columns import identifiers_of, identity_columns, names_of, normalise_header
from grader.gradebook.csv_text import Row, parse_csv
from grader.gradebook.decimals import parse_decimal
from grader.gradebook.figures import format_points
from grader.gradebook.records import Mark
from grader.gradebook.students import Directory, Student

__all__ = ["read_marks"]

_MOST_TOLD: Final = 20
_REMARK: Final = ("remark", "comment", "reason")


def read_marks(
    content: bytes, name: str, *, students: Sequence[Student], parts: Mapping[str, Fraction]
) -> list[Mark]:
    """Read marks from a CSV file.

    Args:
        content: The file: columns that name students, as in a roster; one for each part, named for it; and
            one `remark`, if wanted. An empty cell is no mark.
        name: The file in messages.
        students: The students of the gradebook.
        parts: The parts that are graded by hand, with their points.

    Raises:
        UsageError: Something in it cannot be understood; all of it is told at once, each with its line.
    """
    rows = [row for row in parse_csv(content, name).rows if not row.blank]
    header = rows[0] if rows else Row(cells=(), end="", line=1)
    columns = identity_columns(header.values)
    normal = [normalise_header(one) for one in header.values]
    places = {
        part: normal.index(normalise_header(part)) for part in parts if normalise_header(part) in normal
    }
    if not columns or not places:
        told = ", ".join(f"`{part}`" for part in parts) or "none"
        raise UsageError(
            f"{name} has no column that names students, or none of a part graded by hand.",
            f"The first line names the columns: a name or identifier, and parts. The parts are {told}.",
        )
    problems: list[str] = []
    marks = list(_marks(rows[1:], columns, places, parts, Directory(students), _remark(normal), problems))
    if problems:
        more = len(problems) - _MOST_TOLD
        told = "\n".join(f"{name}, {one}" for one in problems[:_MOST_TOLD])
        raise UsageError(f"{told}\nand {more} more" if more > 0 else told, "Nothing was entered.")
    if not marks:
        raise UsageError(f"{name} has no mark in it.")
    return marks


def _remark(normal: Sequence[str]) -> int | None:
    return next((normal.index(one) for one in _REMARK if one in normal), None)


def _marks(
    rows: Sequence[Row],
    columns: Mapping[str, int],
    places: Mapping[str, int],
    parts: Mapping[str, Fraction],
    directory: Directory,
    remark: int | None,
    problems: list[str],
) -> Iterator[Mark]:
    lines: dict[str, int] = {}
    for row in rows:
        told = {part: row.value(at).strip() for part, at in places.items() if row.value(at).strip()}
        if not told:
            continue
        found = directory.find(identifiers_of(row, columns), [one for one in names_of(row, columns) if one])
        if found.student is None:
            who = ", ".join(one for one in row.values[:3] if one)
            problem = "more than one student fits" if found.candidates else "the gradebook knows no student"
            problems.append(f"line {row.line}: {problem} `{who}`.")
            continue
        key = found.student.key
        if key in lines:
            problems.append(f"line {row.line}: {found.student.name} ({key}) stands in line {lines[key]} too.")
            continue
        lines[key] = row.line
        for part, text in told.items():
            points = _points(text, parts[part])
            if points is None:
                most = format_points(parts[part])
                problems.append(f"line {row.line}: `{text}` for {part} is no number from 0 to {most}.")
            else:
                yield Mark(
                    student=key, part=part, points=points, reason="" if remark is None else row.value(remark)
                )


def _points(text: str, most: Fraction) -> Fraction | None:
    try:
        points = parse_decimal(text)
    except ValueError:
        return None
    return points if points <= most else None
