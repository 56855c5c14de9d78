"""Which edition of the course a release or a bundle is, and whether the two belong together.

The fingerprint is that of everything students are judged by and can see: points, parts, limits, tolerances
and the visible suites with their recordings. Hidden checks may be corrected, and a date moved, without a
new release.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from grader import __version__
from grader.course.loading import course_as_plain
from grader.errors import CourseFault, UsageError
from grader.files import read_bytes
from grader.model.assignment import Assignment, Course

__all__ = ["BUNDLE_RECORD", "RELEASE_RECORD", "Edition", "edition_of", "files_for_students", "require_same"]

BUNDLE_RECORD: Final = "bundle.json"
"""Name of the file in a bundle that says what it holds."""
RELEASE_RECORD: Final = "release.json"
"""Name of the file in a release that says what it holds."""

_TEXT: Final = (".py", ".json")


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

    def as_plain(self) -> dict[str, str]:
        """Turn it into plain data."""
        return asdict(self)


def edition_of(course: Course) -> Edition:
    """Work out which edition a course is as it stands.

    Raises:
        CourseFault: If a file of a visible suite cannot be read.
    """
    plain = course_as_plain(course, solutions=False)
    for assignment in plain["assignments"]:
        del assignment["due"]  # a date that is moved changes no mark
    files = {
        path.relative_to(course.root).as_posix(): _hash(path)
        for assignment in course.assignments
        for path in files_for_students(assignment)
    }
    text = json.dumps([plain, files], sort_keys=True)
    return Edition(
        course=course.name,
        version=course.version,
        grader=__version__,
        fingerprint=hashlib.sha256(text.encode("utf-8")).hexdigest(),
    )


def files_for_students(assignment: Assignment) -> list[Path]:
    """List what students get of a suite: the visible checks, their recordings, and what both suites share.

    The oracle stays behind: its models compute the right answers, and what it draws is recorded.
    """
    folder = assignment.visible
    files = [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    shared = assignment.files.suite / "conftest.py"
    kept = [path for path in files if path != folder / "oracle.py" and not path.name.startswith(".")]
    return sorted([*kept, shared] if shared.is_file() else kept)


def require_same(handed_in: Path, bundle: Path) -> Edition:
    """Require that a release and a bundle are of the same edition.

    Args:
        handed_in: The folder of a student's release. If it holds no record, as when a student handed in a
            file alone, there is nothing to compare.
        bundle: The course folder of an open bundle.

    Returns:
        The edition of the bundle, which the report may name.

    Raises:
        UsageError: If they are of different editions.
        CourseFault: If one of the records is damaged.
    """
    ours = _read(bundle / BUNDLE_RECORD)
    if not (handed_in / RELEASE_RECORD).is_file():
        return ours
    theirs = _read(handed_in / RELEASE_RECORD)
    if theirs.fingerprint != ours.fingerprint:
        raise UsageError(
            f"This folder is of {theirs}, and the bundle grades {ours}.",
            "Grade it with the bundle that was made with its release, or bring the release up to date first.",
        )
    return ours


def _read(path: Path) -> Edition:
    try:
        record: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return Edition(**{name: str(record["edition"][name]) for name in Edition.__slots__})
    except (OSError, ValueError, LookupError, TypeError, RecursionError) as error:
        raise CourseFault(
            f"{path} does not say which edition it belongs to: {error}",
            "Take the file anew from the release or the bundle; it is not meant to be edited.",
        ) from error


def _hash(path: Path) -> str:
    content = read_bytes(path, "file of the suite")
    # A checkout on Windows may end its lines in another way, and is the same edition.
    text = content.replace(b"\r\n", b"\n") if path.suffix in _TEXT else content
    return hashlib.sha256(text).hexdigest()
