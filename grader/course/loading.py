"""Find the course that a path is in, and load it."""

from pathlib import Path
from typing import Final

from grader.course.plain import PLAIN, read_plain
from grader.course.records import Course
from grader.errors import UsageError, not_installed

__all__ = ["MANIFEST", "find_course", "load_course"]

MANIFEST: Final = "assignments.yaml"
"""Name of the manifest, which makes a folder a course; a release has `assignments.json` instead."""


def find_course(start: Path) -> Path:
    """Find the course that a file or folder belongs to.

    Args:
        start: Where to look first, then in every folder above it; it need not exist.

    Returns:
        The course folder, which holds the manifest or its plain form; absolute.

    Raises:
        UsageError: If no folder from `start` upwards holds a manifest.
    """
    here = start.resolve()
    for folder in (here, *here.parents):
        if _has(folder, MANIFEST) or _has(folder, PLAIN):
            return folder
    raise _no_course(here)


def load_course(root: Path) -> Course:
    """Load a course.

    Args:
        root: The course folder.

    Returns:
        The course, valid in every respect.

    Raises:
        UsageError: If the folder holds no manifest, or what reads it is not installed.
        CourseFault: If the manifest is wrong; the message gives every problem with its line and column, and
            the error, a `ManifestFault`, has them as records.
    """
    if not _has(root, MANIFEST):
        if _has(root, PLAIN):
            return read_plain(root / PLAIN)
        raise _no_course(root.resolve())
    try:
        # pydantic and PyYAML take about 100 ms to import, and only those who write a course have them.
        from grader.course.reading import read_course  # noqa: PLC0415  # as just said
    except ModuleNotFoundError as error:
        raise not_installed(f"Reading {MANIFEST}", f"{error.name}") from error

    return read_course(root / MANIFEST)


def _has(folder: Path, name: str) -> bool:
    """Whether a folder holds a file of a name that we may look at."""
    try:
        return (folder / name).is_file()
    except OSError:
        return False


def _no_course(folder: Path) -> UsageError:
    """Make the error for a folder that is not in a course."""
    return UsageError(
        f"There is no course here: neither {folder} nor a folder above it holds {MANIFEST} or {PLAIN}.",
        f"Run the command in the course folder, the one with {MANIFEST} or {PLAIN} in it.",
    )
