"""The search for secrets in the files of a release, also in archives and encoded text inside them."""

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

from grader.authoring.secrets import BLOCK_SIZE, LineIndex, Secrets

__all__ = ["find_leaks"]

_MAX_DEPTH: Final = 5
_MAX_SIZE: Final = 1 << 26  # bytes of one member
_BASE64: Final = re.compile(rb"[A-Za-z0-9+/\r\n_-]{32,}={0,2}")
_COMPRESSED: Final[dict[re.Pattern[bytes], Callable[[bytes], bytes]]] = {
    re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08"): (
        lambda data: zlib.decompressobj(wbits=47).decompress(data, _MAX_SIZE)  # zlib's header or gzip's
    ),
    re.compile(rb"BZh[1-9]1AY&SY"): lambda data: bz2.BZ2Decompressor().decompress(data, _MAX_SIZE),
    re.compile(rb"\xfd7zXZ\0"): lambda data: lzma.LZMADecompressor().decompress(data, _MAX_SIZE),
}
# ASCII in UTF-16 and UTF-32 has zeros between the letters.
_WIDE: Final = re.compile(rb"(?:[\t\n\r -~]\0{1,3}){8,}|(?:\0{1,3}[\t\n\r -~]){8,}")
_TAG: Final = re.compile(r"<[!/?A-Za-z][^<>]*>")
_DECODERS: Final[dict[str, Callable[[str], str]]] = {
    "in HTML or XML": html.unescape,
    # On one line, so that the short formulas which name the boxes of a drawing are parts of a line.
    "between tags": lambda text: html.unescape(_TAG.sub("", text)).replace("\n", " "),
    "in a URL": unquote,
}


def find_leaks(files: Mapping[str, bytes], secrets: Secrets) -> list[str]:
    """Search files for secrets.

    Args:
        files: Content by path.
        secrets: The secrets.

    Returns:
        A line for each secret and file that holds it, with the origin of the secret.
    """
    lines = LineIndex(secrets.lines)
    found: dict[str, None] = {}
    for path, content in files.items():
        for name, data in _unpack(path, content, 0):
            if data is None:
                found[f"{name} cannot be opened, so it cannot be searched"] = None
                continue
            if any(name.endswith(private) for private in secrets.paths):
                found[f"{name} is a private file"] = None
            for line in sorted(lines.found_in(data.decode("utf-8", "ignore"))):
                found[f"{name} holds {secrets.lines[line]}: {line[:80]}"] = None
            for source in sorted(_blocks_in(data, secrets)):
                found[f"{name} holds bytes of {source}"] = None
    return list(found)


def _blocks_in(data: bytes, secrets: Secrets) -> set[str]:
    slices = (data[at : at + BLOCK_SIZE] for at in range(len(data) - BLOCK_SIZE + 1))
    return {secrets.blocks[one] for one in slices if one in secrets.blocks}


_Contents = Iterator[tuple[str, bytes | None]]
"""Where each content was found, and the content; None if it cannot be opened."""


def _unpack(name: str, data: bytes | None, depth: int) -> _Contents:
    """Yield data, and all data packed or encoded in it."""
    yield name, data
    if data is None or depth == _MAX_DEPTH:
        return
    for inner, content in _directly_inside(name, data):
        yield from _unpack(inner, content, depth + 1)


def _directly_inside(name: str, data: bytes) -> _Contents:
    if b"PK\x03\x04" in data:
        yield from _zip_members(name, data)
    yield from _json_strings(name, data)
    yield from _decoded_texts(name, data)
    for match in _BASE64.finditer(data):
        encoded = re.sub(rb"[\r\n=]", b"", match[0]).translate(bytes.maketrans(b"-_", b"+/"))
        for skipped in range(4):  # the text before it may be of the same letters
            letters = encoded[skipped:]
            whole = letters[: -1 if len(letters) % 4 == 1 else None]
            whole += b"=" * (-len(whole) % 4)
            try:
                yield f"{name}, in base64", base64.b64decode(whole)
            except binascii.Error:
                continue
    for header, decompress in _COMPRESSED.items():
        for match in header.finditer(data):
            try:
                yield f"{name}, compressed", decompress(data[match.start() :])
            except (zlib.error, lzma.LZMAError, OSError, EOFError):
                continue


def _zip_members(name: str, data: bytes) -> _Contents:
    """Yield the members of a zip; nothing of a file that is not a complete zip."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError):
        return
    with archive:
        for member in archive.infolist():
            where = f"{name}, in {member.filename}"
            try:
                yield where, archive.read(member) if member.file_size <= _MAX_SIZE else None
            except (zipfile.BadZipFile, RuntimeError, OSError, EOFError, zlib.error):
                yield where, None  # encrypted, for instance


def _decoded_texts(name: str, data: bytes) -> _Contents:
    """Yield a text as a reader sees it, without the escapes of its format."""
    if wide := b"\n".join(_WIDE.findall(data)):
        yield f"{name}, in wide letters", wide.replace(b"\0", b"")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return
    for place, decode in _DECODERS.items():
        if (decoded := decode(text)) != text:
            yield f"{name}, {place}", decoded.encode("utf-8", "ignore")


def _json_strings(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the strings of a JSON text, such as a notebook, without the escapes of JSON."""
    text = data.decode("utf-8", "ignore")
    begin = text.find("{")
    if begin < 0:
        return
    try:
        value, _ = json.JSONDecoder().raw_decode(text, begin)
    except (ValueError, RecursionError):
        return
    yield name, "\n".join(_strings(value)).encode("utf-8", "replace")


def _strings(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case list() if value and all(isinstance(one, str) for one in value):
            # A notebook keeps the text of a cell as a list of lines, or of pieces of lines.
            yield "".join(value)
        case list():
            for one in value:
                yield from _strings(one)
        case dict():
            for key, one in value.items():
                yield str(key)
                yield from _strings(one)
