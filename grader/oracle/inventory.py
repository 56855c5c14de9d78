"""What of an oracle is recorded, told without importing it: that would need torch.

Recording leaves a list of the oracle's cases, with the key of the source they were read from. While the key
is that of the source as it stands, the list is complete.
"""

import json
from collections.abc import Iterable
from pathlib import Path

from grader.errors import CourseFault
from grader.files import write_text
from grader.oracle.recordings import INDEX, Recordings

__all__ = ["problems", "write_index"]


def problems(folder: Path) -> list[str]:
    """Say what is missing, damaged or out of date among a folder's recordings; nothing if all is well.

    Args:
        folder: The visible or hidden folder of a suite; a release has recordings and no
            `oracle.py`, and a suite without either needs none.
    """
    recordings = Recordings(folder)
    if not (folder / "oracle.py").is_file() and not (recordings.folder / INDEX).is_file():
        return []
    try:
        key, names = recordings.index()
    except CourseFault as fault:
        return [fault.message]
    if key != recordings.key:
        return ["the recordings are older than their oracle"]
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
    write_text(recordings.folder / INDEX, json.dumps(index, indent=1) + "\n")
