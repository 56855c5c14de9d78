"""A hand-in: a zip of the one file that is graded, with a page that says what it is and for which versions.

The same file for the same versions gives the same bytes, on every machine and at any time: no clock stands in
it, and nothing is compressed, since compressors differ. It is no seal: who writes a zip can write its page.
What it shows is that a file arrived as it was packed.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Final

from grader.errors import UnusableSubmission, UsageError
from grader.files import pack as pack_files
from grader.model.formatting import megabytes, quoted, shown
from grader.submission.candidates import Candidate
from grader.submission.containers import files_in_zip
from grader.submission.reader import Submission, read_submission
from grader.submission.source_files import MAX_ARCHIVE, read_file

__all__ = ["HandIn", "describe", "handin_problem", "pack", "read_handin"]

_PAGE: Final = "handin.json"
_SCHEMA: Final = "grade-handin/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandIn:
    """What the page of a hand-in says.

    Attributes:
        course: Name of the course.
        course_version: Its version.
        grader: Version of the grader that packed it.
        assignment: Name of the assignment.
        file: Name of the file in the zip.
        sha256: SHA-256 of the file, hexadecimal.
        source_sha256: SHA-256 of the Python that is graded, which reports give too.
    """

    course: str
    course_version: str
    grader: str
    assignment: str
    file: str
    sha256: str
    source_sha256: str


def describe(
    submission: Submission, *, course: str, course_version: str, grader: str, assignment: str, file: str
) -> HandIn:
    """Say what a submission is; the hashes are taken here, the rest is told."""
    return HandIn(
        course=course,
        course_version=course_version,
        grader=grader,
        assignment=assignment,
        file=file,
        sha256=_sha256(submission.content),
        source_sha256=submission.sha256,
    )


def pack(content: bytes, handin: HandIn) -> bytes:
    """Make the zip.

    Args:
        content: The bytes of the file that is graded.
        handin: What the page is to say.

    Raises:
        UsageError: The zip would be too large to be graded.
    """
    page = json.dumps({"schema": _SCHEMA, **asdict(handin)}, indent=2) + "\n"
    packed = pack_files({handin.file: content, _PAGE: page.encode("utf-8")}, compress=False)
    if len(packed) > MAX_ARCHIVE:
        raise UsageError(
            f"{handin.file} is too large to hand in: a zip may have {megabytes(MAX_ARCHIVE)}.",
            "Clear the outputs of the notebook and save it.",
        )
    return packed


def read_handin(path: Path) -> HandIn:
    """Read the page of a hand-in.

    Args:
        path: The zip.

    Raises:
        UsageError: It cannot be read, or is no hand-in.
        UnusableSubmission: It is no zip that an honest tool makes.
    """
    name = shown(path.as_posix())
    page = next((one for one in _files(path) if str(one.inside) == _PAGE), None)
    if page is None:
        raise UsageError(f"{name} is no hand-in: it holds no {_PAGE}.", "Make one with `grade submit`.")
    try:
        told = json.loads(page.load())
    except (ValueError, RecursionError):
        told = None
    names = [field.name for field in fields(HandIn)]
    if not isinstance(told, dict) or told.get("schema") != _SCHEMA:
        raise UsageError(
            f"{name}: {_PAGE} is not a page of the form {_SCHEMA}.", "Make one with `grade submit`."
        )
    if not all(isinstance(told.get(one), str) for one in names):
        raise UsageError(f"{name}: {_PAGE} lacks one of {', '.join(names)}.", "Make one with `grade submit`.")
    return HandIn(**{one: told[one] for one in names})


def handin_problem(path: Path, handin: HandIn, module: str) -> list[str]:
    """Check the zip against its page.

    Args:
        path: The zip.
        handin: What its page says.
        module: Name of the file the assignment expects, without suffix.

    Returns:
        What differs, in sentences; nothing if the zip is as it was packed, and grading it grades the same
        code.

    Raises:
        UnusableSubmission: It is no zip that an honest tool makes.
    """
    inside = {str(one.inside): one for one in _files(path)}
    found = [f"It also holds {quoted(name)}." for name in inside if name not in (_PAGE, handin.file)]
    if handin.file not in inside:
        return [*found, f"It does not hold {quoted(handin.file)}."]
    if _sha256(inside[handin.file].load()) != handin.sha256:
        found.append(f"{quoted(handin.file)} was altered after it was packed: its SHA-256 is another.")
    if (problem := _graded_otherwise(path, handin, module)) is not None:
        found.append(problem)
    return found


def _graded_otherwise(path: Path, handin: HandIn, module: str) -> str | None:
    try:
        graded = read_submission(path, module=module).sha256
    except (UnusableSubmission, UsageError) as error:
        return f"It cannot be graded: {error.message}"
    return (
        None
        if graded == handin.source_sha256
        else "What is graded of it now is not the code that was packed."
    )


def _files(path: Path) -> list[Candidate]:
    name = shown(path.as_posix())
    return files_in_zip(path, read_file(path, name, MAX_ARCHIVE), name)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
