"""Whatever bytes a worker sends, decoding gives plain values or a CodecError, within bounded memory."""

import datetime as dt
import tracemalloc
from pathlib import Path
from typing import Any

import msgpack
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grader.wire.codec import CodecError, Lent, Reference, decode, encode
from grader.wire.value_count import count_values

CONTAINERS = (list, tuple, set, frozenset)
TIMES = (dt.date, dt.datetime, dt.time, dt.timedelta)
SINGLE = (type(None), bool, int, float, complex, str, bytes, np.ndarray, Reference, Lent, type(Path()))
PLAIN = (*SINGLE, *CONTAINERS, *TIMES, dict)

lead_bytes = st.sampled_from(
    [bytes([byte]) for byte in (*range(0x80, 0x94), *range(0xC0, 0xE0), 0, 1, 2, 3, 4, 5, 6, 7, 0xFF)]
)
extensions = st.builds(
    lambda code, payload: msgpack.packb(msgpack.ExtType(code, payload)),
    st.integers(0, 13),
    st.one_of(
        st.binary(max_size=12),
        st.lists(
            st.one_of(
                st.sampled_from(["<f8", "|b1", "|O", "<U3", "<M8[s]", "|V8", ">f8", ""]),
                st.sampled_from(["date", "datetime", "time", "timedelta", "2026-01-01", "2026-01-01T12:00"]),
                st.lists(st.integers(-2, 2**40), max_size=3),
                st.binary(max_size=16),
                st.integers(),
                st.floats(),
                st.none(),
            ).filter(lambda item: not isinstance(item, int) or abs(item) < 2**63),
            max_size=4,
        ).map(msgpack.packb),
    ),
)
hostile = st.lists(st.one_of(lead_bytes, extensions, st.binary(max_size=4)), max_size=12).map(b"".join)
mangled = st.builds(
    lambda value, place, byte: value[: place % len(value)] + bytes([byte]) + value[place % len(value) + 1 :],
    st.sampled_from(
        [
            encode({"value": np.arange(6.0).reshape(2, 3), "changed": ["a"], "output": ""}),
            encode([(1, (2.5, 1j)), {(1, "a"): None}, 10**40, np.float32(2), np.zeros((0, 4), "i1")]),
            encode([Reference(3, "Value"), Lent(1), True, "text", b"bytes", -5]),
            encode([{1, "a"}, frozenset({2.5}), dt.date(2026, 1, 1), dt.timedelta(1), Path("a")]),
        ]
    ),
    st.integers(0, 10**6),
    st.integers(0, 255),
)


def received(data: bytes, *, writable: bool) -> Any:
    return decode(data, reference=lambda one: one, lent=lambda one: one, writable=writable)


def assert_plain(value: Any) -> None:
    assert type(value) in PLAIN or isinstance(value, np.generic), type(value)
    if isinstance(value, np.ndarray | np.generic):
        assert value.dtype.kind in "biufc"
        assert value.dtype.itemsize * value.size == value.nbytes
    if isinstance(value, CONTAINERS):
        for item in value:
            assert_plain(item)
    if isinstance(value, dict):
        for key, item in value.items():
            assert_plain(key)
            assert_plain(item)


@given(st.one_of(hostile, mangled, st.binary()), st.booleans())
@example(b"\xd6\xff\x00\x00\x00\x00", False)  # a timestamp, which msgpack would make an object of its own
@example(b"\xc7\x00\x01", False)  # the mark of a tuple alone
@example(b"\x92\xc0\xc7\x00\x01", True)  # the same where no tuple begins
@example(b"\x81\xc7\x00\x01\x90", False)  # the same as a key
@example(b"\x93\xc7\x00\x01\xc7\x00\x01\xc0", False)  # two marks in one tuple
@example(b"\x81\x90\x90", False)  # a key that has no hash
@example(b"\x92\xc7\x00\x08\x90", False)  # a set of such an entry
def test_any_bytes_decode_to_plain_values_or_are_refused(data: bytes, writable: bool) -> None:  # noqa: FBT001
    try:
        value = received(data, writable=writable)
    except CodecError as error:
        assert len(str(error)) < 400  # noqa: PT017  # that it may be raised is half of the property
    else:
        assert_plain(value)


def parts(value: Any) -> int:
    if isinstance(value, list):
        return 1 + sum(map(parts, value))
    if isinstance(value, dict):
        return 1 + sum(parts(key) + parts(item) for key, item in value.items())
    return 1


message_pack = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(2**63), 2**64 - 1),
        st.floats(),
        st.text(max_size=300),
        st.binary(max_size=300),
        st.builds(msgpack.ExtType, st.integers(0, 127), st.binary(max_size=300)),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=40), st.dictionaries(st.integers(0, 99), inner)),
    max_leaves=60,
)


@given(message_pack)
def test_values_are_counted_without_building_them(value: Any) -> None:
    number = parts(value)

    assert count_values(msgpack.packb(value), number) == number
    assert count_values(msgpack.packb(value), number - 1) == number


@pytest.mark.parametrize("length", [0, 15, 16, 31, 32, 255, 256, 65535, 65536])
def test_values_are_counted_in_every_length_form(length: int) -> None:
    for value in (bytes(length), "a" * length, [0] * length, msgpack.ExtType(1, bytes(length))):
        assert count_values(msgpack.packb([value, value]), 10**6) == 1 + 2 * parts(value)
    assert count_values(msgpack.packb(dict.fromkeys(range(length))), 10**6) == 1 + 2 * length


