"""Find the course that a path is in, and load it."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any, Final

from grader.errors import CourseFault, UsageError, not_installed
from grader.model.assignment import Assignment, Course, Files, Part, Reveal, Scoring, Tolerance
from grader.model.isolation import Isolation
from grader.model.limits import Limits

__all__ = ["MANIFEST", "PLAIN", "course_as_plain", "find_course", "load_course", "plain_text", "read_plain"]

PLAIN: Final = "assignments.json"
"""Name of the file, which makes a folder a course as a manifest does."""

_LIMITS: Final = ("cpu_seconds_per_call", "cpu_seconds_total", "memory_mb", "output_kb")


def course_as_plain(course: Course, *, solutions: bool) -> dict[str, Any]:
    """Turn a course into plain data.

    Args:
        course: The course.
        solutions: Whether to say where the solved files are. Where the handouts' templates are is never said.

    Returns:
        Dicts, lists, text and numbers, with the keys of the manifest.
    """
    return {
        "course": {"name": course.name, "version": course.version, "isolation": course.isolation.value},
        "assignments": [_assignment(course.root, one, solutions=solutions) for one in course.assignments],
    }


def plain_text(course: Course, *, solutions: bool) -> str:
    """Write a course as the text of `assignments.json`; see `course_as_plain`."""
    return json.dumps(course_as_plain(course, solutions=solutions), indent=2, ensure_ascii=False) + "\n"


def read_plain(path: Path) -> Course:
    """Read a course from its `assignments.json`.

    Args:
        path: The file; the folder it is in is the course folder.

    Returns:
        The course.

    Raises:
        CourseFault: If it is not as `plain_text` wrote it.
    """
    try:
        return _read_course(path.parent.resolve(), json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, LookupError, TypeError, RecursionError, AttributeError) as error:
        raise CourseFault(
            f"{path} is not as `grade` wrote it: {type(error).__name__}: {error}",
            "Take the file anew from where you got the course; it is not meant to be edited.",
        ) from error


def _assignment(root: Path, one: Assignment, *, solutions: bool) -> dict[str, Any]:
    paths = {"stub": one.files.stub, "suite": one.files.suite}
    if solutions and one.files.solution is not None:
        paths["solution"] = one.files.solution
    return {
        "name": one.name,
        "title": one.title,
        "due": one.due.isoformat(),
        "files": {key: path.relative_to(root).as_posix() for key, path in paths.items()},
        "limits": {name: getattr(one.limits, name) for name in _LIMITS},
        "reveal": one.reveal.value,
        "tolerances": {"rtol": one.tolerances.rtol, "atol": one.tolerances.atol},
        "parts": [
            {"name": part.name, "title": part.title, "points": part.points, "scoring": part.scoring.value}
            for part in one.parts
        ],
    }


def _read_course(root: Path, plain: Mapping[str, Any]) -> Course:
    course = plain["course"]
    return Course(
        root=root,
        name=course["name"],
        version=course["version"],
        isolation=Isolation(course["isolation"]),
        assignments=tuple(_read_assignment(root, one) for one in plain["assignments"]),
    )


def _read_assignment(root: Path, plain: Mapping[str, Any]) -> Assignment:
    paths = {key: _inside(root, path) for key, path in plain["files"].items()}
    return Assignment(
        name=plain["name"],
        title=plain["title"],
        due=datetime.fromisoformat(plain["due"]),
        files=Files(stub=paths["stub"], solution=paths.get("solution"), handout=None, suite=paths["suite"]),
        limits=Limits(**plain["limits"]),
        reveal=Reveal(plain["reveal"]),
        tolerances=Tolerance(**plain["tolerances"]),
        parts=tuple(Part(**{**part, "scoring": Scoring(part["scoring"])}) for part in plain["parts"]),
    )


def _inside(root: Path, path: str) -> Path:
    """Make a path absolute.

    Raises:
        ValueError: It leads out of the course folder.
    """
    parts = PurePosixPath(path)
    if parts.is_absolute() or ".." in parts.parts or "\\" in path or ":" in path:
        raise ValueError(f"the path {path!r} leads out of the course folder")
    return root / parts


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
        from grader.course.manifest import read_manifest  # noqa: PLC0415  # as just said
    except ModuleNotFoundError as error:
        raise not_installed(f"Reading {MANIFEST}", f"{error.name}") from error

    return read_manifest(root / MANIFEST)


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
