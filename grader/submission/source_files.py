"""Read source files: a bounded number of bytes, decoded by Python's own rules."""

import codecs
import io
import os
import stat
import tokenize
import warnings
from pathlib import Path
from typing import IO, Final

from grader.errors import UnusableSubmission, UsageError
from grader.model.formatting import format_megabytes, printable_name

__all__ = [
    "MAX_ARCHIVE",
    "NOTEBOOK",
    "PYTHON",
    "decode_python",
    "decode_utf8",
    "file_mode",
    "read_capped",
    "read_file",
    "size_limit",
    "unreadable_error",
]

_PIECE: Final = 1 << 20
PYTHON: Final = ".py"
NOTEBOOK: Final = ".ipynb"
MAX_SOURCE: Final = 1 << 20
# A notebook holds its plots, which are not read, so their size is no reason to refuse it.
MAX_NOTEBOOK: Final = 50 << 20
# Nor is that of the pictures and data in a zip, which are not unpacked.
MAX_ARCHIVE: Final = 100 << 20
# Without O_NONBLOCK, open() would wait for the writer of a pipe. Windows has only O_BINARY of these.
_FLAGS: Final = (
    os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
)
_SAVE_AS_UTF8: Final = "Save the file again with the encoding UTF-8; every editor offers it."
# An encoding may be named in a file only if it leaves this as it is. That keeps out the ones that are no text
# encodings, and those, such as unicode_escape, that would make other code of the code on the screen.
_ASCII_SAMPLE: Final = bytes(range(32, 127)) + rb"\u0041.xn--mnchen-3ya"


def size_limit(suffix: str) -> int:
    """Return the greatest size of a file of this kind, in bytes."""
    return {NOTEBOOK: MAX_NOTEBOOK, ".zip": MAX_ARCHIVE}.get(suffix, MAX_SOURCE)


def file_mode(path: Path, name: str) -> int:
    """Return the `st_mode` of a file; links are followed.

    Raises:
        UsageError: There is no such file, or its mode cannot be read.
    """
    try:
        return path.stat().st_mode
    except (OSError, ValueError) as error:
        raise unreadable_error(name, error) from error


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
            return read_capped(stream, name, limit)
    except OSError as error:
        raise unreadable_error(name, error) from error


def read_capped(stream: IO[bytes], name: str, limit: int) -> bytes:
    """Read a stream of at most `limit` bytes to its end, whatever size it declares.

    Raises:
        UnusableSubmission: There is more.
    """
    pieces: list[bytes] = []
    room = limit + 1
    # Piece by piece, since a stream makes room for all that it is asked for before it reads anything.
    while room and (piece := stream.read(min(room, _PIECE))):
        pieces.append(piece)
        room -= len(piece)
    if not room:
        raise UnusableSubmission(
            f"{name} is larger than {format_megabytes(limit)}, the most that is graded.",
            "Keep only the code of the assignment in it; load data from its own file.",
        )
    return b"".join(pieces)


def unreadable_error(name: str, error: OSError | ValueError) -> UsageError:
    """Make the error for a file that the system does not let us read."""
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return UsageError(f"There is no file or folder {name}.", "Check the spelling and the current folder.")
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return UsageError(f"{name} cannot be read: {reason}.")


def _require_regular(mode: int, name: str) -> None:
    if not stat.S_ISREG(mode):
        kind = "a folder" if stat.S_ISDIR(mode) else "a device, pipe or socket"
        raise UsageError(f"{name} is {kind}, not a file.", "Name a .py or .ipynb file.")


def decode_python(content: bytes, name: str) -> str:
    r"""Decode a Python file as Python does: as UTF-8, or as its coding comment declares.

    Args:
        content: The bytes of the file.
        name: The file as the student knows it, for messages.

    Returns:
        The text without a byte order mark, with newlines as `\n`.

    Raises:
        UnusableSubmission: It is empty, binary, or not in its encoding; the message names the line.
    """
    newlined = _require_text(content, name).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return _decode(newlined, _declared_encoding(newlined, name), name)


def decode_utf8(content: bytes, name: str) -> str:
    """Decode a file that must be UTF-8, such as a notebook; otherwise like `decode_python`."""
    return _decode(_require_text(content, name), "utf-8", name)


def _require_text(content: bytes, name: str) -> bytes:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise UnusableSubmission(f"{name} is saved as UTF-16, not as UTF-8.", _SAVE_AS_UTF8)
    if b"\0" in content:
        raise UnusableSubmission(
            f"{name} is not a text file: it has zero bytes in it.",
            "Hand in the Python file or the notebook itself, not a compiled or compressed one.",
        )
    if not content.removeprefix(codecs.BOM_UTF8).strip():
        raise UnusableSubmission(f"{name} is empty.", "Save your work in it, then hand it in again.")
    return content


def _declared_encoding(content: bytes, name: str) -> str:
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
    except SyntaxError as error:
        # It is raised for bytes that are not UTF-8 too; decoding them reports their position.
        _decode(content, "utf-8", name)
        raise UnusableSubmission(
            f"The coding comment at the top of {name} cannot be followed: {printable_name(str(error))}.",
            _SAVE_AS_UTF8,
        ) from error
    if not _leaves_ascii_alone(encoding):
        raise UnusableSubmission(
            f"The coding comment at the top of {name} names {printable_name(encoding)},"
            " which is not for source code.",
            _SAVE_AS_UTF8,
        )
    return "utf-8" if encoding == "utf-8-sig" else encoding


def _leaves_ascii_alone(encoding: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _ASCII_SAMPLE.decode(encoding) == _ASCII_SAMPLE.decode("ascii")
        except (UnicodeError, LookupError):
            return False


def _decode(content: bytes, encoding: str, name: str) -> str:
    bare = content.removeprefix(codecs.BOM_UTF8)
    try:
        return bare.decode(encoding)
    except UnicodeDecodeError as error:
        line = bare.count(b"\n", 0, error.start) + 1
        column = error.start - (bare.rfind(b"\n", 0, error.start) + 1) + 1
        raise UnusableSubmission(
            f"{name} is not valid {encoding.upper()}: line {line}, byte {column} of the line is"
            f" 0x{bare[error.start : error.start + 1].hex()}.",
            _SAVE_AS_UTF8,
        ) from error
    except UnicodeError as error:
        raise UnusableSubmission(f"{name} is not valid {printable_name(encoding)}.", _SAVE_AS_UTF8) from error
