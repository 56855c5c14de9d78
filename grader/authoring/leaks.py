"""Search the files of a release for what it must not hold, also in what is packed or encoded inside them."""

import base64
import binascii
import bz2
import html
import io
import json
import lzma
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import unquote

from grader.authoring.secrets import BLOCK, LineIndex, Secrets

__all__ = ["find_leaks"]

_DEEPEST: Final = 5
_LARGEST: Final = 1 << 26
_BASE64: Final = re.compile(rb"[A-Za-z0-9+/\r\n_-]{32,}={0,2}")
_PACKED: Final[dict[re.Pattern[bytes], Callable[[bytes], bytes]]] = {
    re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08"): (
        lambda data: zlib.decompressobj(wbits=47).decompress(data, _LARGEST)  # zlib's header or gzip's
    ),
    re.compile(rb"BZh[1-9]1AY&SY"): lambda data: bz2.BZ2Decompressor().decompress(data, _LARGEST),
    re.compile(rb"\xfd7zXZ\0"): lambda data: lzma.LZMADecompressor().decompress(data, _LARGEST),
}
# Letters of UTF-16 and UTF-32, which have zeros between them.
_WIDE: Final = re.compile(rb"(?:[\t\n\r -~]\0{1,3}){8,}|(?:\0{1,3}[\t\n\r -~]){8,}")
_TAG: Final = re.compile(r"<[!/?A-Za-z][^<>]*>")
_READ_AS: Final[dict[str, Callable[[str], str]]] = {
    "in HTML or XML": html.unescape,
    # On one line: a drawing may name its boxes by short formulas, which are no secret as parts of a line.
    "between tags": lambda text: html.unescape(_TAG.sub("", text)).replace("\n", " "),
    "in a URL": unquote,
}


def find_leaks(files: Mapping[str, bytes], secrets: Secrets) -> list[str]:
    """Search files for secrets.

    Args:
        files: Content by path.
        secrets: What to look for.

    Returns:
        A line for each secret and file that holds it: which, and where it is from.
    """
    lines = LineIndex(secrets.lines)
    found: dict[str, None] = {}
    for path, content in files.items():
        for name, data in _unfold(path, content, 0):
            if data is None:
                found[f"{name} cannot be opened, so nobody knows what it holds"] = None
                continue
            if any(name.endswith(private) for private in secrets.paths):
                found[f"{name} is a file that stays with the instructor"] = None
            for line in sorted(lines.found_in(data.decode("utf-8", "ignore"))):
                found[f"{name} holds {secrets.lines[line]}: {line[:80]}"] = None
            for source in sorted(_blocks_in(data, secrets)):
                found[f"{name} holds bytes of {source}"] = None
    return list(found)


def _blocks_in(data: bytes, secrets: Secrets) -> set[str]:
    slices = (data[at : at + BLOCK] for at in range(len(data) - BLOCK + 1))
    return {secrets.blocks[one] for one in slices if one in secrets.blocks}


_Found = Iterator[tuple[str, bytes | None]]
"""Names that say where something was, and what it is; None if it cannot be opened."""


def _unfold(name: str, data: bytes | None, depth: int) -> _Found:
    """Give data, and whatever is packed or encoded in it."""
    yield name, data
    if data is None or depth == _DEEPEST:
        return
    for inner, content in _inside(name, data):
        yield from _unfold(inner, content, depth + 1)


def _inside(name: str, data: bytes) -> _Found:
    """Give what is directly inside data."""
    if b"PK\x03\x04" in data:
        yield from _zipped(name, data)
    yield from _strings(name, data)
    yield from _read_otherwise(name, data)
    for match in _BASE64.finditer(data):
        encoded = re.sub(rb"[\r\n=]", b"", match[0]).translate(bytes.maketrans(b"-_", b"+/"))
        for skipped in range(4):  # what stands before it may be of the same letters
            letters = encoded[skipped:]
            whole = letters[: -1 if len(letters) % 4 == 1 else None]
            whole += b"=" * (-len(whole) % 4)
            try:
                yield f"{name}, in base64", base64.b64decode(whole)
            except binascii.Error:
                continue
    for begins, unpack in _PACKED.items():
        for match in begins.finditer(data):
            try:
                yield f"{name}, compressed", unpack(data[match.start() :])
            except (zlib.error, lzma.LZMAError, OSError, EOFError):
                continue


def _zipped(name: str, data: bytes) -> _Found:
    """Give the members of a zip; what is no whole zip is only looked at as it is."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError):
        return
    with archive:
        for member in archive.infolist():
            where = f"{name}, in {member.filename}"
            try:
                yield where, archive.read(member) if member.file_size <= _LARGEST else None
            except (zipfile.BadZipFile, RuntimeError, OSError, EOFError, zlib.error):
                yield where, None  # encrypted, for instance


def _read_otherwise(name: str, data: bytes) -> _Found:
    """Give a text as whoever shows it would, without the signs that its format puts into it."""
    if wide := b"\n".join(_WIDE.findall(data)):
        yield f"{name}, in wide letters", wide.replace(b"\0", b"")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return
    for how, read in _READ_AS.items():
        if (other := read(text)) != text:
            yield f"{name}, {how}", other.encode("utf-8", "ignore")


def _strings(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Give the texts in JSON, such as a notebook, without the signs that JSON puts into them."""
    text = data.decode("utf-8", "ignore")
    begin = text.find("{")
    if begin < 0:
        return
    try:
        value, _ = json.JSONDecoder().raw_decode(text, begin)
    except (ValueError, RecursionError):
        return
    yield name, "\n".join(_texts(value)).encode("utf-8", "replace")


def _texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case list() if value and all(isinstance(one, str) for one in value):
            # A notebook keeps a cell's text as a list of lines, which may also be cut inside a line.
            yield "".join(value)
        case list():
            for one in value:
                yield from _texts(one)
        case dict():
            for key, one in value.items():
                yield str(key)
                yield from _texts(one)
