"""The bundle: one file with all that is needed to grade hidden checks where the course itself is not.

A bundle is a zip. Its first entry, `bundle.json`, gives its format, its edition and the SHA-256 of every
other entry; a digest of that is part of it. So a bundle that was cut short or changed is noticed. It is not
signed: whoever can write it can also make another, so it must come from where only instructors can write.
"""

import hashlib
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any, Final

from grader import __version__
from grader.authoring.recorded_mistakes import require_recorded
from grader.course.edition import BUNDLE_RECORD, RELEASE_RECORD, Edition, edition_of
from grader.course.loading import MANIFEST_JSON, course_to_json
from grader.errors import CourseFault, UsageError
from grader.files import pack_zip, read_course_bytes, write_bytes
from grader.model.assignment import Course
from grader.model.serialisation import to_builtins

__all__ = ["make_bundle", "open_bundle", "write_bundle"]

_FORMAT: Final = 1
_LARGEST: Final = 512_000_000
_AGAIN: Final = "Make it anew with `grade bundle`, and copy it as it is."
# zipfile raises these for damage; RuntimeError for what looks encrypted or packed by an unknown method.
_DAMAGE: Final = (
    zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, ValueError, LookupError, RuntimeError
)  # fmt: skip


def write_bundle(course: Course, path: Path) -> Edition:
    """Write the bundle of a course to a file, whole or not at all.

    Returns:
        Its edition.

    Raises:
        UsageError: If this is a release, or the file cannot be written.
        CourseFault: See `make_bundle`.
    """
    write_bytes(path, make_bundle(course))
    return edition_of(course)


def make_bundle(course: Course) -> bytes:
    """Pack a course: its manifest, its solved files and its whole suites.

    The same course gives the same bytes. The solved files decide whose fault it is when a check itself fails;
    without them its points stay open.

    Raises:
        UsageError: If this is a release for students: its bundle would be of the right edition, and grade no
            hidden check.
        CourseFault: If a file of the course cannot be read, or if something is not recorded: the machine that
            gets the bundle could not record it.
    """
    if (course.root / RELEASE_RECORD).is_file():
        raise UsageError(
            f"{course.root} is a release for students, in which there are no hidden checks to bundle.",
            "A bundle is made from the course itself, not from a release.",
        )
    require_recorded(course)
    files = {MANIFEST_JSON: course_to_json(course, solutions=True).encode("utf-8")}
    files |= {
        path.relative_to(course.root).as_posix(): read_course_bytes(path, "file") for path in _paths(course)
    }
    record = {
        "format": _FORMAT,
        "edition": to_builtins(edition_of(course)),
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())},
    }
    record["digest"] = _digest(record)
    text = json.dumps(record, indent=1) + "\n"
    return pack_zip({BUNDLE_RECORD: text.encode("utf-8"), **dict(sorted(files.items()))})


@contextmanager
def open_bundle(path: Path) -> Iterator[Path]:
    """Check a bundle and unpack it for as long as it is needed.

    Args:
        path: The bundle.

    Yields:
        A course folder to grade with, readable by this user alone. It is removed on leaving.

    Raises:
        UsageError: If there is no such file.
        CourseFault: If it is damaged, altered, of another format, or no bundle at all; then nothing is
            unpacked.
    """
    files = _read(path)
    with TemporaryDirectory(prefix="grade-bundle-") as folder:
        root = Path(folder).resolve()
        try:
            for name, content in files.items():
                target = root / PurePosixPath(name)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
        except OSError as error:
            raise _refuse(path, f"it cannot be unpacked: {error.strerror}") from error
        yield root


def _paths(course: Course) -> Iterator[Path]:
    """Give the files of a course that grading needs."""
    for assignment in course.assignments:
        if assignment.files.solution is not None:
            yield assignment.files.solution
        for path in sorted(assignment.files.suite.rglob("*")):
            hidden = any(part.startswith(".") for part in path.relative_to(course.root).parts)
            if path.is_file() and "__pycache__" not in path.parts and not hidden:
                yield path


def _read(path: Path) -> dict[str, bytes]:
    """Read every entry of a bundle, and require that each is what was packed."""
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise UsageError(f"There is no bundle {path}.", "`grade bundle --to FILE` makes one.") from error
    except OSError as error:
        raise UsageError(f"The bundle {path} cannot be read: {error.strerror}.") from error
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _LARGEST:
                raise _refuse(path, f"it holds more than {_LARGEST // 1_000_000} MB")
            names = archive.namelist()
            entries = {entry.filename: _unpacked(archive, entry) for entry in archive.infolist()}
    except _DAMAGE as error:
        raise _refuse(path, f"it is no zip file, or is cut short or damaged: {error}") from error
    _require_intact(path, names, entries)
    return entries


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Unpack an entry as far as the size that it claims; `read` alone would unpack all of it first."""
    with archive.open(entry) as stream:
        return stream.read(entry.file_size + 1)


def _require_intact(path: Path, names: list[str], entries: Mapping[str, bytes]) -> None:
    """Require that the entries are those of the record, with their content and names that stay inside."""
    record = _record(path, entries)
    files = record["files"]
    if outside := [name for name in names if not _stays_inside(name)]:
        raise _refuse(path, f"the entry {outside[0]!r} leads out of it")
    packed = [name for name in names if name != BUNDLE_RECORD]
    if len(names) != len(set(names)):
        raise _refuse(path, "it holds two entries of one name")
    if missing := sorted(set(files) - set(packed)):
        raise _refuse(path, f"the entry {missing[0]!r} is missing")
    if added := sorted(set(packed) - set(files)):
        raise _refuse(path, f"the entry {added[0]!r} was added to it")
    for name in packed:
        if hashlib.sha256(entries[name]).hexdigest() != files[name]:
            raise _refuse(path, f"the entry {name!r} was changed after it was packed")


def _record(path: Path, entries: Mapping[str, bytes]) -> Mapping[str, Any]:
    """Read `bundle.json`, and require that it is of our format and unchanged."""
    if BUNDLE_RECORD not in entries:
        raise _refuse(path, f"it has no {BUNDLE_RECORD}, so it is no bundle")
    try:
        record = json.loads(entries[BUNDLE_RECORD])
        written, digest = record["format"], record.pop("digest")
        dict(record["files"])
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise _refuse(path, f"its {BUNDLE_RECORD} cannot be read: {error}") from error
    if written != _FORMAT:
        raise CourseFault(
            f"The bundle {path} is of format {written}, and this version of `grade`, {__version__}, "
            f"reads format {_FORMAT}.",
            "Grade with the version that made it, or make it anew with this one: `grade bundle`.",
        )
    if digest != _digest(record):
        raise _refuse(path, f"its {BUNDLE_RECORD} was changed after it was packed")
    checked: Mapping[str, Any] = record
    return checked


def _digest(record: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(record, sort_keys=True).encode("utf-8")).hexdigest()


def _stays_inside(name: str) -> bool:
    parts = PurePosixPath(name)
    odd = any(sign in name for sign in ("\\", ":", "\0")) or name.endswith("/")
    return not odd and not parts.is_absolute() and ".." not in parts.parts and name == parts.as_posix()


def _refuse(path: Path, reason: str) -> CourseFault:
    return CourseFault(f"The bundle {path} is refused: {reason}.", _AGAIN)
