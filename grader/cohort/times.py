"""When each student handed in, from a table: a worksheet of Moodle, or one's own."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Final

from grader.errors import UsageError
from grader.files import read_course_bytes
from grader.gradebook.columns import identity_columns, normalise_header, student_of
from grader.gradebook.csv_text import Row, parse_csv
from grader.gradebook.students import Directory, Student

__all__ = ["HandInTimes", "parse_time", "read_times"]

_HEADERS: Final = (
    "last modified (submission)", "submission time", "submitted at", "handed in", "time", "time submitted",
    "zuletzt geändert (abgabe)", "dernière modification (travail remis)",
)  # fmt: skip
_FORMS: Final = (
    "%A, %d %B %Y, %I:%M %p", "%A, %d %B %Y, %H:%M", "%d %B %Y, %I:%M %p", "%d/%m/%Y, %H:%M",
    "%d.%m.%Y %H:%M", "%d.%m.%Y, %H:%M", "%Y/%m/%d %H:%M",
)  # fmt: skip
_OFFSET: Final = re.compile(r" (?=[+-]\d{2}:?\d{2}$)")


class HandInTimes:
    """When each student handed in.

    Args:
        times: Students as the table names them, with their times.
    """

    def __init__(self, times: Sequence[tuple[Student, datetime]]) -> None:
        self._directory = Directory(student for student, _ in times)
        self._times = {student.key: moment for student, moment in times}

    def of(self, student: Student) -> datetime | None:
        """Return when a student handed in; None where the table does not say."""
        found = self._directory.find(student.ids, (student.name, student.sortable)).student
        return self._times[found.key] if found else None


def read_times(path: Path, zone: tzinfo) -> HandInTimes:
    """Read a table of times.

    Args:
        path: A CSV file with a column that names students, as a roster has, and one with times, such as
            `time`, or `Last modified (submission)` in a worksheet of Moodle.
        zone: The time zone of times that do not say.

    Raises:
        UsageError: It cannot be read, lacks a column, or has a time that is none; each with its line.
    """
    rows = [
        row for row in parse_csv(read_course_bytes(path, "table of times"), str(path)).rows if not row.blank
    ]
    header = rows[0].values if rows else ()
    columns = identity_columns(header)
    normal = [normalise_header(one) for one in header]
    column = next((normal.index(name) for name in _HEADERS if name in normal), None)
    if column is None or not columns:
        raise UsageError(
            f"{path} has no column of times."
            if column is None
            else f"{path} has no column that names students.",
            "It needs a column `time` and one that names students, as a worksheet of Moodle has.",
        )
    problems: list[str] = []
    times = list(_times(rows[1:], columns, column, zone, problems))
    if problems:
        raise UsageError(
            "\n".join(f"{path}, {one}" for one in problems[:20]), "Write times as 2026-11-28T14:00."
        )
    return HandInTimes(times)


def parse_time(text: str, zone: tzinfo) -> datetime:
    """Read a time: ISO 8601, or as Moodle writes it in English.

    Args:
        text: The time.
        zone: Its time zone, where it does not say.

    Raises:
        ValueError: It is in no known form.
    """
    told = _OFFSET.sub("", " ".join(text.split()).replace(" UTC", "+00:00"))
    moment = _parsed(told)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _parsed(told: str) -> datetime:
    try:
        return datetime.fromisoformat(told)
    except ValueError:
        pass
    for form in _FORMS:
        try:
            return datetime.strptime(told, form)  # noqa: DTZ007  # the caller adds the zone
        except ValueError:
            continue
    raise ValueError(told)


def _times(
    rows: list[Row], columns: dict[str, int], column: int, zone: tzinfo, problems: list[str]
) -> Iterator[tuple[Student, datetime]]:
    for row in rows:
        student, told = student_of(row, columns), row.value(column).strip()
        if student is None or not told or told == "-":
            continue
        try:
            yield student, parse_time(told, zone)
        except ValueError:
            problems.append(f"line {row.line}: `{told}` is no time that can be read.")
