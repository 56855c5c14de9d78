"""Plain values as bytes and back: numbers, strings, containers, arrays, times and paths, in MessagePack.

MessagePack has no tuples, sets, complex numbers or arrays of its own, so a tuple or a set is an array that
begins with a mark, and the rest are extension types. Decoding builds nothing but the plain types named
here: no subclass, no object array, and no code of the sender runs. Everything else crosses as a reference.
"""

import datetime as dt
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path, PosixPath, PurePath, PurePosixPath, PureWindowsPath, WindowsPath
from typing import Any, Final

import msgpack
import numpy as np
import numpy.typing as npt

from grader.wire.value_count import count_values

__all__ = [
    "MAX_DEPTH",
    "CodecError",
    "Lent",
    "Reference",
    "copy_plain",
    "decode",
    "encode",
    "too_deep",
    "type_name",
]

MAX_DEPTH: Final = 256
"""Greatest depth of nesting, so that a recursive walk of a value does not run out of stack."""

_TUPLE, _ARRAY, _SCALAR, _COMPLEX, _BIG_INT, _REFERENCE, _LENT, _SET, _FROZEN_SET, _TIME, _PATH = range(1, 12)
_TUPLE_MARK: Final = msgpack.ExtType(_TUPLE, b"")
_MARKS: Final[dict[int, tuple[msgpack.ExtType, Callable[[list[Any]], Any]]]] = {
    _TUPLE: (_TUPLE_MARK, tuple),
    _SET: (msgpack.ExtType(_SET, b""), set),
    _FROZEN_SET: (msgpack.ExtType(_FROZEN_SET, b""), frozenset),
}
_SETS: Final = (set, frozenset)
_TIMES: Final[dict[str, Callable[[str], object]]] = {
    kind.__name__: kind.fromisoformat for kind in (dt.date, dt.datetime, dt.time)
}
_PLAIN: Final = (bool, int, float, str, bytes, type(None))
_ENTRY_DEPTH: Final = 8
_MAX_TEXT: Final = 1 << 16
_DTYPES: Final = {
    name: np.dtype(name)  # of two types of one size, the one that NumPy itself makes
    for name in (np.dtype(letter).newbyteorder("<").str for letter in "?bBhHiIqQefdFD")
}
"""Bool, integers to 64 bit, floats and complex to 128, by what they are called on the wire."""
_KNOWN_DTYPES: Final = {dtype: dtype for dtype in _DTYPES.values()}
_MAX_VALUES: Final = 1 << 18  # containers and their entries in one value, without the contents of arrays
_SHORT: Final = 1 << 10  # bytes, in which lists inside lists can announce 3 MB of entries and no more
_MAX_KEYS: Final = 1 << 10  # keys chosen to collide make the cost of a dict or a set quadratic
_THREE_ENTRIES: Final = b"\x93"  # a list of three
# MessagePack's bin 8, bin 16 and bin 32, and how many bytes their lengths take.
_BYTES_LEADS: Final = ((b"\xc4", 1), (b"\xc5", 2), (b"\xc6", 4))
_WIDE_DICTS: Final = (b"\xde", b"\xdf")  # MessagePack's map 16 and map 32
_MAX_DIMENSIONS: Final = 32
_MAX_INT_BYTES: Final = 4096
_NAME_LENGTH: Final = 80
_MESSAGE_LENGTH: Final = 200
_NATIVE_INTS: Final = range(-(1 << 63), 1 << 64)  # integers that MessagePack has a form for
_TIMESTAMP_AS_FLOAT: Final = 1  # msgpack cannot refuse its own timestamps; a float is at least plain

Array = npt.NDArray[Any]


class CodecError(Exception):
    """A value cannot be encoded, or bytes do not decode to a permitted value."""


@dataclass(frozen=True, slots=True)
class Reference:
    """An object that stays with its owner and crosses as a number.

    Attributes:
        number: The owner's number for it.
        type_name: Name of its type, for messages.
    """

    number: int
    type_name: str


@dataclass(frozen=True, slots=True)
class Lent:
    """A callable of the grader that the worker may call back by number."""

    number: int


