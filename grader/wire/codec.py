"""Plain values as bytes and back: numbers, strings, containers and arrays, in MessagePack.

MessagePack has no tuples, complex numbers or arrays of its own, so a tuple is an array that begins with a
mark, and the rest are extension types. Decoding builds nothing but the plain types named here: no subclass,
no object array, and no code of the sender runs. Everything else crosses as a reference by number.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import msgpack
import numpy as np
import numpy.typing as npt

__all__ = ["CodecError", "Lent", "Reference", "decode", "encode", "type_name"]

Array = npt.NDArray[Any]

_TUPLE, _ARRAY, _SCALAR, _COMPLEX, _BIG_INT, _REFERENCE, _LENT = range(1, 8)
_TUPLE_MARK: Final = msgpack.ExtType(_TUPLE, b"")
_DTYPES: Final = frozenset(
    np.dtype(name).newbyteorder("<").str
    for name in "?bBhHiIqQefdFD"  # bool, integers to 64 bit, floats and complex to 128
)
_BIG_INT_BYTES: Final = 4096
_MAX_DIMENSIONS: Final = 32
_NAME_LENGTH: Final = 80


class CodecError(Exception):
    """A value cannot be encoded, or bytes do not decode to a permitted value."""


@dataclass(frozen=True, slots=True)
class Reference:
    """An object that stays where it is and is spoken of by number.

    Attributes:
        number: The owner's number for it.
        type_name: Name of its type, for messages.
    """

    number: int
    type_name: str


@dataclass(frozen=True, slots=True)
class Lent:
    """A callable of the grader's that the worker may call back, spoken of by number."""

    number: int


def type_name(value: object) -> str:
    """Name the type of `value` without running any code of the value's own."""
    kind = type(value)
    if isinstance(value, np.ndarray) and kind is np.ndarray:
        return f"array of dtype {value.dtype}"[:_NAME_LENGTH]
    name = type.__dict__["__name__"].__get__(kind)
    return str.__str__(name)[:_NAME_LENGTH]


def encode(value: object, refer: Callable[[object], Reference | Lent] | None = None) -> bytes:
    """Encode `value`.

    Args:
        value: None, bool, number, string, bytes, NumPy scalar, ndarray, or a tuple, list or dict of these.
            Subclasses of the built-in types are sent as the built-in type.
        refer: Called for every other object; gives the reference that is sent in its place.

    Raises:
        CodecError: `value` holds something else and `refer` is None, is nested too deeply, or holds itself.
    """
    try:
        packed = msgpack.packb(
            value, default=partial(_default, refer), strict_types=True, unicode_errors="backslashreplace"
        )
    except (ValueError, OverflowError, RecursionError, TypeError, BufferError) as error:
        raise CodecError(f"cannot be sent: {error}") from error
    return bytes(packed)


def decode(
    data: bytes | memoryview,
    *,
    reference: Callable[[Reference], object] | None = None,
    lent: Callable[[Lent], object] | None = None,
    writable: bool = False,
) -> Any:
    """Decode what `encode` made; safe on bytes of any origin.

    Args:
        data: One encoded value, whole.
        reference: Called for each reference; its result takes the reference's place. None refuses them.
        lent: The same for lent callables.
        writable: Whether arrays can be written to; read-only arrays share the memory of `data`.

    Raises:
        CodecError: `data` is not exactly one permitted value.
    """
    hook = partial(_extension, reference, lent, writable)
    try:
        return msgpack.unpackb(data, ext_hook=hook, list_hook=_list, strict_map_key=False)
    except CodecError:
        raise
    # msgpack raises whatever the hooks, hash() or its own checks raise; every one means a bad frame.
    except Exception as error:
        raise CodecError(f"not a value: {error!r}") from error


def _default(refer: Callable[[object], Reference | Lent] | None, value: Any) -> object:
    """Stand in for a value MessagePack has no type for; called by the packer."""
    kind = type(value)
    if kind in _SPECIAL:
        return _SPECIAL[kind](value)
    if kind is np.ndarray and value.dtype.newbyteorder("<").str in _DTYPES:
        return _array(value)
    if issubclass(kind, np.generic) and np.dtype(kind).str in _DTYPES:
        return _packed(_SCALAR, [np.dtype(kind).str, np.generic.tobytes(value)])
    for base in (dict, list, tuple, str, float, int):
        if issubclass(kind, base):
            return _tuple(value) if base is tuple else base(value)
    if refer is None:
        raise CodecError(f"an object of type {type_name(value)} cannot be sent")
    substitute = refer(value)
    return _SPECIAL[type(substitute)](substitute)


def _packed(code: int, payload: object) -> msgpack.ExtType:
    return msgpack.ExtType(code, msgpack.packb(payload))


def _tuple(value: tuple[Any, ...]) -> list[Any]:
    return [_TUPLE_MARK, *value]


def _array(value: Array) -> msgpack.ExtType:
    ordered = np.ascontiguousarray(value, dtype=value.dtype.newbyteorder("<"))
    return _packed(_ARRAY, [ordered.dtype.str, list(value.shape), ordered.tobytes()])


def _big_int(value: int) -> msgpack.ExtType:
    size = value.bit_length() // 8 + 1
    if size > _BIG_INT_BYTES:
        raise CodecError("an integer of more than 4096 bytes cannot be sent")
    return msgpack.ExtType(_BIG_INT, value.to_bytes(size, "big", signed=True))


_SPECIAL: Final[dict[type, Callable[[Any], object]]] = {
    tuple: _tuple,
    int: _big_int,  # MessagePack has integers to 64 bit; the packer asks for help beyond
    complex: lambda value: _packed(_COMPLEX, [value.real, value.imag]),
    Lent: lambda value: _packed(_LENT, value.number),
    Reference: lambda value: _packed(_REFERENCE, [value.number, value.type_name]),
}


def _list(items: list[Any]) -> list[Any] | tuple[Any, ...]:
    return tuple(items[1:]) if items and items[0] is _TUPLE_MARK else items


def _extension(
    reference: Callable[[Reference], object] | None,
    lent: Callable[[Lent], object] | None,
    writable: bool,  # noqa: FBT001  # bound by partial, in the order msgpack's hook wants
    code: int,
    data: bytes,
) -> object:
    if code == _TUPLE and not data:
        return _TUPLE_MARK
    if code == _BIG_INT and 0 < len(data) <= _BIG_INT_BYTES:
        return int.from_bytes(data, "big", signed=True)
    payload = msgpack.unpackb(data)
    if code == _ARRAY:
        array = _rebuilt(*payload)
        return array.copy() if writable else array
    if code == _REFERENCE and reference is not None:
        number, name = payload
        return reference(Reference(int(number), str(name)[:_NAME_LENGTH]))
    if code == _LENT and lent is not None:
        return lent(Lent(int(payload)))
    return _number(code, payload)


def _number(code: int, payload: Any) -> object:
    if code == _SCALAR:
        dtype, raw = payload
        return _rebuilt(dtype, [], raw)[()]
    if code == _COMPLEX:
        real, imaginary = payload
        return complex(real, imaginary)
    raise CodecError(f"extension type {code} is not permitted here")


def _rebuilt(dtype: str, shape: list[int], raw: bytes) -> Array:
    if dtype not in _DTYPES:
        raise CodecError(f"arrays of dtype {dtype!r} do not cross the boundary")
    if len(shape) > _MAX_DIMENSIONS or any(type(size) is not int or size < 0 for size in shape):
        raise CodecError("an array's shape must be at most 32 non-negative integers")
    return np.frombuffer(raw, dtype=dtype).reshape(shape)
