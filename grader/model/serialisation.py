"""Write records as JSON or as builtins, and read them back: the one serialiser of the package."""

import json
from fractions import Fraction
from pathlib import Path, PurePath
from threading import Lock
from typing import Any, Final, TypeVar

import msgspec

__all__ = ["Encoded", "from_builtins", "from_json", "to_builtins", "to_json"]

Record = TypeVar("Record")

Encoded = msgspec.Raw
"""What `to_json` has written of a record, to be put in the place of the record."""

_DECODERS: Final[dict[Any, msgspec.json.Decoder[Any]]] = {}
_ONE_AT_A_TIME: Final = Lock()


def to_json(value: Any) -> bytes:
    """Write records, and containers of them, as one line of JSON.

    Fractions become texts such as `1/3`, paths texts with `/` between folders.
    """
    try:
        return msgspec.json.encode(value, enc_hook=_encode)
    except UnicodeEncodeError:  # half of a surrogate pair, which the standard library writes as an escape
        return json.dumps(msgspec.to_builtins(value, enc_hook=_encode)).encode("ascii")


def from_json(text: bytes | str, kind: type[Record]) -> Record:
    """Read what `to_json` wrote.

    Args:
        text: The JSON.
        kind: The record, or container of records, that was written.

    Raises:
        ValueError: The text is no JSON, or not of that kind.
    """
    try:
        record: Record = _decoder(kind).decode(text)
    except msgspec.DecodeError as error:
        if "surrogate" not in str(error):
            raise
        return from_builtins(json.loads(text), kind)
    return record


def to_builtins(value: Any) -> Any:
    """Turn records, and containers of them, into the dicts, lists, texts and numbers that JSON has."""
    return json.loads(to_json(value))


def from_builtins(value: Any, kind: type[Record], *, exact: bool = False) -> Record:
    """Make a record of what `to_builtins` returned, or any JSON reader.

    Args:
        value: Dicts, lists, texts and numbers.
        kind: The record, or container of records.
        exact: Refuse keys that no record has, instead of passing over them.

    Raises:
        ValueError: The value is not of that kind.
    """
    _decoder(kind)
    record = msgspec.convert(value, type=kind, dec_hook=_decode)
    if exact:
        _refuse_unknown_keys(value, to_builtins(record))
    return record


def _decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    """Return the decoder of a kind, and make with it what msgspec keeps of all records in it.

    Where two threads read the first records of a kind at once, one of them uses what the other one has made
    half of, and the process dies.
    """
    decoder = _DECODERS.get(kind)
    if decoder is None:
        with _ONE_AT_A_TIME:
            decoder = _DECODERS.setdefault(kind, msgspec.json.Decoder(kind, dec_hook=_decode))
    return decoder


def _refuse_unknown_keys(value: Any, known: Any) -> None:
    match value, known:
        case dict(), dict():
            if unknown := sorted(value.keys() - known.keys()):
                raise ValueError(f"unknown key `{unknown[0]}`")
            for key in value:
                _refuse_unknown_keys(value[key], known[key])
        case list(), list():
            for inner, known_inner in zip(value, known, strict=True):
                _refuse_unknown_keys(inner, known_inner)


def _encode(value: Any) -> str:
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, PurePath):
        return value.as_posix()
    raise NotImplementedError(f"no JSON for a value of type {type(value).__name__}")


def _decode(kind: type, value: Any) -> Any:
    if kind not in {Fraction, Path}:
        raise NotImplementedError(f"no value of type {kind.__name__} can be read from JSON")
    if not isinstance(value, str):
        raise TypeError(f"expected text, found a value of type {type(value).__name__}")
    return kind(value)
