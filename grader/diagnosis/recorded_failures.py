"""Recorded failures of known mistakes on the visible checks, without their code."""

import hashlib
import zlib
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from grader.diagnosis.failure_signature import FailureSignature
from grader.diagnosis.misconception_match import KnownMistake
from grader.errors import CourseFault
from grader.wire.codec import CodecError, decode, encode

__all__ = ["FILE", "pack_known", "read_key", "read_known", "unpack_known"]

FILE: Final = "misconceptions.wrong"
_MARK: Final = b"grader misconceptions 2\n"
_DIGEST_BYTES: Final = 32
_MAX_BYTES: Final = 1 << 26
_ADVICE: Final = "An instructor records the misconceptions with `grade record`."


def pack_known(known: Sequence[KnownMistake], tried: Iterable[str], key: str) -> bytes:
    """Encode known mistakes as the bytes of a file; the same ones always give the same bytes.

    Args:
        known: The mistakes, with what was seen of them.
        tried: Ids of the checks that all of them were tried on.
        key: Identifies the sources that the numbers come from.
    """
    entries = [
        {
            "name": one.name,
            "part": one.part,
            "text": one.text,
            "see": one.see,
            "observations": encode([one.signatures[check].to_plain() for check in sorted(one.signatures)]),
            **({"program": one.program} if one.program else {}),
        }
        for one in known
    ]
    body = zlib.compress(encode({"key": key, "tried": sorted(tried), "entries": entries}), 9)
    return _MARK + hashlib.sha256(body).digest() + body


def unpack_known(content: bytes, parts: Collection[str] = ()) -> tuple[str, list[KnownMistake]]:
    """Read the key and the known mistakes from the bytes of a file.

    Args:
        content: The bytes.
        parts: Names of the parts whose mistakes are wanted; empty for every part.

    Raises:
        CourseFault: The bytes are not a whole, unaltered file of this kind.
    """
    begin = len(_MARK) + _DIGEST_BYTES
    digest, body = content[len(_MARK) : begin], content[begin:]
    if not content.startswith(_MARK) or hashlib.sha256(body).digest() != digest:
        raise CourseFault(f"the recorded misconceptions, {FILE}, are damaged", _ADVICE)
    try:
        plain = decode(zlib.decompressobj().decompress(body, _MAX_BYTES))
        tried = frozenset(plain["tried"])
        wanted = [entry for entry in plain["entries"] if not parts or entry["part"] in parts]
        return plain["key"], [_known(entry, tried) for entry in wanted]
    except (CodecError, zlib.error, KeyError, TypeError) as error:
        raise CourseFault(f"the recorded misconceptions, {FILE}, are damaged", _ADVICE) from error


def _known(entry: dict[str, Any], tried: frozenset[str]) -> KnownMistake:
    found = [FailureSignature.from_plain(one) for one in decode(entry.pop("observations"))]
    return KnownMistake(**entry, signatures={one.check: one for one in found}, tried=tried)


def read_known(folder: Path, parts: Collection[str] = ()) -> list[KnownMistake]:
    """Read the known mistakes of a suite folder; none where nothing is recorded.

    Args:
        folder: The visible folder of a suite.
        parts: Names of the parts whose mistakes are wanted; empty for every part.

    Raises:
        CourseFault: The file is damaged.
    """
    path = folder / "recordings" / FILE
    return unpack_known(path.read_bytes(), parts)[1] if path.is_file() else []


def read_key(folder: Path) -> str:
    """Read the key of a suite folder's recorded misconceptions; empty where nothing is recorded."""
    path = folder / "recordings" / FILE
    return unpack_known(path.read_bytes())[0] if path.is_file() else ""
