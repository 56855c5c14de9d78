"""Hand-ins: a zip of the one file that is graded and a record of its contents and versions.

The same file for the same versions gives the same bytes, on every machine and at any time: the zip holds no
clock time and nothing compressed, since compressors differ. It is no seal, because anyone can write a zip: it
shows that a file arrived as it was packed.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from grader.errors import UnusableSubmission, UsageError
from grader.files import pack_zip
from grader.model.formatting import format_megabytes, printable_name, quote_code
from grader.model.serialisation import from_builtins, to_builtins
from grader.submission.candidates import Candidate
from grader.submission.containers import files_in_zip
from grader.submission.reader import Submission, read_submission
from grader.submission.source_files import MAX_ARCHIVE, read_file

__all__ = ["HandIn", "find_handin_problems", "handin_record", "pack_handin", "read_handin"]

_RECORD: Final = "handin.json"
_SCHEMA: Final = "grade-handin/1"
_MAX_RECORD: Final = 1 << 16
_MAKE_ONE: Final = "Make one with `grade submit`."


@dataclass(frozen=True, slots=True, kw_only=True)
class HandIn:
    """The record in a hand-in.

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


def handin_record(
    submission: Submission, *, course: str, course_version: str, grader: str, assignment: str, file: str
) -> HandIn:
    """Make the record of a submission, with its hashes."""
    return HandIn(
        course=course,
        course_version=course_version,
        grader=grader,
        assignment=assignment,
        file=file,
        sha256=_sha256(submission.content),
        source_sha256=submission.sha256,
    )


def pack_handin(content: bytes, handin: HandIn) -> bytes:
    """Pack the zip.

    Args:
        content: The bytes of the file that is graded.
        handin: The record.

    Raises:
        UsageError: The zip would be too large to be graded.
    """
    record = json.dumps({"schema": _SCHEMA, **to_builtins(handin)}, indent=2) + "\n"
    packed = pack_zip({handin.file: content, _RECORD: record.encode("utf-8")}, compress=False)
    if len(packed) > MAX_ARCHIVE:
        raise UsageError(
            f"{handin.file} is too large to hand in: a zip may have {format_megabytes(MAX_ARCHIVE)}.",
            "Clear the outputs of the notebook and save it.",
        )
    return packed


def read_handin(path: Path) -> HandIn:
    """Read the record in a hand-in.

    Args:
        path: The zip.

    Raises:
        UsageError: It cannot be read, or is no hand-in.
        UnusableSubmission: It is no zip that an honest tool makes.
    """
    name = printable_name(path.as_posix())
    file = next((one for one in _files(path) if str(one.inside) == _RECORD), None)
    if file is None:
        raise UsageError(f"{name} is no hand-in: it holds no {_RECORD}.", _MAKE_ONE)
    return _parsed_record(file.load(), name)


def _parsed_record(content: bytes, name: str) -> HandIn:
    try:
        record = json.loads(content)
    except (ValueError, RecursionError):
        record = None
    if not isinstance(record, dict) or record.get("schema") != _SCHEMA:
        raise UsageError(f"{name}: {_RECORD} is not a record of the form {_SCHEMA}.", _MAKE_ONE)
    try:
        return from_builtins(record, HandIn)
    except ValueError as error:
        raise UsageError(f"{name}: {_RECORD} is incomplete: {error}.", _MAKE_ONE) from error


def packed_for(path: Path) -> str:
    """Return the assignment that a hand-in was packed for.

    Args:
        path: A zip, or the folder into which a platform has unpacked it.

    Returns:
        The assignment's name; empty if it is no hand-in.
    """
    try:
        if path.is_dir():
            return _parsed_record(read_file(path / _RECORD, _RECORD, _MAX_RECORD), _RECORD).assignment
        return read_handin(path).assignment if path.suffix.lower() == ".zip" else ""
    except (UnusableSubmission, UsageError):
        return ""


def find_handin_problems(path: Path, handin: HandIn, module: str) -> list[str]:
    """Check the zip against its record.

    Args:
        path: The zip.
        handin: Its record.
        module: Name of the file the assignment expects, without suffix.

    Returns:
        A sentence for each difference; none if the zip is as it was packed, and grading it grades the same
        code.

    Raises:
        UnusableSubmission: It is no zip that an honest tool makes.
    """
    inside = {str(one.inside): one for one in _files(path)}
    found = [f"It also holds {quote_code(name)}." for name in inside if name not in (_RECORD, handin.file)]
    if handin.file not in inside:
        return [*found, f"It does not hold {quote_code(handin.file)}."]
    if _sha256(inside[handin.file].load()) != handin.sha256:
        found.append(f"{quote_code(handin.file)} was altered after it was packed: its SHA-256 is another.")
    try:
        if read_submission(path, module=module).sha256 != handin.source_sha256:
            found.append("What is graded of it now is not the code that was packed.")
    except (UnusableSubmission, UsageError) as error:
        found.append(f"It cannot be graded: {error.message}")
    return found


def _files(path: Path) -> list[Candidate]:
    name = printable_name(path.as_posix())
    return files_in_zip(path, read_file(path, name, MAX_ARCHIVE), name)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
