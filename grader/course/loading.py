"""Find the course that a path is in, and load it from its manifest or from the JSON form of one."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from grader.errors import CourseFault, UsageError, not_installed
from grader.model.assignment import Assignment, Course, Files
from grader.model.serialisation import from_builtins, to_builtins

__all__ = ["MANIFEST", "MANIFEST_JSON", "course_to_builtins", "course_to_json", "find_course", "load_course"]

MANIFEST: Final = "assignments.yaml"
"""Name of the manifest, which makes a folder a course."""
MANIFEST_JSON: Final = "assignments.json"
"""Name of the manifest's JSON form, which releases and bundles have instead: it is read without pydantic."""


def find_course(start: Path) -> Path:
    """Find the course that a file or folder belongs to.

    Args:
        start: Where to look first, then in every folder above it; it need not exist.

    Returns:
        The course folder, which holds the manifest or its JSON form; absolute.

    Raises:
        UsageError: If no folder from `start` upwards holds a manifest.
    """
    here = start.resolve()
    for folder in (here, *here.parents):
        if _has(folder, MANIFEST) or _has(folder, MANIFEST_JSON):
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
        ManifestFault: If the manifest is invalid; the error lists every problem with its line and column.
        CourseFault: If the manifest's JSON form is damaged.
    """
    if not _has(root, MANIFEST):
        if _has(root, MANIFEST_JSON):
            return _read_course_json(root / MANIFEST_JSON)
        raise _no_course(root.resolve())
    try:
        # pydantic and PyYAML take about 100 ms to import, and only authors of a course have them.
        from grader.course.manifest import read_manifest  # noqa: PLC0415  # see above
    except ModuleNotFoundError as error:
        raise not_installed(f"Reading {MANIFEST}", f"{error.name}") from error

    return read_manifest(root / MANIFEST)


def _has(folder: Path, name: str) -> bool:
    """Return whether a folder holds a file of this name, and may be searched."""
    try:
        return (folder / name).is_file()
    except OSError:
        return False


def _no_course(folder: Path) -> UsageError:
    """Make the error for a folder that is not in a course."""
    names = f"{MANIFEST} or {MANIFEST_JSON}"
    return UsageError(
        f"There is no course here: neither {folder} nor a folder above it holds {names}.",
        f"Run the command in the course folder, the one with {names} in it.",
    )


def course_to_builtins(course: Course, *, solutions: bool) -> dict[str, Any]:
    """Turn a course into dicts, lists, texts and numbers, with the keys of the manifest.

    Args:
        course: The course.
        solutions: Whether to include the paths of the solved files; those of the handouts never are.
    """
    return {
        "course": {
            key: value
            for key, value in to_builtins(replace(course, assignments=())).items()
            # The mark of a bundle is no key of a manifest: it stands only where it is one.
            if key not in {"root", "assignments"} and (key != "unproved" or value)
        },
        "assignments": [
            {
                **_without_empty(to_builtins(one), "packages"),
                "files": _relative_paths(one.files, course.root, solutions=solutions),
            }
            for one in course.assignments
        ],
    }


def course_to_json(course: Course, *, solutions: bool) -> str:
    """Write a course as the text of `assignments.json`; see `course_to_builtins`."""
    return json.dumps(course_to_builtins(course, solutions=solutions), indent=2, ensure_ascii=False) + "\n"


def _read_course_json(path: Path) -> Course:
    """Read a course from its `assignments.json`; the folder it is in is the course folder.

    Raises:
        CourseFault: If it is not as `course_to_json` wrote it.
    """
    root = path.parent.resolve()
    try:
        written = json.loads(path.read_text(encoding="utf-8"))
        fields = {"root": str(root), **written["course"], "assignments": written["assignments"]}
        course = from_builtins(fields, Course, exact=True)
        return replace(
            course, assignments=tuple(_with_absolute_paths(one, root) for one in course.assignments)
        )
    except (OSError, ValueError, LookupError, TypeError, RecursionError) as error:
        raise CourseFault(
            f"{path} is not as `grade` wrote it: {type(error).__name__}: {error}",
            "Take the file anew from where you got the course; it is not meant to be edited.",
        ) from error


def _without_empty(described: dict[str, Any], key: str) -> dict[str, Any]:
    """Leave a key out where it is empty, so that the editions of courses that never had it stay."""
    return {name: value for name, value in described.items() if name != key or value}


def _relative_paths(files: Files, root: Path, *, solutions: bool) -> dict[str, str | list[str]]:
    paths = {"stub": files.stub, "solution": files.solution if solutions else None, "suite": files.suite}
    single = {key: path.relative_to(root).as_posix() for key, path in paths.items() if path is not None}
    given = [path.relative_to(root).as_posix() for path in files.given]
    # Left out where there are none, so that the editions of courses without given files stay as they were.
    return {**single, **({"given": given} if given else {})}


def _with_absolute_paths(assignment: Assignment, root: Path) -> Assignment:
    files = assignment.files
    return replace(
        assignment,
        files=Files(
            stub=_resolve_inside(root, files.stub),
            solution=files.solution and _resolve_inside(root, files.solution),
            suite=_resolve_inside(root, files.suite),
            given=tuple(_resolve_inside(root, path) for path in files.given),
        ),
    )


def _resolve_inside(root: Path, path: Path) -> Path:
    """Make a path absolute.

    Raises:
        ValueError: It leads out of the course folder.
    """
    if path.is_absolute() or ".." in path.parts or set("\\:") & set(path.as_posix()):
        raise ValueError(f"the path {path.as_posix()!r} leads out of the course folder")
    return root / path
