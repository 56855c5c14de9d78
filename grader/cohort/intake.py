"""From downloads and a roster to an intake: who handed in what, and who did not."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Final

from grader.cohort.downloads import Layout, read_downloads
from grader.cohort.records import HandedIn, Ignored, Intake, Match, TimeSource, Unknown
from grader.cohort.times import HandInTimes
from grader.gradebook.students import ANY, Directory, Found, Student, choose_key

__all__ = ["match_submissions", "read_intake"]

_LONG_AGO: Final = datetime(1, 1, 1, tzinfo=UTC)
_NOBODY: Final = "Nobody on the roster has this name or any of these identifiers: {told}."
_ANOTHER: Final = "The name is that of {names}, and an identifier is not: {told}."
_SEVERAL: Final = "More than one student on the roster fits: {names}."


def read_intake(
    sources: Sequence[Path],
    *,
    zone: tzinfo,
    roster: Sequence[Student] | None = None,
    times: HandInTimes | None = None,
    layout: Layout | None = None,
    pattern: str | None = None,
    may_be_empty: bool = False,
) -> Intake:
    """Find out who handed in what. Nothing is unpacked or run.

    Args:
        sources: Folders, zips and files as a platform gives them.
        zone: The time zone of times that do not say.
        roster: The students of the course; None takes whoever handed in.
        times: When they handed in, where a table says so.
        layout: How the names are made; None finds out.
        pattern: A pattern of one's own in place of a layout.
        may_be_empty: Whether it is no error that nothing was handed in.

    Raises:
        UsageError: A source cannot be read, or nothing was handed in.
    """
    found = read_downloads(sources, zone=zone, layout=layout, pattern=pattern, may_be_empty=may_be_empty)
    return match_submissions(found.handed_in, roster=roster, times=times, ignored=found.ignored)


def match_submissions(
    handed_in: Sequence[HandedIn],
    *,
    roster: Sequence[Student] | None,
    times: HandInTimes | None = None,
    ignored: Sequence[Ignored] = (),
) -> Intake:
    """Give each submission to its student; `read_intake` tells how."""
    students = Directory(_from_downloads(handed_in) if roster is None else roster)
    matches: list[Match] = []
    unknown: list[Unknown] = []
    for one in handed_in:
        found = students.find(one.ids, one.names)
        if found.student is None:
            unknown.append(Unknown(handed_in=one, reason=_why(one, found)))
            continue
        student = _knowing(found.student, one)
        matches.append(
            Match(
                student=student,
                handed_in=_timed(one, student, times),
                by=found.by if roster is not None else "download",
            )
        )
    present = {match.student.key for match in matches}
    return Intake(
        matched=tuple(sorted(matches, key=_order)),
        unknown=tuple(unknown),
        missing=tuple(one for one in roster or () if one.key not in present),
        ignored=tuple(ignored),
        with_roster=roster is not None,
    )


def _from_downloads(handed_in: Sequence[HandedIn]) -> list[Student]:
    """Make students of what the downloads say; submissions that share an identifier have one owner."""
    known = Directory(())
    for one in handed_in:
        if known.find(one.ids, () if one.ids else one.names).student is None:
            name = one.names[0] if one.names else one.ids[0].value
            own = tuple(each for each in one.ids if each.kind != ANY)
            known.add(Student(key=choose_key(one.ids, name), name=name, ids=own))
    return known.students


def _knowing(student: Student, one: HandedIn) -> Student:
    """Add to a student of the roster the identifiers that only the download has, such as Moodle's number."""
    kinds = {each.kind for each in student.ids} - {"moodle"}
    new = tuple(each for each in one.ids if each.kind not in {*kinds, ANY} and each not in student.ids)
    return replace(student, ids=(*student.ids, *new)) if new else student


def _timed(one: HandedIn, student: Student, times: HandInTimes | None) -> HandedIn:
    moment = times.of(student) if times else None
    if moment is None or one.time_source in {TimeSource.PLATFORM, TimeSource.NAME}:
        return one
    return replace(one, handed_in=moment, time_source=TimeSource.TABLE)


def _why(one: HandedIn, found: Found) -> str:
    told = ", ".join(f"{each.kind} {each.value}" for each in one.ids if each.kind != ANY)
    names = ", ".join(f"{each.name} ({each.key})" for each in found.candidates)
    if len(found.candidates) == 1:
        return _ANOTHER.format(names=names, told=told)
    if found.candidates:
        return _SEVERAL.format(names=names)
    return _NOBODY.format(told=", ".join(filter(None, (*one.names[:1], told))) or one.label)


def _order(match: Match) -> tuple[str, str, int, datetime, str]:
    one = match.handed_in
    sortable = (match.student.sortable or match.student.name).casefold()
    return (sortable, match.student.key, one.attempt or 0, one.handed_in or _LONG_AGO, one.label)
