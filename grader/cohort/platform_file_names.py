"""How Canvas, Moodle and a pattern of one's own write into a file's name whose it is.

Canvas    `lovelaceada_LATE_501_90017_model-1.py`: name, mark, the person's number, the file's number, and the
          student's own name for the file, with `-1` where it replaces an earlier one of that name.
Moodle    `Ada Lovelace_90003_assignsubmission_file_/model.py`; without the last underscore since 4.1; as one
          long name where the instructor chose to download without folders.
"""

import re
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import PurePosixPath
from typing import Final

from grader.errors import UsageError
from grader.gradebook.students import ANY, KINDS, Identifier

__all__ = ["Owner", "compile_pattern", "read_canvas", "read_moodle", "read_pattern", "read_plain"]

_CANVAS: Final = re.compile(
    r"(?P<name>.+?)(?P<late>_LATE)?_(?P<person>\d+)_(?P<file>\d+|text|link)(?:_(?P<own>.+))?", re.DOTALL
)
_AGAIN: Final = re.compile(r"(?P<stem>.+)-(?P<times>[1-9]\d?)")
_MOODLE: Final = re.compile(
    r"(?P<name>.*)_(?P<person>\d+)_assignsubmission_(?P<what>[a-z]+)(?:_(?P<own>.*))?", re.DOTALL
)
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_GROUPS: Final = frozenset({"id", "name", "first", "last", "file", "time", "late", "attempt", *KINDS})
_SAYS_WHO: Final = _GROUPS - {"file", "time", "late", "attempt"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """What a file's name says.

    Attributes:
        label: What files of the same submission have in common.
        inside: The file's place in the submission.
        names: Spellings of the student's name.
        ids: Identifiers of the student.
        late: Whether it was late; None where the name does not say.
        attempt: Which attempt it was; None where the name does not say.
        handed_in: When it was handed in; None where the name does not say.
    """

    label: str
    inside: PurePosixPath
    names: tuple[str, ...] = ()
    ids: tuple[Identifier, ...] = ()
    late: bool | None = None
    attempt: int | None = None
    handed_in: datetime | None = None


def read_canvas(inside: PurePosixPath) -> Owner | None:
    """Read a name as Canvas writes it; None where it is not one."""
    found = _CANVAS.fullmatch(inside.name)
    if found is None or (found["file"].isdigit() and not found["own"]):
        # A text entry is `name_501_text.html`, which has no number of a file and no name of its own.
        found = re.fullmatch(
            r"(?P<name>.+?)(?P<late>_LATE)?_(?P<person>\d+)_(?P<own>(?:text|link)\.html)", inside.name
        )
        if found is None:
            return None
    own, attempt = _canvas_attempt(found["own"] or inside.name)
    return Owner(
        label=f"{found['name']}_{found['person']}",
        inside=PurePosixPath(own),
        names=(found["name"],),
        ids=(Identifier(kind="canvas", value=found["person"]),),
        late=found["late"] is not None,
        attempt=attempt,
    )


def read_moodle(inside: PurePosixPath) -> Owner | None:
    """Read a path as Moodle writes it; None where it is not one.

    The participant's number in it is Moodle's for this assignment, the one in the worksheet; it is no number
    of the institution's.
    """
    for depth, part in enumerate(inside.parts):
        found = _MOODLE.fullmatch(part)
        if found is None:
            continue
        rest = PurePosixPath(*inside.parts[depth + 1 :])
        own = PurePosixPath(found["own"] or "", rest)
        if not own.parts:
            return None
        return Owner(
            label=f"{found['name']}_{found['person']}",
            inside=own,
            names=(found["name"],),
            ids=(Identifier(kind="moodle", value=found["person"]),),
        )
    return None


def read_plain(inside: PurePosixPath) -> Owner:
    """Read a path in which the top folder, or the file's stem, is the student: a name or any identifier."""
    top = inside.parts[0]
    who = top if len(inside.parts) > 1 else inside.stem
    return Owner(
        label=who,
        inside=PurePosixPath(*inside.parts[1:]) if len(inside.parts) > 1 else inside,
        names=(re.sub(r"[_.-]+", " ", who), who),
        ids=(Identifier(kind="email" if _EMAIL.fullmatch(who) else ANY, value=who),),
    )


def compile_pattern(pattern: str) -> re.Pattern[str]:
    """Compile a pattern of one's own.

    Args:
        pattern: A regular expression for the whole path of a file below the folder, with named groups: `id`
            or a kind of identifier, `name`, `first`, `last`, and, optionally, `file`, `time` (ISO 8601),
            `late` (present or not) and `attempt`.

    Raises:
        UsageError: It is no regular expression, or its groups do not say whose a file is.
    """
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        place = f" at character {error.pos + 1}" if error.pos is not None else ""
        raise UsageError(f"The pattern is no regular expression: {error.msg}{place}.") from error
    groups = set(compiled.groupindex)
    known = ", ".join(f"`{name}`" for name in sorted(_GROUPS))
    if groups - _GROUPS:
        raise UsageError(f"The pattern has a group `{min(groups - _GROUPS)}`.", f"Groups may be {known}.")
    if not groups & _SAYS_WHO:
        raise UsageError("The pattern has no group that says whose a file is.", f"Groups may be {known}.")
    return compiled


def read_pattern(inside: PurePosixPath, pattern: re.Pattern[str], zone: tzinfo) -> Owner | None:
    """Read a path by a pattern of one's own; None where it does not match.

    Args:
        inside: The path below the folder or in the zip.
        pattern: What `compile_pattern` returned.
        zone: The time zone of times that do not say.

    Raises:
        UsageError: A time or an attempt in the name cannot be read.
    """
    found = pattern.fullmatch(str(inside))
    if found is None:
        return None
    told = {name: text for name, text in found.groupdict().items() if text}
    ids = tuple(Identifier(kind=kind, value=told[kind]) for kind in KINDS if kind in told)
    if "id" in told:
        ids = (*ids, Identifier(kind=ANY, value=told["id"]))
    names = [told["name"]] if "name" in told else []
    if "last" in told or "first" in told:
        names.append(f"{told.get('last', '')}, {told.get('first', '')}")
    label = " ".join(told[name] for name in sorted(told.keys() & (_SAYS_WHO | {"attempt", "time"})))
    return Owner(
        label=label,
        inside=PurePosixPath(told.get("file", inside.name)),
        names=tuple(names),
        ids=ids,
        late="late" in told if "late" in pattern.groupindex else None,
        attempt=_whole(told["attempt"], inside) if "attempt" in told else None,
        handed_in=_time(told["time"], inside, zone) if "time" in told else None,
    )


def _canvas_attempt(own: str) -> tuple[str, int]:
    """Take the mark of a replaced file off its name; return the name and which attempt it is."""
    path = PurePosixPath(own)
    found = _AGAIN.fullmatch(path.stem)
    if found is None:
        return own, 1
    return f"{found['stem']}{path.suffix}", int(found["times"]) + 1


def _whole(text: str, inside: PurePosixPath) -> int:
    if not text.isdecimal():
        raise UsageError(
            f"{inside}: the attempt `{text}` is no whole number.", "Correct the group `attempt`."
        )
    return int(text)


def _time(text: str, inside: PurePosixPath, zone: tzinfo) -> datetime:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(
            f"{inside}: the time `{text}` is not of the form 2026-11-28T14:00.", "Correct the group `time`."
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)
