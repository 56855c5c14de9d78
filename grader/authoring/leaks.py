"""The search for secrets in the files of a release, also in archives and documents inside them."""

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

from grader.authoring.secrets import BLOCK_SIZE, LineIndex, Secrets

__all__ = ["find_leaks"]

_MAX_DEPTH: Final = 5
_MAX_SIZE: Final = 1 << 26  # bytes of one member
_LONGEST_LINE: Final = 100
_COMPRESSED: Final[dict[re.Pattern[bytes], Callable[[bytes], bytes]]] = {
    re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08"): (
        lambda data: zlib.decompressobj(wbits=47).decompress(data, _MAX_SIZE)  # zlib's header or gzip's
    ),
    re.compile(rb"BZh[1-9]1AY&SY"): lambda data: bz2.BZ2Decompressor().decompress(data, _MAX_SIZE),
    re.compile(rb"\xfd7zXZ\0"): lambda data: lzma.LZMADecompressor().decompress(data, _MAX_SIZE),
}
_TAG: Final = re.compile(r"<[!/?A-Za-z][^<>]*>")
_DECODERS: Final[dict[str, Callable[[str], str]]] = {
    "in HTML or XML": html.unescape,
    # On one line, so that the short formulas which name the boxes of a drawing are parts of a line.
    "between tags": lambda text: html.unescape(_TAG.sub("", text)).replace("\n", " "),
}


def find_leaks(files: Mapping[str, bytes], secrets: Secrets) -> list[str]:
    """Search files for secrets.

    Args:
        files: Content by path.
        secrets: The secrets.

    Returns:
        A line for each place of a file that holds one: the place, its text as it is written, and the origin
        of the secret. What a file holds in several forms, as a notebook does, is told once.
    """
    index = LineIndex(secrets.lines)
    found: list[str] = []
    for path, content in files.items():
        told: set[str] = set()
        for name, data in _unpack(path, content, 0):
            if data is None:
                found.append(f"{name} cannot be opened, so it cannot be searched")
                continue
            if any(name.endswith(private) for private in secrets.paths):
                found.append(f"{name} is a private file")
            found += _lines_in(name, data.decode("utf-8", "ignore"), index, secrets, told)
            found += [f"{name} holds bytes of {source}" for source in sorted(_blocks_in(data, secrets))]
    return list(dict.fromkeys(found))


def _lines_in(name: str, text: str, index: LineIndex, secrets: Secrets, told: set[str]) -> Iterator[str]:
    """Describe each line of a text that holds a secret not told yet, the longest one of those in a line."""
    places = {secret: line for secret, line in index.places_in(text).items() if secret not in told}
    told.update(places)
    lines = text.split("\n")
    longest = {line: secret for secret, line in sorted(places.items(), key=lambda place: len(place[0]))}
    for line, secret in sorted(longest.items()):
        written = lines[line - 1].strip()[:_LONGEST_LINE]
        yield f"{name}:{line} says `{written}`, which is of {secrets.lines[secret]}"


def _blocks_in(data: bytes, secrets: Secrets) -> set[str]:
    slices = (data[at : at + BLOCK_SIZE] for at in range(len(data) - BLOCK_SIZE + 1))
    return {secrets.blocks[one] for one in slices if one in secrets.blocks}


_Contents = Iterator[tuple[str, bytes | None]]
"""Where each content was found, and the content; None if it cannot be opened."""


def _unpack(name: str, data: bytes | None, depth: int) -> _Contents:
    """Yield data, and all data packed in it; the members of a zip first, since its own lines lead nowhere."""
    opened = data if depth < _MAX_DEPTH else None
    if opened is not None and b"PK\x03\x04" in opened:
        for inner, content in _zip_members(name, opened):
            yield from _unpack(inner, content, depth + 1)
    yield name, data
    if opened is not None:
        for inner, content in _directly_inside(name, opened):
            yield from _unpack(inner, content, depth + 1)


def _directly_inside(name: str, data: bytes) -> _Contents:
    yield from _json_strings(name, data)
    yield from _decoded_texts(name, data)
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
    yield f"{name}, in a text of its JSON", "\n".join(_strings(value)).encode("utf-8", "replace")


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
