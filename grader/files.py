"""Read files of the course, write files atomically, and pack zips."""

import errno
import io
import os
import stat
from collections.abc import Collection, Mapping
from pathlib import Path
from secrets import token_hex
from typing import Final

from grader.errors import CourseFault, UsageError

__all__ = ["pack_zip", "read_course_bytes", "read_course_text", "write_bytes", "write_text"]

_ZIP_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the first date a zip can hold
_SECRET: Final = 0o600
_PUBLIC: Final = 0o666  # less what the umask takes
_UNIX: Final = 3  # readers ignore the permissions in a zip that was made on Windows


def read_course_text(path: Path, kind: str) -> str:
    r"""Read a file of the course as UTF-8, with every line end as `\n`.

    Args:
        path: The file.
        kind: Name of its kind for the message, such as `solved file`.

    Raises:
        CourseFault: It cannot be read, or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CourseFault(
            f"{path}: the {kind} cannot be read: {error}", "It must be a text file in UTF-8."
        ) from error


def read_course_bytes(path: Path, kind: str) -> bytes:
    """Read a file of the course as it is.

    Args:
        path: The file.
        kind: Name of its kind for the message, such as `file of the suite`.

    Raises:
        CourseFault: It cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise CourseFault(f"{path}: the {kind} cannot be read: {error.strerror or error}") from error


def write_bytes(path: Path, content: bytes, *, secret: bool = False) -> None:
    """Write a file atomically: beside its place, then renamed into it, so that no reader sees half a file.

    A file that was there keeps its mode; a new one follows the umask.

    Args:
        path: The file.
        content: What it will hold.
        secret: Whether nobody but its owner may read a new file.

    Raises:
        UsageError: It cannot be written; a file that was there is unchanged.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "a folder of that name is there")
        temporary = path.with_name(f".{path.name}.{token_hex(8)}")
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _SECRET if secret else _PUBLIC)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            if path.is_file():
                temporary.chmod(stat.S_IMODE(path.stat().st_mode))
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise UsageError(
            f"{path} cannot be written: {error.strerror or error}.",
            "Choose a place that you may write to, with room for it.",
        ) from error


def write_text(path: Path, text: str) -> None:
    """Write text atomically as UTF-8, with newlines unchanged.

    Raises:
        UsageError: It cannot be written; a file that was there is unchanged.
    """
    write_bytes(path, text.encode("utf-8"))


def pack_zip(files: Mapping[str, bytes], *, executable: Collection[str] = (), compress: bool = True) -> bytes:
    """Pack files as a zip, in their order, with a fixed date and fixed permissions.

    Args:
        files: Content by path in the zip.
        executable: Paths of the files that may be run.
        compress: Whether to compress them. Uncompressed, the same files give the same bytes on every machine;
            compressors differ.
    """
    import zipfile  # noqa: PLC0415  # most runs of the command pack nothing

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _ZIP_EPOCH)
            entry.create_system = _UNIX
            entry.external_attr = (0o755 if name in executable else 0o644) << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED)
    return packed.getvalue()
