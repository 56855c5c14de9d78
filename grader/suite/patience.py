"""How long a submission may wait: what the solution needed is recorded, so that nobody waits for much longer.

Beside the recordings of a folder stands how much CPU time the calls of the solution took together in its
checks, which is what they take by the clock on a machine that is not busy. Several times that, and what a
few functions that wait take until they are given up, is the patience with a submission.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from grader.files import write_text
from grader.model.limits import DEFAULT_WALL_SECONDS, Limits
from grader.suite.jobs import SuiteFolder

__all__ = ["patience_with", "read_patience_key", "write_needed_seconds"]

_FILE: Final = "solution.time"
_ALWAYS_SECONDS: Final = 12.0
_TIMES_THE_SOLUTION: Final = 4.0


def patience_with(folders: Iterable[SuiteFolder], limits: Limits) -> float | None:
    """Return how many seconds the calls of a submission may pass without computing; None if unknown.

    Args:
        folders: Folders of checks. If one of them has no record, nothing is known.
        limits: Limits of the assignment. One that grants more by the clock than is usual is the last word.
    """
    if limits.wall_seconds_total > DEFAULT_WALL_SECONDS:
        return None
    needed = [_read(Path(folder.path))[1] for folder in folders]
    if not needed or min(needed) < 0:
        return None
    return min(limits.wall_seconds_total, _ALWAYS_SECONDS + _TIMES_THE_SOLUTION * sum(needed))


def read_patience_key(folder: Path) -> str:
    """Read from which sources the time of the solution was recorded; empty if it is not."""
    return _read(folder)[0]


def write_needed_seconds(folder: Path, key: str, seconds: float) -> Path:
    """Write how much time the calls of the solution took in the checks of a folder, and return the file."""
    path = folder / "recordings" / _FILE
    write_text(path, json.dumps({"key": key, "seconds": round(seconds, 1)}) + "\n")
    return path


def _read(folder: Path) -> tuple[str, float]:
    """Read key and seconds; a record that is missing or damaged is taken for none, for it only saves time."""
    try:
        record = json.loads((folder / "recordings" / _FILE).read_text(encoding="utf-8"))
        return str(record["key"]), float(record["seconds"])
    except (OSError, ValueError, LookupError, TypeError):
        return "", -1.0
