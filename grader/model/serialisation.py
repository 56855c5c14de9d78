"""Write records as JSON and read them back: one serialiser, both ways, for every record of the package."""

from fractions import Fraction
from typing import Any, TypeVar

import msgspec

__all__ = ["from_json", "from_plain", "to_json"]

Record = TypeVar("Record")


def to_json(value: Any) -> bytes:
    """Write records, and containers of them, as one line of JSON; fractions become texts such as `1/3`."""
    return msgspec.json.encode(value, enc_hook=_fraction_as_text)


def from_json(text: bytes | str, kind: type[Record]) -> Record:
    """Read what `to_json` wrote.

    Args:
        text: The JSON.
        kind: The record, or container of records, that was written.

    Raises:
        ValueError: The text is no JSON, or not of that kind.
    """
    return msgspec.json.decode(text, type=kind, dec_hook=_fraction_from_text)


def from_plain(plain: Any, kind: type[Record]) -> Record:
    """Make a record of dicts, lists, texts and numbers, such as any JSON reader gives.

    Raises:
        ValueError: They are not of that kind.
    """
    return msgspec.convert(plain, type=kind, dec_hook=_fraction_from_text)


def _fraction_as_text(value: Any) -> str:
    if isinstance(value, Fraction):
        return str(value)
    raise NotImplementedError(f"no JSON for a value of type {type(value).__name__}")


def _fraction_from_text(kind: type, value: Any) -> Any:
    if kind is Fraction and isinstance(value, str):
        return Fraction(value)
    raise NotImplementedError(f"a {kind.__name__} cannot be read from a {type(value).__name__}")
