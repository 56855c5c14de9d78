"""Read the course's files as text, and write files whole or not at all."""

import os
import tempfile
from pathlib import Path

from grader.errors import CourseFault, UsageError

__all__ = ["read_text", "write_bytes", "write_text"]


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


def _fill(beside: Path, handle: int, content: bytes, path: Path) -> None:
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        beside.chmod(0o644)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
