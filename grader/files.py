"""Read files of the course, write files atomically, and pack zips."""

import io
import os
import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Final

from grader.errors import CourseFault, UsageError

__all__ = ["pack_zip", "read_course_bytes", "read_course_text", "write_bytes", "write_text"]

_ZIP_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the first date a zip can hold
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


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file atomically: beside its place, then renamed into it, so that no reader sees half a file.

    Raises:
        UsageError: It cannot be written; a file that was there is unchanged.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            temporary.chmod(0o644)
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
