"""Bytes from the disk, read without waiting for them and without trusting the size they claim."""

import os
import stat
from pathlib import Path
from typing import IO, Final

from grader.errors import UnusableSubmission, UsageError
from grader.submission.wording import megabytes

__all__ = ["MAX_ARCHIVE", "NOTEBOOK", "PYTHON", "capped", "file_mode", "limit_of", "read_file", "unreadable"]

PYTHON: Final = ".py"
NOTEBOOK: Final = ".ipynb"
MAX_SOURCE: Final = 1 << 20
# A notebook carries its plots. They are not read, so their size is no reason to refuse it.
MAX_NOTEBOOK: Final = 10 << 20
MAX_ARCHIVE: Final = 10 << 20
# A pipe in place of the file would make open() wait for a writer. Windows knows none of these but O_BINARY.
_FLAGS: Final = (
    os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
)


def limit_of(suffix: str) -> int:
    """Give the greatest size of a file of this kind, in bytes."""
    return MAX_NOTEBOOK if suffix == NOTEBOOK else MAX_SOURCE


def file_mode(path: Path, name: str) -> int:
    """Look up what kind of file `path` is, as `st_mode`; a link counts as what it leads to.

    Raises:
        UsageError: There is no such file, or it cannot be looked up.
    """
    try:
        return path.stat().st_mode
    except (OSError, ValueError) as error:
        raise unreadable(name, error) from error


def read_file(path: Path, name: str, limit: int) -> bytes:
    """Read a regular file of at most `limit` bytes.

    Args:
        path: The file, or a link to it.
        name: The file as the student knows it, for messages.
        limit: Greatest size, in bytes.

    Raises:
        UsageError: There is no such file, it is not a regular file, or it cannot be read.
        UnusableSubmission: It is larger than `limit`.
    """
    # Before open(), because opening some devices has effects; after it, because the file may have changed.
    _require_regular(file_mode(path, name), name)
    try:
        with os.fdopen(os.open(path, _FLAGS), "rb") as stream:
            _require_regular(os.fstat(stream.fileno()).st_mode, name)
            return capped(stream, name, limit)
    except OSError as error:
        raise unreadable(name, error) from error


def capped(stream: IO[bytes], name: str, limit: int) -> bytes:
    """Read a stream to its end, at most `limit` bytes, whatever size was promised.

    Raises:
        UnusableSubmission: There is more.
    """
    content = stream.read(limit + 1)
    if len(content) > limit:
        raise UnusableSubmission(
            f"{name} is larger than {megabytes(limit)}, the most that is graded.",
            "Keep only the code of the assignment in it; load data from its own file.",
        )
    return content


def unreadable(name: str, error: OSError | ValueError) -> UsageError:
    """Say why the system does not let us read `name`."""
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return UsageError(f"There is no file or folder {name}.", "Check the spelling and the current folder.")
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return UsageError(f"{name} cannot be read: {reason}.")


def _require_regular(mode: int, name: str) -> None:
    if not stat.S_ISREG(mode):
        kind = "a folder" if stat.S_ISDIR(mode) else "a device, pipe or socket"
        raise UsageError(f"{name} is {kind}, not a file.", "Name a .py or .ipynb file.")