@given(st.one_of(hostile, st.binary()))
def test_counting_values_ends_for_any_bytes(data: bytes) -> None:
    assert 1 <= count_values(data, 1000) <= 1001


def packed_array(dtype: object, shape: object, raw: object) -> bytes:
    return bytes(msgpack.packb(msgpack.ExtType(2, msgpack.packb([dtype, shape, raw]))))


@pytest.mark.parametrize(
    "forged",
    [
        packed_array("<f8", [2], b"\0" * 8),
        packed_array("<f8", [1], b"\0" * 7),
        packed_array("<f8", [2**40, 2**40], b""),
        packed_array("<f8", [0, 2**62, 2**62], b""),
        packed_array("<f8", [-1], b"\0" * 8),
        packed_array("<f8", [1.0], b"\0" * 8),
        packed_array("<f8", [True], b"\0" * 8),
        packed_array("<f8", [1] * 33, b"\0" * 8),
        packed_array("<f8", 1, b"\0" * 8),
        packed_array("<f8", "a", b"\0" * 8),
        packed_array("<f8", b"\x01", b"\0" * 8),
        packed_array("<f8", [1], "text\0\0\0\0"),
        packed_array("|O", [1], b"\0" * 8),
        packed_array("|V8", [1], b"\0" * 8),
        packed_array("<M8[s]", [1], b"\0" * 8),
        packed_array(["<f8"], [1], b"\0" * 8),
        packed_array("f8,f8", [1], b"\0" * 16),
        bytes(msgpack.packb(msgpack.ExtType(2, msgpack.packb(msgpack.ExtType(2, b""))))),
        bytes(msgpack.packb(msgpack.ExtType(4, msgpack.packb(["1", 2])))),
        bytes(msgpack.packb(msgpack.ExtType(5, b""))),
        bytes(msgpack.packb(msgpack.ExtType(5, b"\x01" * 4097))),
        bytes(msgpack.packb(msgpack.ExtType(6, msgpack.packb(["5", "name"])))),
        bytes(msgpack.packb(msgpack.ExtType(6, msgpack.packb([5, ["name"]])))),
        bytes(msgpack.packb(msgpack.ExtType(7, msgpack.packb(1.5)))),
        bytes(msgpack.packb(msgpack.ExtType(10, msgpack.packb(["date", "no date", 0])))),
        bytes(msgpack.packb(msgpack.ExtType(10, msgpack.packb(["timedelta", 10**12, 0, 0])))),
        bytes(msgpack.packb(msgpack.ExtType(10, msgpack.packb(["date", "2026-01-01", 1])))),
        bytes(msgpack.packb(msgpack.ExtType(10, msgpack.packb(["object", "a", 0])))),
        bytes(msgpack.packb(msgpack.ExtType(11, msgpack.packb(["a"])))),
        b"\xdc\x04\x02" + b"\xc7\x00\x08" + b"".join(msgpack.packb(number) for number in range(1025)),
        encode(1) + encode(2),
        b"",
        b"\xc1",
    ],
)
def test_forged_values_are_refused(forged: bytes) -> None:
    with pytest.raises(CodecError):
        received(forged, writable=True)


def peak_of(data: bytes) -> int:
    tracemalloc.start()
    try:
        received(data, writable=True)
    except CodecError:
        pass
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return peak


def announced(count: int) -> bytes:
    return b"\xdd" + count.to_bytes(4, "big")


def test_short_frame_takes_little_memory() -> None:
    bombs = [
        announced(4900) * 980,
        announced(4900) * 980 + b"\xc0" * 4900,
        b"\xdf\x00\x00\x10\x00" * 900,
        b"\x91" * 5000,
        b"\xc6\xff\xff\xff\xff" * 1000,
        b"\xdb\x7f\xff\xff\xff" * 1000,
        packed_array("<f8", [2**30], b""),
        msgpack.packb(msgpack.ExtType(2, announced(900) * 900)),
        msgpack.packb([msgpack.ExtType(2, announced(30) * 900)] * 5),
    ]

    for bomb in bombs:
        assert len(bomb) < 6000 * 5
        assert peak_of(bomb) < 2_000_000


def test_list_inside_list_that_announces_all_it_may_takes_little_memory_however_short() -> None:
    for size in (500, 1000, 1024, 1025, 2000, 4000):
        header = b"\xdc" + size.to_bytes(2, "big")  # a list of so many
        assert peak_of((header * size)[:size]) < 3_000_000


@pytest.mark.parametrize("filling", [b"\x90", b"\x80", b"\xa2ab", b"\xcb" + bytes(8), encode(()), encode(1j)])
def test_long_frame_takes_a_few_times_its_length(filling: bytes) -> None:
    count = 800_000 // len(filling)
    bombs = [
        announced(count) + filling * count,
        announced(300) + (announced(count // 300) + filling * (count // 300)) * 300,
        (b"\x92" + filling) * 900 + announced(count) + filling * count,
    ]

    for bomb in bombs:
        assert peak_of(bomb) < 10 * len(bomb)


def test_long_frame_of_one_array_is_accepted() -> None:
    array = np.zeros(1 << 20)

    assert received(encode({"a": array, "b": [1, 2]}), writable=False)["a"].nbytes == array.nbytes


def test_value_too_large_to_receive_cannot_be_sent() -> None:
    with pytest.raises(CodecError, match="more than 262144 values"):
        encode([[0] * 1000] * 300)


def test_dict_of_thousands_of_keys_is_refused() -> None:
    with pytest.raises(CodecError):
        decode(encode(dict.fromkeys(range(10_000))))