def encode(value: object, refer: Callable[[object], Reference | Lent] | None = None) -> bytes:
    """Encode `value`.

    Args:
        value: None, bool, number, string, bytes, date, time, datetime, timedelta, path, NumPy scalar,
            ndarray, or a tuple, list, dict or set of these. A path is sent as a `Path`.
            Subclasses of the built-in types are sent as the built-in type, and half of a surrogate pair in a
            string as the text of its escape.
        refer: Called for every other object; returns the reference that is sent in its place.

    Raises:
        CodecError: `value` holds something else and `refer` is None, is nested too deeply, holds itself, or
            holds more values than `decode` accepts.
    """
    try:
        packed = msgpack.packb(
            value, default=partial(_default, refer), strict_types=True, unicode_errors="backslashreplace"
        )
    except (ValueError, OverflowError, RecursionError, TypeError, BufferError) as error:
        raise CodecError(_describe_failure(error)) from error
    if _too_many(packed):
        raise CodecError(f"it holds more than {_MAX_VALUES} values outside arrays")
    if _has_wide_dict(value, packed):
        raise CodecError(f"it holds a dict of more than {_MAX_KEYS} entries")
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
    if _too_many(data):
        raise CodecError(f"more than {_MAX_VALUES} values outside arrays")
    builder = _Builder(reference, lent, writable)
    try:
        if _SHORT < len(data) <= _MAX_VALUES:
            _require_whole(data)
        value = msgpack.unpackb(
            data,
            ext_hook=builder.extension,
            list_hook=builder.unmarked,
            strict_map_key=False,
            max_map_len=_MAX_KEYS,
            timestamp=_TIMESTAMP_AS_FLOAT,
        )
    except CodecError:
        raise
    # msgpack raises whatever the hooks, hash() or its own checks raise; every one means a bad frame.
    except Exception as error:
        raise CodecError(f"not a value: {type(error).__name__}: {error}"[:_MESSAGE_LENGTH]) from error
    if builder.open_marks:
        raise CodecError("the mark of a tuple or a set stands where none begins")
    return value


def copy_plain(value: Any, resolve: Callable[[Reference], object] | None = None) -> Any:
    """Copy the containers and arrays of what was decoded; arrays of the copy can be written to.

    Args:
        value: What was decoded.
        resolve: Called for each reference in it; its result takes the reference's place, and is not copied.
            None keeps references.
    """
    kind = type(value)
    if kind is np.ndarray:
        return value.copy()
    if kind is dict:
        return {key: copy_plain(entry, resolve) for key, entry in value.items()}
    if kind is list:
        return [copy_plain(entry, resolve) for entry in value]
    if kind is tuple:
        return tuple([copy_plain(entry, resolve) for entry in value])
    return resolve(value) if kind is Reference and resolve is not None else value


def _too_many(data: bytes | memoryview) -> bool:
    """Return whether a value has too many parts; counting is skipped where the bytes are too few for that."""
    return len(data) > _MAX_VALUES and count_values(data, _MAX_VALUES) > _MAX_VALUES


def _has_wide_dict(value: object, packed: bytes) -> bool:
    """Return whether a value that has been packed holds a dict of more entries than `decode` accepts.

    Most values need no look: only a dict of more than 15 entries begins with one of two bytes.
    """
    map_16, map_32 = _WIDE_DICTS
    if len(packed) <= _MAX_KEYS or not (map_16 in packed or map_32 in packed):
        return False
    level: list[Any] = [value]
    while level:
        if any(issubclass(type(one), dict) and dict.__len__(one) > _MAX_KEYS for one in level):
            return True
        level = _entries(level)
    return False


def _require_whole(data: bytes | memoryview) -> None:
    """Refuse announced lengths that nothing follows, before memory is set aside for them."""
    unpacker = msgpack.Unpacker(max_buffer_size=len(data))
    unpacker.feed(data)
    unpacker.skip()


def _describe_failure(error: Exception) -> str:
    if isinstance(error, RecursionError) or "recursion" in str(error):
        return "it is nested too deeply, or holds itself"
    return f"it cannot be sent: {error}"


def _default(refer: Callable[[object], Reference | Lent] | None, value: Any) -> object:
    """Convert a value that MessagePack has no type for; called by the packer."""
    kind = type(value)
    if kind is np.ndarray and value.ndim <= _MAX_DIMENSIONS:
        dtype = _dtype_on_the_wire(value.dtype)
        if dtype is not None:
            sent = value if dtype is value.dtype else value.astype(dtype, copy=False)
            return _array_extension(sent)
    special = _SPECIAL.get(id(kind))  # a metaclass may have ideas of its own about hash and equality
    if special is not None and (kind not in _SETS or all(map(_is_plain_entry, value))):
        return special(value)
    if issubclass(kind, np.generic) and np.dtype(kind).str in _DTYPES:
        return _extension(_SCALAR, [np.dtype(kind).str, np.generic.tobytes(value)])
    if issubclass(kind, int):
        number = int(value)
        return number if number in _NATIVE_INTS else _int_extension(number)
    for base in (dict, list, str, float):
        if issubclass(kind, base):
            return base(value)
    if issubclass(kind, tuple):
        return _marked_tuple(value)
    if refer is None:
        raise CodecError(f"an object of type {type_name(value)} cannot be sent")
    substitute = refer(value)
    return _SPECIAL[id(type(substitute))](substitute)


