"""Read a manifest's bytes into text that an editor and a YAML parser count in the same lines."""

import codecs
import re
from pathlib import Path
from typing import Final

from grader.course.problems import ManifestFault, Problem

__all__ = ["LARGEST", "UNPRINTABLE", "read_text"]

LARGEST: Final = 1_000_000
"""Largest manifest that is read, in bytes."""

# YAML also breaks lines at U+0085, U+2028 and U+2029, where editors do not: refused, so that lines agree.
UNPRINTABLE: Final = re.compile(
    "[^\\t\\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


def read_text(path: Path) -> str:
    r"""Read a manifest.

    Args:
        path: The manifest.

    Returns:
        Its text, with `\n` for every end of line and without a byte order mark.

    Raises:
        ManifestFault: If it cannot be read, is too large, is not UTF-8, holds control characters or nothing.
    """
    try:
        with path.open("rb") as stream:
            raw = stream.read(LARGEST + 1)
    except OSError as error:
        raise _fault(path, "", f"the file cannot be read: {error.strerror}") from error
    if len(raw) > LARGEST:
        raise _fault(path, "", f"the file is larger than {LARGEST // 1000} kB, far more than a course needs")
    text = _decode(path, raw.removeprefix(codecs.BOM_UTF8))
    if unprintable := UNPRINTABLE.search(text):
        code = f"U+{ord(unprintable[0]):04X}"
        raise _fault(path, text[: unprintable.start()], f"the character {code} cannot stand in a manifest")
    if not text.strip():
        raise _fault(path, "", "the file is empty; a `course` and its `assignments` were expected")
    return text


def _decode(path: Path, raw: bytes) -> str:
    """Decode UTF-8 and make every end of line a newline."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = _newlines(raw[: error.start].decode("utf-8"))
        message = f"the file is not UTF-8 text: byte 0x{raw[error.start]:02X}; save it as UTF-8"
        raise _fault(path, before, message) from error
    return _newlines(text)


def _newlines(text: str) -> str:
    r"""Replace the ends of line of Windows and old Macs with `\n`."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _fault(path: Path, before: str, message: str) -> ManifestFault:
    """Make the error for the place that comes after the text `before`."""
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return ManifestFault(path, [Problem(line=line, column=column, message=message)])
