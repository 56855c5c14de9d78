"""Search the files of a release for what it must not hold, also in what is packed or encoded inside them."""

import base64
import binascii
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import Any, Final

from grader.publish.secrets import BLOCK, LineIndex, Secrets

__all__ = ["find_leaks"]

_DEEPEST: Final = 5
_LARGEST: Final = 1 << 26
_BASE64: Final = re.compile(rb"[A-Za-z0-9+/\r\n_-]{32,}={0,2}")
_ZLIB: Final = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08")


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


def _unfold(name: str, data: bytes, depth: int) -> Iterator[tuple[str, bytes]]:
    """Give data, and whatever is packed or encoded in it, each with a name that says where it was."""
    yield name, data
    if depth == _DEEPEST:
        return
    for inner, content in _inside(name, data):
        yield from _unfold(inner, content, depth + 1)


def _inside(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Give what is directly inside data."""
    begin = data.find(b"PK\x03\x04")
    if begin >= 0:
        yield from _zipped(name, data)
        return
    yield from _strings(name, data)
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
    for match in _ZLIB.finditer(data):
        unzip = zlib.decompressobj(wbits=47)  # zlib's header or gzip's
        try:
            yield f"{name}, compressed", unzip.decompress(data[match.start() :], _LARGEST)
        except zlib.error:
            continue


def _zipped(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Give the members of a zip; what cannot be opened is only looked at as it is."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                if member.file_size <= _LARGEST:
                    yield f"{name}, in {member.filename}", archive.read(member)
    except (zipfile.BadZipFile, RuntimeError, OSError, zlib.error):
        return


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