def _dtype_on_the_wire(dtype: np.dtype[Any]) -> np.dtype[Any] | None:
    known = _KNOWN_DTYPES.get(dtype)  # as most are
    return _DTYPES.get(dtype.newbyteorder("<").str) if known is None else known


def _extension(code: int, payload: object) -> msgpack.ExtType:
    return _new_extension(code, msgpack.packb(payload))


def _new_extension(code: int, data: bytes) -> msgpack.ExtType:
    """Make what msgpack packs as an extension, without its look at kinds that are known to be right."""
    return tuple.__new__(msgpack.ExtType, (code, data))


def _marked_tuple(value: tuple[Any, ...]) -> list[Any]:
    return [_TUPLE_MARK, *value]


def _marked_set(value: "set[Any] | frozenset[Any]") -> list[Any]:
    """Mark a set, and sort its entries, so that equal sets give equal bytes."""
    if len(value) > _MAX_KEYS:
        raise CodecError(f"a set of more than {_MAX_KEYS} entries cannot be sent")
    return [_MARKS[_SET if type(value) is set else _FROZEN_SET][0], *sorted(value, key=encode)]


def _is_plain_entry(value: Any, depth: int = _ENTRY_DEPTH) -> bool:
    """Return whether an entry of a set can be sent by value and is hashed by no code of a student's."""
    kind = type(value)
    if kind is tuple or kind is frozenset:
        return depth > 0 and all(_is_plain_entry(entry, depth - 1) for entry in value)
    if issubclass(kind, np.generic):
        return np.dtype(kind).str in _DTYPES
    if any(kind is known for known in _PLAIN):
        return True
    return id(kind) in _SPECIAL and kind not in (Lent, Reference)


def _date_extension(value: dt.date) -> msgpack.ExtType:
    return _extension(_TIME, ["date", value.isoformat(), 0])


def _time_extension(value: dt.datetime | dt.time) -> msgpack.ExtType:
    offset = value.utcoffset()
    if offset is not None and offset.microseconds:  # Python reads some of these texts back as UTC
        raise CodecError("a time whose offset from UTC is no whole number of seconds cannot be sent")
    return _extension(_TIME, [type(value).__name__, value.isoformat(), value.fold])


def _duration_extension(value: dt.timedelta) -> msgpack.ExtType:
    return _extension(_TIME, ["timedelta", value.days, value.seconds, value.microseconds])


def _path_extension(value: PurePath) -> msgpack.ExtType:
    return _extension(_PATH, str(value))


def _array_extension(value: Array) -> msgpack.ExtType:
    raw = value.tobytes()  # in the order of C, whatever its own is
    return _new_extension(_ARRAY, _head_of_array(value.dtype, value.shape) + raw)


@lru_cache(maxsize=1024)
def _head_of_array(dtype: np.dtype[Any], shape: tuple[int, ...]) -> bytes:
    """Encode what stands before the entries of an array; one run sends thousands of the same few shapes."""
    size = dtype.itemsize * math.prod(shape)
    described: bytes = msgpack.packb([dtype.str, list(shape)])
    fitting = ((lead, length) for lead, length in _BYTES_LEADS if size < 1 << 8 * length)
    lead, length = next(fitting, _BYTES_LEADS[-1])
    return _THREE_ENTRIES + described[1:] + lead + size.to_bytes(length, "big")


def _int_extension(value: int) -> msgpack.ExtType:
    size = value.bit_length() // 8 + 1
    if size > _MAX_INT_BYTES:
        raise CodecError("an integer of more than 4096 bytes cannot be sent")
    return _new_extension(_BIG_INT, value.to_bytes(size, "big", signed=True))


_SPECIAL: Final[dict[int, Callable[[Any], object]]] = {
    id(tuple): _marked_tuple,
    id(int): _int_extension,  # MessagePack has integers to 64 bit; the packer asks for help beyond
    id(complex): lambda value: _extension(_COMPLEX, [value.real, value.imag]),
    **{id(kind): _marked_set for kind in _SETS},
    id(dt.date): _date_extension,
    **{id(kind): _time_extension for kind in (dt.datetime, dt.time)},
    id(dt.timedelta): _duration_extension,
    **{
        id(kind): _path_extension
        for kind in (PosixPath, WindowsPath, PurePosixPath, PureWindowsPath, PurePath, Path)
    },
    id(Lent): lambda value: _extension(_LENT, value.number),
    id(Reference): lambda value: _extension(_REFERENCE, [value.number, value.type_name]),
}


