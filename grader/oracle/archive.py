"""Write a suite folder's recordings whole or not at all, and tell whether they are up to date."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path

from grader.errors import CourseFault, UsageError
from grader.files import write_bytes, write_text
from grader.oracle.recordings import INDEX, Recordings, pack_recording

__all__ = ["folder_problems", "record_suite", "write_index"]


def folder_problems(folder: Path) -> list[str]:
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


def record_suite(folder: Path, progress: Callable[[str], None]) -> list[Path]:
    """Record every case of a folder that is not recorded completely; leave one that is alone.

    Args:
        folder: The visible or hidden folder of a suite.
        progress: Told the name of each case before it is recorded.

    Returns:
        The files that were written.

    Raises:
        UsageError: PyTorch is not installed.
        CourseFault: The oracle cannot be imported, or a model fails; nothing is written then.
    """
    if not folder_problems(folder):
        return []
    try:
        from grader.oracle.torch_backend import record_folder  # noqa: PLC0415  # imports torch
    except ModuleNotFoundError as error:
        raise UsageError(
            "Recording needs PyTorch, which is not installed.",
            "Install it with: pip install 'backprop-grader[record]' -c constraints.txt",
        ) from error
    recordings = Recordings(folder)
    made = {recordings.path(one.name): pack_recording(one) for one in record_folder(folder, progress)}
    for path, content in made.items():
        write_bytes(path, content)
    for path in recordings.folder.glob("*.rec"):
        if path not in made:
            path.unlink()
    write_index(recordings, (path.stem for path in made))
    return list(made)
