"""From bytes to text, by Python's own rules for source files."""

import codecs
import io
import tokenize
import warnings
from typing import Final

from grader.errors import UnusableSubmission
from grader.submission.wording import shown

__all__ = ["decode_python", "decode_utf8"]

_SAVE_AS_UTF8: Final = "Save the file again with the encoding UTF-8; every editor offers it."
# An encoding may be named in a file only if it leaves this as it is. That keeps out the ones that are no text
# encodings, and those, such as unicode_escape, that would make other code of the code on the screen.
_PLAIN: Final = bytes(range(32, 127)) + rb"\u0041.xn--mnchen-3ya"


def decode_python(content: bytes, name: str) -> str:
    r"""Decode a Python file as Python would: UTF-8, or what its coding comment says.

    Args:
        content: The bytes of the file.
        name: The file as the student knows it, for messages.

    Returns:
        The text without a byte order mark, with newlines as `\n`.

    Raises:
        UnusableSubmission: It is empty, binary, or not in its encoding; says on which line.
    """
    newlined = _checked(content, name).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return _decoded(newlined, _declared_encoding(newlined, name), name)


def decode_utf8(content: bytes, name: str) -> str:
    """Decode a file that can only be UTF-8, such as a notebook; as `decode_python` otherwise."""
    return _decoded(_checked(content, name), "utf-8", name)


def _checked(content: bytes, name: str) -> bytes:
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
        # It also complains of bytes that are not UTF-8; decoding them says where they are.
        _decoded(content, "utf-8", name)
        raise UnusableSubmission(
            f"The coding comment at the top of {name} cannot be followed: {shown(str(error))}.", _SAVE_AS_UTF8
        ) from error
    if not _leaves_ascii_alone(encoding):
        raise UnusableSubmission(
            f"The coding comment at the top of {name} names {shown(encoding)}, which is not for source code.",
            _SAVE_AS_UTF8,
        )
    return "utf-8" if encoding == "utf-8-sig" else encoding


def _leaves_ascii_alone(encoding: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _PLAIN.decode(encoding) == _PLAIN.decode("ascii")
        except (UnicodeError, LookupError):
            return False


def _decoded(content: bytes, encoding: str, name: str) -> str:
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
        raise UnusableSubmission(f"{name} is not valid {shown(encoding)}.", _SAVE_AS_UTF8) from error
