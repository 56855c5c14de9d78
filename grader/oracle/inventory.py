"""What of an oracle is recorded, told without importing it: that would need torch.

Recording leaves a list of the oracle's cases, with the key of the source they were read from. While the key
is that of the source as it stands, the list is complete.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from grader.errors import CourseFault
from grader.files import write_text
from grader.oracle.recordings import ADVICE, Recordings

__all__ = ["problems", "write_index"]

_INDEX: Final = "cases.json"


def problems(folder: Path) -> list[str]:
    """Say what is missing, damaged or out of date among a folder's recordings; nothing if all is well.

    Args:
        folder: The visible or hidden folder of a suite; without an `oracle.py` it needs no recordings.
    """
    if not (folder / "oracle.py").is_file():
        return []
    recordings = Recordings(folder)
    try:
        names = _recorded_names(recordings)
    except CourseFault as fault:
        return [fault.message]
    found: list[str] = []
    for name in names:
        try:
            recordings.load(name)
        except CourseFault as fault:
            found.append(fault.message)
    left = sorted(path.name for path in recordings.folder.glob("*.rec") if path.stem not in names)
    return [*found, *(f"the recording {name} belongs to no case" for name in left)]


def write_index(recordings: Recordings, names: Iterable[str]) -> None:
    """Write down which cases the oracle has as its source stands."""
    index = {"key": recordings.key, "cases": sorted(names)}
    write_text(recordings.folder / _INDEX, json.dumps(index, indent=1) + "\n")


def _recorded_names(recordings: Recordings) -> list[str]:
    try:
        index = json.loads((recordings.folder / _INDEX).read_text(encoding="utf-8"))
        key, names = index["key"], list(index["cases"])
    except FileNotFoundError as error:
        raise CourseFault("the oracle is not recorded", ADVICE) from error
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise CourseFault(f"the list of recorded cases cannot be read: {error}", ADVICE) from error
    if key != recordings.key:
        raise CourseFault("the recordings are older than their oracle", ADVICE)
    return names
