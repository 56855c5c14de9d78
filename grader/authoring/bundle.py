"""The bundle: one file with everything that grading hidden checks needs on a machine without the course.

A bundle is a zip. Its first entry, `bundle.json`, holds its format, its edition, the SHA-256 of every other
entry, and a digest of itself, so that a damaged or changed bundle is refused. It is not signed: anybody who
can write it can make another, so keep it where only instructors can write.
"""

import hashlib
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any, Final

from grader import __version__
from grader.authoring.recorded_mistakes import require_recorded
from grader.authoring.suite_proof import prove_suites
from grader.course.edition import BUNDLE_RECORD, RELEASE_RECORD, Edition, edition_of
from grader.course.loading import MANIFEST_JSON, course_to_json
from grader.errors import CourseFault, UsageError
from grader.files import pack_zip, read_course_bytes, write_bytes
from grader.model.assignment import Course
from grader.model.serialisation import to_builtins

__all__ = ["make_bundle", "open_bundle", "unpack_bundle", "write_bundle"]

_FORMAT: Final = 1
_MAX_SIZE: Final = 512_000_000  # bytes, unpacked
_ADVICE: Final = "Make it again with `grade bundle`, and copy it unchanged."
# zipfile raises these for damage; RuntimeError for what looks encrypted or packed by an unknown method.
_DAMAGE: Final = (
    zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, ValueError, LookupError, RuntimeError
)  # fmt: skip


def write_bundle(
    course: Course,
    path: Path,
    *,
    unproved: bool = False,
    on_program: Callable[[str, int], None] = lambda _name, _total: None,
) -> Edition:
    """Prove the suites of a course, and write its bundle to a file, whole or not at all.

    Args:
        course: The course.
        path: The file.
        unproved: Whether to leave out the proof, which marks the bundle.
        on_program: Called after each run of a solution with its assignment and how many runs that has.

    Returns:
        Its edition.

    Raises:
        UsageError: The course is a release, or the file cannot be written.
        CourseFault: A solution fails a check, or see `make_bundle`.
    """
    content = make_bundle(course, unproved=unproved)
    if not unproved:
        prove_suites(course, course.assignments, on_program)
    write_bytes(path, content, secret=True)
    return edition_of(course)


