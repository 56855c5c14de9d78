"""List the candidates in a folder or a zip; names are validated, and nothing is unpacked to disk."""

import io
import os
import re
import stat
import struct
import unicodedata
import zlib
from collections import deque
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from grader.errors import UnusableSubmission, UsageError
from grader.model.formatting import printable_name, quote_code
from grader.submission.candidates import Candidate, is_candidate, is_ignored
from grader.submission.source_files import read_capped, read_file, size_limit, unreadable_error

if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo

__all__ = ["candidates_in_folder", "candidates_in_zip", "files_in_folder", "files_in_zip"]

# The search of a home folder that was named by mistake stops here.
_MOST_FOLDER_ENTRIES: Final = 2000
_ZIP_AGAIN: Final = "Put your file into a new zip and hand that in, or hand in the file by itself."
_MOST_ZIP_ENTRIES: Final = 200
# Bits of an entry's flags, and the two compression methods that every tool writes. LZMA is left out: a file
# may make its decoder take 4 GB of memory.
_ENCRYPTED: Final = 0x1
_UTF8_NAME: Final = 0x800
_STORED: Final = 0
_DEFLATED: Final = 8
_DRIVE: Final = re.compile(r"[A-Za-z]:")
# zipfile and zlib raise these for damaged files, besides BadZipFile, which shares no base with them.
_DAMAGE: Final = (
    OSError, EOFError, ValueError, RuntimeError, OverflowError, struct.error, zlib.error
)  # fmt: skip


def candidates_in_folder(folder: Path, name: str) -> list[Candidate]:
    """Find the Python files and notebooks in a folder, with the arguments of `files_in_folder`."""
    return files_in_folder(folder, name, is_candidate)


def files_in_folder(folder: Path, name: str, wanted: Callable[[PurePosixPath], bool]) -> list[Candidate]:
    """Find files in a folder and the folders below it.

    Hidden files, links to folders, and links that lead out of the folder are skipped.

    Args:
        folder: The folder.
        name: The folder as the student knows it.
        wanted: Which files to find, by their paths; others count for nothing.

    Raises:
        UsageError: A folder cannot be read, or holds far more than a submission does.
    """
    root = folder.resolve()
    found: list[Candidate] = []
    waiting = deque([PurePosixPath()])
    seen = 0
    while waiting:
        below = waiting.popleft()
        for entry in _entries(folder / below, name):
            seen += entry.is_dir(follow_symlinks=False) or wanted(below / entry.name)
            if seen > _MOST_FOLDER_ENTRIES:
                raise UsageError(
                    f"{name or 'This folder'} holds more than {_MOST_FOLDER_ENTRIES} folders, notebooks and"
                    " Python files.",
                    "Name the file to grade instead.",
                )
            inside = below / entry.name
            if is_ignored(inside):
                continue
            if entry.is_dir(follow_symlinks=False):
                waiting.append(inside)
            elif wanted(inside) and _is_file_inside(entry, root):
                found.append(_candidate_in_folder(folder, inside, name))
    return found


