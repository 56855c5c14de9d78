"""An intake for people and for programs: what `--dry-run` shows before anything runs."""

from datetime import tzinfo
from typing import Any, Final

from grader.cohort.records import HandedIn, Intake, Match, TimeSource

__all__ = ["intake_as_dict", "intake_lines"]

_HOW: Final = {
    TimeSource.PLATFORM: "from the platform",
    TimeSource.TABLE: "from the table of times",
    TimeSource.NAME: "from the name",
    TimeSource.GIT: "from the newest commit",
    TimeSource.ZIP: "from the zip, perhaps the time of the download",
    TimeSource.FILE: "from the file on disk, perhaps the time of unpacking",
    TimeSource.UNKNOWN: "",
}
_MOST_IGNORED: Final = 20


def intake_lines(intake: Intake, zone: tzinfo) -> list[str]:
    """Write an intake as lines of text.

    Args:
        intake: What was found.
        zone: The time zone to show times in.

    Returns:
        One line for each submission, then whoever handed in twice, under an unknown name or nothing, and
        what was passed over.
    """
    lines = [_line(match, zone) for match in intake.matched]
    for matches in intake.repeated.values():
        name = matches[0].student.name
        lines.append(f"{name} handed in {len(matches)} times; each is graded, and the policy decides.")
    if intake.unknown:
        lines.append(f"Not on the roster: {len(intake.unknown)}")
        lines += [f"  {one.handed_in.label}: {one.reason}" for one in intake.unknown]
    if intake.missing:
        lines.append(f"Nothing handed in: {len(intake.missing)}")
        lines += [f"  {one.name} ({one.key})" for one in intake.missing]
    if intake.ignored:
        lines.append(f"Passed over: {len(intake.ignored)}")
        lines += [f"  {one.place}: {one.reason}" for one in intake.ignored[:_MOST_IGNORED]]
        if len(intake.ignored) > _MOST_IGNORED:
            lines.append(f"  and {len(intake.ignored) - _MOST_IGNORED} more")
    return [_printable(line) for line in lines]


def intake_as_dict(intake: Intake) -> dict[str, Any]:
    """Return an intake as values that JSON has."""
    return {
        "with_roster": intake.with_roster,
        "matched": [
            {"student": one.student.key, "name": one.student.name, "by": one.by, **_submission(one.handed_in)}
            for one in intake.matched
        ],
        "unknown": [{"reason": one.reason, **_submission(one.handed_in)} for one in intake.unknown],
        "missing": [{"student": one.key, "name": one.name} for one in intake.missing],
        "ignored": [{"place": one.place, "reason": one.reason} for one in intake.ignored],
    }


def _line(match: Match, zone: tzinfo) -> str:
    one = match.handed_in
    files = ", ".join(source.inside.name for source in one.sources[:3])
    more = f" and {len(one.sources) - 3} more" if len(one.sources) > 3 else ""
    late = " LATE" if one.late else ""
    return (
        f"{match.student.name} ({match.student.key}, by {match.by}): {files}{more}; {_when(one, zone)}{late}"
    )


def _when(one: HandedIn, zone: tzinfo) -> str:
    if one.handed_in is None:
        return "time unknown"
    return f"{one.handed_in.astimezone(zone):%Y-%m-%d %H:%M} {_HOW[one.time_source]}"


def _submission(one: HandedIn) -> dict[str, Any]:
    return {
        "label": one.label,
        "layout": one.layout,
        "files": [str(source.inside) for source in one.sources],
        "handed_in": one.handed_in.isoformat() if one.handed_in else None,
        "time_source": one.time_source.value,
        "late": one.late,
        "attempt": one.attempt,
    }


def _printable(line: str) -> str:
    """Escape what a terminal would obey; names of files are the students'."""
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode("ascii") for one in line)