def make_bundle(course: Course, *, unproved: bool = False) -> bytes:
    """Pack the manifest, the solved files and the suites of a course; the same course gives the same bytes.

    The solved files decide whose fault it is when a check itself fails; without them its points stay pending.

    Args:
        course: The course.
        unproved: Whether to mark the bundle as one whose suites were not proved; every report shows the mark.

    Raises:
        UsageError: The course is a release for students, whose bundle would grade no hidden check.
        CourseFault: A file of the course cannot be read, or a recording is missing, which the machine that
            gets the bundle could not make.
    """
    if (course.root / RELEASE_RECORD).is_file():
        raise UsageError(
            f"Cannot bundle {course.root}: it is a release for students, without hidden checks.",
            "Bundle the course itself, not a release of it.",
        )
    require_recorded(course)
    marked = replace(course, unproved=unproved)
    files = {MANIFEST_JSON: course_to_json(marked, solutions=True).encode("utf-8")}
    files |= {
        path.relative_to(course.root).as_posix(): read_course_bytes(path, "file")
        for path in _files_for_grading(course)
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
    """Verify a bundle and unpack it into a temporary folder.

    Args:
        path: The bundle.

    Yields:
        The course folder, readable by this user alone. It is removed on leaving.

    Raises:
        UsageError: There is no such file.
        CourseFault: The file is damaged, altered, of another format, or no bundle; nothing is unpacked then.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise UsageError(f"There is no bundle {path}.", "Make one with `grade bundle --to FILE`.") from error
    except OSError as error:
        raise UsageError(f"Cannot read the bundle {path}: {error.strerror}.") from error
    with unpack_bundle(content, str(path)) as root:
        yield root


@contextmanager
def unpack_bundle(content: bytes, name: str, inside: Path | None = None) -> Iterator[Path]:
    """Verify the bytes of a bundle and unpack them into a temporary folder.

    Args:
        content: The bundle.
        name: What messages call it.
        inside: Where the folder is made; None for where this machine has its temporary files.

    Yields:
        The course folder, readable by this user alone. It is removed on leaving.

    Raises:
        CourseFault: See `open_bundle`.
    """
    files = _read_entries(content, name)
    with TemporaryDirectory(prefix="grade-bundle-", dir=inside) as folder:
        root = Path(folder).resolve()
        try:
            for entry, data in files.items():
                target = root / PurePosixPath(entry)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)
        except OSError as error:
            raise _refusal(name, f"it cannot be unpacked: {error.strerror}") from error
        yield root


def _files_for_grading(course: Course) -> Iterator[Path]:
    for assignment in course.assignments:
        if assignment.files.solution is not None:
            yield assignment.files.solution
        yield from assignment.files.given
        for path in sorted(assignment.files.suite.rglob("*")):
            hidden = any(part.startswith(".") for part in path.relative_to(course.root).parts)
            if path.is_file() and "__pycache__" not in path.parts and not hidden:
                yield path


def _read_entries(content: bytes, bundle: str) -> dict[str, bytes]:
    """Read every entry of a bundle, and require that it is as it was packed."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MAX_SIZE:
                raise _refusal(bundle, f"it holds more than {_MAX_SIZE // 1_000_000} MB")
            names = archive.namelist()
            entries = {entry.filename: _unpack(archive, entry) for entry in archive.infolist()}
    except _DAMAGE as error:
        raise _refusal(bundle, f"it is not a zip file, or it is cut short or damaged: {error}") from error
    _require_intact(bundle, names, entries)
    return entries


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Unpack an entry up to the size it claims; `read` would unpack all of it first."""
    with archive.open(entry) as stream:
        return stream.read(entry.file_size + 1)


def _require_intact(bundle: str, names: list[str], entries: Mapping[str, bytes]) -> None:
    """Require that the entries are those of the record, unchanged, with names that lead nowhere else."""
    files = _read_record(bundle, entries)["files"]
    if outside := [name for name in names if not _is_relative_inside(name)]:
        raise _refusal(bundle, f"the entry {outside[0]!r} leads out of it")
    packed = [name for name in names if name != BUNDLE_RECORD]
    if len(names) != len(set(names)):
        raise _refusal(bundle, "it holds two entries of one name")
    if missing := sorted(set(files) - set(packed)):
        raise _refusal(bundle, f"the entry {missing[0]!r} is missing")
    if added := sorted(set(packed) - set(files)):
        raise _refusal(bundle, f"the entry {added[0]!r} was added to it")
    for name in packed:
        if hashlib.sha256(entries[name]).hexdigest() != files[name]:
            raise _refusal(bundle, f"the entry {name!r} was changed after it was packed")


def _read_record(bundle: str, entries: Mapping[str, bytes]) -> Mapping[str, Any]:
    """Read `bundle.json`, and require that it is unchanged and of this format."""
    if BUNDLE_RECORD not in entries:
        raise _refusal(bundle, f"it has no {BUNDLE_RECORD}, so it is no bundle")
    try:
        record: dict[str, Any] = json.loads(entries[BUNDLE_RECORD])
        written_format, digest = record["format"], record.pop("digest")
        dict(record["files"])
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise _refusal(bundle, f"its {BUNDLE_RECORD} cannot be read: {error}") from error
    if written_format != _FORMAT:
        raise CourseFault(
            f"The bundle {bundle} is of format {written_format}, and this version of `grade`, {__version__}, "
            f"reads format {_FORMAT}.",
            "Grade with the version that made it, or make it again with this one: `grade bundle`.",
        )
    if digest != _digest(record):
        raise _refusal(bundle, f"its {BUNDLE_RECORD} was changed after it was packed")
    return record


def _digest(record: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(record, sort_keys=True).encode("utf-8")).hexdigest()


def _is_relative_inside(name: str) -> bool:
    path = PurePosixPath(name)
    unsafe = any(sign in name for sign in ("\\", ":", "\0")) or name.endswith("/")
    return not unsafe and not path.is_absolute() and ".." not in path.parts and name == path.as_posix()


def _refusal(bundle: str, reason: str) -> CourseFault:
    return CourseFault(f"The bundle {bundle} is refused: {reason}.", _ADVICE)
