"""What is new in a folder that students save to, each submission only when it is whole.

Looks are compared, and no notices of the system awaited: a folder that other machines write to, as in a lab,
gives none.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from grader.cohort.records import HandedIn, Intake, Match, Source

__all__ = ["Arrivals", "Look"]

_Place = tuple[str, str]
_File = tuple[Path, str, int, datetime | None, int]
_State = tuple[_File, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one look showed.

    Attributes:
        intake: Everything that is there.
        ready: What is to be graded: new or changed since it last was, and the same as a look before.
    """

    intake: Intake
    ready: Intake


class Arrivals:
    """Finds what has arrived or changed since it was last given out.

    A submission is given out when two looks running find its files with the same sizes and times, for a file
    that is being copied grows. One whose copy stalled for longer is given out again when the rest has come.

    Args:
        read: Reads the intake as it is now.
    """

    def __init__(self, read: Callable[[], Intake]) -> None:
        self._read = read
        self._seen: dict[_Place, _State] = {}
        self._given: dict[_Place, _State] = {}

    def look(self) -> Look:
        """Look once; what is ready counts as given out.

        Raises:
            UsageError: What is watched cannot be read.
        """
        intake = self._read()
        now = {_place(match): _state(match.handed_in) for match in intake.matched}
        ready = {
            place: state
            for place, state in now.items()
            if self._seen.get(place) == state != self._given.get(place)
        }
        self._seen = now
        # What is gone and comes back is graded as if it were new; the gradebook knows whether it is.
        self._given = {place: state for place, state in self._given.items() if place in now} | ready
        chosen = tuple(match for match in intake.matched if _place(match) in ready)
        return Look(intake=intake, ready=replace(intake, matched=chosen))


def _place(match: Match) -> _Place:
    return (match.student.key, match.handed_in.label)


def _state(handed_in: HandedIn) -> _State:
    return tuple(map(_file_state, handed_in.sources))


def _file_state(source: Source) -> _File:
    return (source.path, str(source.inside), source.size, source.modified, _archive_time(source))


def _archive_time(source: Source) -> int:
    """Return when the zip that a file is in was changed; the times in it may stay the same."""
    if source.member is None:
        return 0
    try:
        return source.path.stat().st_mtime_ns
    except OSError:
        return 0
