"""The edition of a course, by which a release and a bundle are known to belong together.

The fingerprint covers everything that students can see and are judged by: points, parts, limits, tolerances
and the visible suites with their recordings. Correcting a hidden check or moving a date needs no new release.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from grader import __version__
from grader.course.loading import course_to_builtins
from grader.errors import CourseFault, GraderError, UsageError
from grader.files import read_course_bytes
from grader.model.assignment import Assignment, Course
from grader.model.serialisation import from_builtins

__all__ = [
    "BUNDLE_RECORD",
    "RELEASE_RECORD",
    "Edition",
    "edition_of",
    "files_for_students",
    "grading_edition",
    "require_same",
]

BUNDLE_RECORD: Final = "bundle.json"
"""Name of the record of a bundle's contents."""
RELEASE_RECORD: Final = "release.json"
"""Name of the record of a release's contents."""

_LARGEST_RECORD: Final = 1 << 20
# Moving a date changes no check, and neither do the rules for grades, nor what is said of the solution.
_COURSE_RULES: Final = ("attempts", "late", "drop_lowest", "most", "unproved")
_RULES: Final = ("due", "attempts", "late", "weight", "bonus", "given")
_TEXT_SUFFIXES: Final = (".py", ".toml", ".json", ".time")
# What the suite is audited with, and what running it leaves behind.
_JUDGES_NOTHING: Final = frozenset({"__pycache__", "variants", "equivalent-mutants.toml", "promises.toml"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One edition of a course.

    Attributes:
        course: Name of the course.
        version: Version of the course, as its manifest gives it.
        grader: Version of the grader that made the release or the bundle.
        fingerprint: SHA-256 of what students are judged by and can see, hexadecimal.
    """

    course: str
    version: str
    grader: str
    fingerprint: str

    def __str__(self) -> str:
        return f"{self.course} {self.version} (edition {self.fingerprint[:8]})"


def edition_of(course: Course) -> Edition:
    """Compute the edition of a course as it is now.

    Raises:
        CourseFault: If a file of a visible suite cannot be read.
    """
    described = course_to_builtins(course, solutions=False)
    for rule in _COURSE_RULES:
        described["course"].pop(rule, None)
    for assignment in described["assignments"]:
        for rule in _RULES:
            del assignment[rule]
    files = {
        path.relative_to(course.root).as_posix(): _hash(path)
        for assignment in course.assignments
        for path in files_for_students(assignment)
    }
    text = json.dumps([described, files], sort_keys=True)
    return Edition(
        course=course.name,
        version=course.version,
        grader=__version__,
        fingerprint=hashlib.sha256(text.encode("utf-8")).hexdigest(),
    )


def grading_edition(course: Course, assignment: Assignment) -> str:
    """Compute what an assignment is graded by as it is now: a change of a check, hidden ones too, changes it.

    Args:
        course: The course.
        assignment: One of its assignments; a change of another one changes nothing.

    Returns:
        SHA-256 of its points, parts, limits and tolerances and of its suite, hexadecimal.

    Raises:
        CourseFault: If a file of the suite cannot be read.
    """
    entries = course_to_builtins(course, solutions=False)["assignments"]
    (described,) = (entry for entry in entries if entry["name"] == assignment.name)
    judged_by = {key: value for key, value in described.items() if key not in {*_RULES, "title"}}
    suite = assignment.files.suite
    files = {
        path.relative_to(suite).as_posix(): _hash(path)
        for path in sorted(suite.rglob("*"))
        if path.is_file() and not _JUDGES_NOTHING.intersection(path.relative_to(suite).parts)
    }
    files |= {path.relative_to(course.root).as_posix(): _hash(path) for path in assignment.files.given}
    return hashlib.sha256(json.dumps([judged_by, files], sort_keys=True).encode("utf-8")).hexdigest()


def files_for_students(assignment: Assignment) -> list[Path]:
    """List what students get besides exercises: visible checks, their recordings, and given files.

    The oracle is left out, because its models compute the right answers; what it draws is recorded.
    """
    folder = assignment.visible
    files = [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    shared = assignment.files.suite / "conftest.py"
    kept = [path for path in files if path != folder / "oracle.py" and not path.name.startswith(".")]
    more = [shared] if shared.is_file() else []
    return sorted({*kept, *more, *assignment.files.given})


def require_same(release: Path, bundle: Path) -> Edition:
    """Require that a release and a bundle are of the same edition.

    Args:
        release: The folder of a student's release. If it holds no record, as when a student handed in a
            single file, there is nothing to compare.
        bundle: The course folder of an open bundle.

    Returns:
        The edition of the bundle.

    Raises:
        UsageError: If they are of different editions, or the release's record is damaged.
        CourseFault: If the bundle's record is damaged.
    """
    ours = _read_edition(bundle / BUNDLE_RECORD)
    if not (release / RELEASE_RECORD).is_file():
        return ours
    theirs = _read_edition(release / RELEASE_RECORD, UsageError)
    if theirs.fingerprint != ours.fingerprint:
        raise UsageError(
            f"This folder is of {theirs}, and the bundle grades {ours}.",
            "Grade it with the bundle that was made with its release, or bring the release up to date first.",
        )
    return ours


def _read_edition(path: Path, fault: type[GraderError] = CourseFault) -> Edition:
    """Read which edition a record names.

    Args:
        path: The record.
        fault: What to raise where it names none: whoever could change the file is at fault.
    """
    try:
        with path.open("rb") as stream:
            text = stream.read(_LARGEST_RECORD).decode("utf-8")  # cut off, a larger one is no JSON any more
        return from_builtins(json.loads(text)["edition"], Edition)
    except (OSError, ValueError, LookupError, TypeError, RecursionError) as error:
        raise fault(
            f"{path} does not say which edition it belongs to: {error}",
            "Take the file anew from the release or the bundle; it is not meant to be edited.",
        ) from error


def _hash(path: Path) -> str:
    content = read_course_bytes(path, "file of the suite")
    # A checkout on Windows may have other line ends, and is the same edition.
    text = content.replace(b"\r\n", b"\n") if path.suffix in _TEXT_SUFFIXES else content
    return hashlib.sha256(text).hexdigest()
