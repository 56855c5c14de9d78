"""Read the course's files, write files whole or not at all, and pack them as zips."""

import io
import os
import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Final

from grader.errors import CourseFault, UsageError

__all__ = ["pack", "read_bytes", "read_text", "write_bytes", "write_text"]

_OLDEST: Final = (1980, 1, 1, 0, 0, 0)  # the first date a zip can hold, in place of one that would tell
_UNIX: Final = 3  # a zip that says it was made on Windows has no rights, so that its scripts could not be run


def read_text(path: Path, kind: str) -> str:
    r"""Read a file of the course as UTF-8, with every line end as `\n`.

    Args:
        path: The file.
        kind: What it is, for the message, such as `solved file`.

    Raises:
        CourseFault: It cannot be read, or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CourseFault(
            f"{path}: the {kind} cannot be read: {error}", "It must be a text file in UTF-8."
        ) from error


def read_bytes(path: Path, kind: str) -> bytes:
    """Read a file of the course as it is.

    Args:
        path: The file.
        kind: What it is, for the message, such as `file of the suite`.

    Raises:
        CourseFault: It cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise CourseFault(f"{path}: the {kind} cannot be read: {error.strerror or error}") from error


def write_bytes(path: Path, content: bytes) -> None:
    """Write `content` beside `path`, then rename it into place, so that no reader sees half a file.

    Raises:
        UsageError: It cannot be written there; what was there is as it was.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        _fill(Path(name), handle, content, path)
    except OSError as error:
        raise UsageError(
            f"{path} cannot be written: {error.strerror or error}.",
            "Choose a place that you may write to, with room for it.",
        ) from error


def write_text(path: Path, text: str) -> None:
    """Write `text` as UTF-8 with newlines as they stand, whole or not at all.

    Raises:
        UsageError: It cannot be written there; what was there is as it was.
    """
    write_bytes(path, text.encode("utf-8"))


def pack(files: Mapping[str, bytes], *, programs: Collection[str] = (), compress: bool = True) -> bytes:
    """Pack files as a zip, in their order, with a fixed date and fixed rights.

    Args:
        files: Content by path in the zip.
        programs: Those of them that may be run.
        compress: Whether to compress them. Without, the same files give the same bytes on every machine;
            compressors differ, so with it they do so only on machines that have the same.
    """
    import zipfile  # noqa: PLC0415  # most runs of the command pack nothing

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _OLDEST)
            entry.create_system = _UNIX
            entry.external_attr = (0o755 if name in programs else 0o644) << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED)
    return packed.getvalue()


def _fill(beside: Path, handle: int, content: bytes, path: Path) -> None:
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        beside.chmod(0o644)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