def _entries(folder: Path, name: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        raise unreadable_error(name, error) from error


def _is_file_inside(entry: os.DirEntry[str], root: Path) -> bool:
    """Return whether an entry is a regular file whose target is in the folder."""
    try:
        return entry.is_file() and (not entry.is_symlink() or Path(entry.path).resolve().is_relative_to(root))
    except (OSError, RuntimeError):
        # A ring of links is no file.
        return False


def _candidate_in_folder(folder: Path, inside: PurePosixPath, name: str) -> Candidate:
    path = folder / inside
    shown_name = printable_name(inside.as_posix() if name in {"", "."} else f"{name}/{inside}")
    return Candidate(
        path=path,
        inside=inside,
        name=shown_name,
        load=lambda: read_file(path, shown_name, size_limit(inside.suffix.lower())),
    )


def candidates_in_zip(path: Path, content: bytes, name: str) -> list[Candidate]:
    """Find the Python files and notebooks in a zip; the arguments and errors are those of `files_in_zip`."""
    return files_in_zip(path, content, name, is_candidate)


def files_in_zip(
    path: Path, content: bytes, name: str, wanted: Callable[[PurePosixPath], bool] = lambda _inside: True
) -> list[Candidate]:
    """Find the files in a zip that are neither hidden nor generated, whatever they hold.

    Args:
        path: The zip on disk.
        content: Its bytes.
        name: The zip as the student knows it.
        wanted: Which files to find, by their paths; others count for nothing.

    Raises:
        UnusableSubmission: It is damaged, has too many files, or an entry that no honest tool makes: a name
            that leads out of the zip, a link, an encrypted file, or two names that are one on some systems.
    """
    import zipfile  # noqa: PLC0415  # few submissions are zips

    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, *_DAMAGE) as error:
        raise UnusableSubmission(f"{name} is not a zip file, or a damaged one.", _ZIP_AGAIN) from error
    files: dict[str, tuple[PurePosixPath, ZipInfo]] = {}
    for info in archive.infolist():
        inside = _validated_path(info, name)
        if (
            is_ignored(inside)
            or not wanted(inside)
            or stat.S_ISDIR(_mode(info))
            or info.orig_filename.endswith(("/", "\\"))
        ):
            continue
        _require_readable(info, inside, name)
        key = unicodedata.normalize("NFC", str(inside)).casefold()
        if key in files:
            both = f"{quote_code(str(files[key][0]))} and {quote_code(str(inside))}"
            raise _refused(name, f"holds both {both}, which are one name on some systems")
        files[key] = (inside, info)
        if len(files) > _MOST_ZIP_ENTRIES:
            raise _refused(name, f"holds more than {_MOST_ZIP_ENTRIES} files")
    return [_candidate_in_zip(path, archive, entry, name) for entry in files.values()]


def _validated_path(info: "ZipInfo", name: str) -> PurePosixPath:
    """Return an entry's path in the zip, with its name decoded as its maker meant it."""
    # Old tools of Windows separate folders by backslashes.
    path = _decoded_name(info).replace("\\", "/")
    if path.startswith("/") or _DRIVE.match(path) or ".." in path.split("/") or "\0" in path:
        raise _refused(name, f"holds an entry whose name leads out of it, {quote_code(path)}")
    return PurePosixPath(path)


def _decoded_name(info: "ZipInfo") -> str:
    """Decode a name whose encoding the zip does not declare, and which zipfile read as code page 437.

    Chinese systems write UTF-8 or GB 2312. Western names in code page 437 are valid in neither.
    """
    if info.flag_bits & _UTF8_NAME:
        return info.orig_filename
    raw = info.orig_filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb2312"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.orig_filename


def _require_readable(info: "ZipInfo", inside: PurePosixPath, name: str) -> None:
    if stat.S_IFMT(_mode(info)) not in {0, stat.S_IFREG}:
        raise _refused(name, f"holds a link or device, {quote_code(str(inside))}")
    if info.flag_bits & _ENCRYPTED:
        raise _refused(name, f"is encrypted: {quote_code(str(inside))} needs a password")


def _mode(info: "ZipInfo") -> int:
    return info.external_attr >> 16


def _candidate_in_zip(
    path: Path, archive: "ZipFile", entry: tuple[PurePosixPath, "ZipInfo"], name: str
) -> Candidate:
    inside, info = entry
    shown_name = f"{name}/{printable_name(str(inside))}"

    def load() -> bytes:
        import zipfile  # noqa: PLC0415  # few submissions are zips

        if info.compress_type not in {_STORED, _DEFLATED}:
            raise _refused(name, f"is packed in a way that is not read here (method {info.compress_type})")
        try:
            with archive.open(info) as stream:
                return read_capped(stream, shown_name, size_limit(inside.suffix.lower()))
        except (zipfile.BadZipFile, *_DAMAGE) as error:
            raise UnusableSubmission(f"{shown_name} is damaged in the zip.", _ZIP_AGAIN) from error

    return Candidate(path=path, inside=inside, name=shown_name, load=load)


def _refused(name: str, why: str) -> UnusableSubmission:
    return UnusableSubmission(f"{name} {why}.", _ZIP_AGAIN)