class _Builder:
    """Builds the values MessagePack has no type for, in one decoding."""

    def __init__(
        self,
        reference: Callable[[Reference], object] | None,
        lent: Callable[[Lent], object] | None,
        writable: bool,  # noqa: FBT001  # passed on from `decode`
    ) -> None:
        self._reference = reference
        self._lent = lent
        self._writable = writable
        self.open_marks = 0

    def unmarked(self, items: list[Any]) -> Any:
        """Turn a list that begins with a mark into a tuple or a set."""
        if not items or type(items[0]) is not msgpack.ExtType:
            return items
        mark, build = _MARKS[items[0].code]
        self.open_marks -= 1
        if mark is not _TUPLE_MARK and len(items) - 1 > _MAX_KEYS:
            raise CodecError(f"a set of more than {_MAX_KEYS} entries")
        return build(items[1:])

    def extension(self, code: int, data: bytes) -> object:
        """Build an array, a number, a time or a path, or resolve a reference."""
        if code == _ARRAY:
            array = _build_array(*_unpack_payload(data))
            return array.copy() if self._writable else array
        if code in _MARKS and not data:
            self.open_marks += 1
            return _MARKS[code][0]
        if code == _BIG_INT and 0 < len(data) <= _MAX_INT_BYTES:
            return int.from_bytes(data, "big", signed=True)
        payload = _unpack_payload(data)
        if code == _REFERENCE and self._reference is not None:
            number, name = payload
            return self._reference(Reference(_checked(int, number), _checked(str, name)[:_NAME_LENGTH]))
        if code == _LENT and self._lent is not None:
            return self._lent(Lent(_checked(int, payload)))
        return _build_single(code, payload)


def _refuse(code: int, _data: bytes) -> object:
    raise CodecError(f"extension type {code} is not permitted here")


_unpack_payload: Final = partial(
    msgpack.unpackb,
    timestamp=_TIMESTAMP_AS_FLOAT,
    ext_hook=_refuse,
    max_array_len=_MAX_DIMENSIONS,
    max_map_len=0,
    max_ext_len=0,
)
"""Unpacks what an extension holds: a short list at most, never another extension."""


def _checked(kind: type[Any], value: object) -> Any:
    if type(value) is not kind:
        raise CodecError(f"expected a {kind.__name__}, not a {type_name(value)}")
    return value


def _build_time(payload: list[Any]) -> object:
    kind, *fields = payload
    if kind == "timedelta":
        return dt.timedelta(*(_checked(int, number) for number in fields))
    text, fold = fields
    time: Any = _TIMES[kind](_checked(str, text))
    return time.replace(fold=fold) if fold else time


def _build_single(code: int, payload: Any) -> object:
    if code == _SCALAR:
        dtype, raw = payload
        return _build_array(dtype, [], raw)[()]
    if code == _COMPLEX:
        real, imaginary = payload
        return complex(_checked(float, real), _checked(float, imaginary))
    if code == _TIME:
        return _build_time(payload)
    if code == _PATH and len(_checked(str, payload)) <= _MAX_TEXT:
        return Path(payload)
    return _refuse(code, b"")


def _build_array(dtype: str, shape: list[int], raw: bytes) -> Array:
    if dtype not in _DTYPES:
        raise CodecError(f"arrays of dtype {dtype!r} do not cross the boundary")
    fits = len(_checked(list, shape)) <= _MAX_DIMENSIONS
    for size in shape:  # thousands of arrays cross in one run, and a loop costs least
        fits = fits and type(size) is int and size >= 0
    if not fits:
        raise CodecError("an array's shape must be at most 32 non-negative integers")
    return np.frombuffer(raw, dtype=_DTYPES[dtype]).reshape(shape)


def type_name(value: object) -> str:
    """Name the type of `value` without running any code of the value's own."""
    kind = type(value)
    if kind is np.ndarray:
        return f"array of dtype {np.ndarray.dtype.__get__(value)}"[:_NAME_LENGTH]
    name = type.__dict__["__name__"].__get__(kind)
    return str.__str__(name)[:_NAME_LENGTH]


def too_deep(message: dict[Any, Any]) -> bool:
    """Return whether a message that can be encoded is nested more than `MAX_DEPTH` deep.

    In the worker, entries may be of the student's classes, so none of their methods is called.
    """
    level: list[Any] = [message]
    for _ in range(MAX_DEPTH):
        level = _entries(level)
        if not level:
            return False
    return True


def _entries(values: Iterable[Any]) -> list[Any]:
    """List what dicts, lists and tuples among some values hold, keys too, and call nothing of theirs."""
    entries: list[Any] = []
    for one in values:
        kind = type(one)
        if kind is np.ndarray or kind is str or kind is float:  # as most are
            continue
        if issubclass(kind, dict):
            entries += dict.keys(one)
            entries += dict.values(one)
        elif issubclass(kind, list | tuple):
            entries += (list if issubclass(kind, list) else tuple).__iter__(one)
    return entries
