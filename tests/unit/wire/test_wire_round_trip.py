import datetime as dt
import math
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any

import msgpack
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader.wire.codec import CodecError, Lent, Reference, decode, encode, type_name

Array = npt.NDArray[Any]

DTYPES = ("?", "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f2", "f4", "f8", "c8", "c16")
dtypes = st.sampled_from(DTYPES).flatmap(
    lambda name: st.sampled_from([np.dtype(name).newbyteorder("<"), np.dtype(name).newbyteorder(">")])
)
arrays = dtypes.flatmap(
    lambda dtype: hnp.arrays(dtype, hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4))
)
scalars = st.sampled_from(DTYPES).flatmap(lambda name: hnp.from_dtype(np.dtype(name)))
big_integers = st.integers(min_value=-(256**40), max_value=256**40)
texts = st.text(st.characters(exclude_categories=["Cs"]))
seconds = st.integers(-23 * 3600, 23 * 3600)
zones = st.none() | seconds.map(lambda offset: dt.timezone(dt.timedelta(seconds=offset)))
times = st.one_of(
    st.dates(),
    st.times(),
    st.datetimes(timezones=zones),
    st.timedeltas(),
    st.just(Path("a", "b.csv")),
)
leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    big_integers,
    st.floats(),
    st.complex_numbers(),
    texts,
    st.binary(max_size=20),
    scalars,
    arrays,
    times,
)
keys = st.recursive(
    st.one_of(
        st.none(), st.booleans(), big_integers, st.floats(allow_nan=False), texts, st.binary(max_size=5)
    ),
    lambda inner: st.lists(inner, max_size=3).map(tuple) | st.frozensets(inner, max_size=3),
    max_leaves=4,
)
values = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(keys, inner, max_size=4),
        st.sets(keys | times, max_size=4),
    ),
    max_leaves=12,
)


def same(one: Any, other: Any) -> bool:
    """Whether two values are of the same types and the same to the last bit."""
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray | np.generic):
        order = one.dtype.newbyteorder("<")
        return (one.shape, order) == (other.shape, other.dtype) and one.astype(
            order
        ).tobytes() == other.tobytes()
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, set | frozenset):
        return bool(one == other)
    if isinstance(one, dict):
        return same([*one], [*other]) and all(map(same, one.values(), other.values()))
    if isinstance(one, float):
        return repr(one) == repr(other)
    return bool(repr(one) == repr(other) and (one == other or one != one))  # noqa: PLR0124  # complex NaN


@given(values)
def test_plain_values_round_trip(value: Any) -> None:
    assert same(value, decode(encode(value)))


@given(values)
def test_encoding_is_deterministic(value: Any) -> None:
    assert encode(value) == encode(decode(encode(value)))


@pytest.mark.parametrize("sign", [1, -1])
def test_integers_up_to_4096_bytes_round_trip(sign: int) -> None:
    largest = sign * (256**4095 * 128 - 1)

    assert decode(encode(largest)) == largest
    with pytest.raises(CodecError, match="4096 bytes"):
        encode(largest * 256)


@pytest.mark.parametrize("number", [2**63 - 1, 2**63, 2**64 - 1, 2**64, -(2**63), -(2**63) - 1])
def test_integers_at_machine_word_edges_round_trip(number: int) -> None:
    assert decode(encode([number])) == [number]


@given(arrays)
def test_arrays_are_read_only_by_default(array: Array) -> None:
    encoded = encode(array)

    assert not decode(encoded).flags.writeable
    writable = decode(encoded, writable=True)
    assert writable.flags.writeable
    assert writable.flags.owndata


STRIDED: dict[str, Callable[[Array], Array]] = {
    "Fortran order": np.asfortranarray,
    "transposed": lambda array: array.T,
    "every second row": lambda array: array[::2],
    "backwards": lambda array: array[::-1, ::-1],
    "broadcast": lambda array: np.broadcast_to(array[0], (3, *array.shape[1:])),
    "a field of a larger array": lambda array: array[1:3, 1:2],
}


@pytest.mark.parametrize("view", STRIDED.values(), ids=list(STRIDED))
@pytest.mark.parametrize("dtype", ["<f8", ">f8", ">i4", "?"])
def test_array_memory_layout_does_not_matter(view: Callable[[Array], Array], dtype: str) -> None:
    array = view(np.arange(24).reshape(6, 4).astype(dtype))

    there = decode(encode(array))

    assert there.dtype == array.dtype.newbyteorder("<")
    assert there.shape == array.shape
    assert np.array_equal(there, array)


@pytest.mark.parametrize("shape", [(), (0,), (0, 3), (3, 0, 2), (1,) * 32])
def test_unusual_shapes_round_trip(shape: tuple[int, ...]) -> None:
    assert decode(encode(np.zeros(shape))).shape == shape


@pytest.mark.parametrize("size", [0, 1, 255, 256, 65535, 65536])
@pytest.mark.parametrize("dtype", ["?", "<f8", "<c16"])
def test_array_of_any_length_is_what_messagepack_itself_writes(size: int, dtype: str) -> None:
    array = np.ones(size, dtype=dtype)
    packed = msgpack.packb([dtype.replace("?", "|b1"), [size], array.tobytes()])

    assert encode(array) == msgpack.packb(msgpack.ExtType(2, packed))
    assert np.array_equal(decode(encode(array)), array)


def test_strings_that_look_like_extensions_stay_strings() -> None:
    value = ["\x01", b"\xc7\x00\x01", ("", ()), [[]], [()], ((),)]

    assert decode(encode(value)) == value


def test_lone_surrogate_is_escaped() -> None:
    assert decode(encode(["\udc80", {"\ud800": "ok\udfff"}])) == ["\\udc80", {"\\ud800": "ok\\udfff"}]


class _Integer(int):
    pass


class _Float(float):
    pass


class _Text(str):
    __slots__ = ()


class _List(list[Any]):
    pass


class _Tuple(tuple[Any, ...]):
    __slots__ = ()


class _Dict(dict[Any, Any]):
    pass


@pytest.mark.parametrize(
    "value",
    [
        _Integer(3),
        _Integer(10**30),
        -_Integer(10**30),
        _Float(0.5),
        _Text("a"),
        _List([1, _List([2])]),
        _Tuple((1, _Tuple())),
        _Dict({"a": _Dict()}),
        np.str_("text"),
    ],
)
def test_subclass_is_sent_as_its_base_type(value: Any) -> None:
    there = decode(encode(value))

    assert there == value
    assert type(there) in (int, float, str, list, tuple, dict)


OBJECTS = [
    np.zeros(2, dtype=object),
    np.zeros(2, dtype="M8[s]"),
    np.zeros(2, dtype="U3"),
    np.zeros(2, dtype=[("a", "f8")]),
    np.zeros(2, dtype=np.longdouble),
    np.zeros((1,) * 33),
    np.longdouble(1),
    np.datetime64("2026-01-01"),
    np.zeros((1, 1)).view(np.matrix),
    np.ma.masked_array([1.0, 2.0], [True, False]),
    object(),
    {len},
    frozenset({(1, object)}),
    range(3),
    len,
    type,
]


@pytest.mark.parametrize("offset", [dt.timedelta(microseconds=1), dt.timedelta(hours=-2, milliseconds=5)])
def test_time_zone_within_a_second_is_refused_and_not_taken_for_another(offset: dt.timedelta) -> None:
    with pytest.raises(CodecError, match="no whole number of seconds"):
        encode(dt.datetime(2000, 1, 1, tzinfo=dt.timezone(offset)))


@pytest.mark.parametrize(
    "value", OBJECTS, ids=[f"{number} {type_name(value)}" for number, value in enumerate(OBJECTS)]
)
def test_other_objects_cross_as_references(value: Any) -> None:
    kept: list[Any] = []

    def refer(thing: object) -> Reference:
        kept.append(thing)
        return Reference(len(kept), type_name(thing))

    there = decode(encode([value], refer), reference=lambda reference: reference)

    assert there == [Reference(1, type_name(value))]
    assert kept[0] is value
    with pytest.raises(CodecError, match="cannot be sent"):
        encode([value])


@pytest.mark.parametrize("order", [1, -1])
def test_equal_sets_give_equal_bytes(order: int) -> None:
    entries = [f"text {number}" for number in range(50)]

    assert encode(set(entries[::order])) == encode(set(entries))


def test_set_keeps_its_kind_and_its_numpy_numbers() -> None:
    sent = [{np.float64(0.5), frozenset({1})}, frozenset()]

    there = decode(encode(sent))

    assert there == sent
    assert [type(one) for one in there] == [set, frozenset]


def test_set_of_thousands_of_entries_is_refused() -> None:
    with pytest.raises(CodecError, match="more than 1024 entries"):
        encode(set(range(1025)))


@pytest.mark.parametrize("kind", [dict, OrderedDict])
def test_dict_of_thousands_of_entries_is_refused_wherever_it_is(kind: type[dict[int, float]]) -> None:
    """One with as many as are permitted arrives."""
    most, too_many = (kind.fromkeys(range(size), 0.0) for size in (1024, 1025))
    arounds: tuple[Callable[[Any], Any], ...] = (
        lambda one: one,
        lambda one: [(0, one)],
        lambda one: {"a": {"b": one}},
    )
    for around in arounds:
        assert decode(encode(around(most))) == around(most)
        with pytest.raises(CodecError, match="a dict of more than 1024 entries"):
            encode(around(too_many))


def test_any_path_arrives_as_one_of_this_system() -> None:
    assert decode(encode(PurePosixPath("a/b"))) == Path("a/b")


def test_references_are_resolved_only_with_a_resolver() -> None:
    encoded = encode([Reference(-5, "Value"), Lent(2)])

    there = decode(encoded, reference=lambda one: one.number * 10, lent=lambda one: one.number + 1)

    assert there == [-50, 3]
    with pytest.raises(CodecError, match="not permitted"):
        decode(encoded, reference=repr)
    with pytest.raises(CodecError, match="not permitted"):
        decode(encoded, lent=repr)


def test_cyclic_and_deep_values_are_refused() -> None:
    circle: list[Any] = []
    circle.append({"again": (circle,)})
    deep: list[Any] = []
    for _ in range(5000):
        deep = [deep]

    for value in (circle, deep):
        with pytest.raises(CodecError, match="nested too deeply, or holds itself"):
            encode(value)


def test_deepest_sendable_value_can_be_received() -> None:
    deepest = 0
    value: Any = ()
    while True:
        try:
            encoded = encode(value)
        except CodecError:
            break
        assert encode(decode(encoded)) == encoded
        value, deepest = (value,), deepest + 1

    assert deepest > 100


class _Loud(type):
    def __getattribute__(cls, name: str) -> Any:
        raise RuntimeError(name)

    def __hash__(cls) -> int:
        return 1


class _Raises(metaclass=_Loud):
    def __getattribute__(self, name: str) -> Any:
        raise RuntimeError(name)


def test_type_name_runs_no_code_of_the_type() -> None:
    assert type_name(_Raises()) == "_Raises"
    assert type_name(np.zeros(2, dtype=object)) == "array of dtype object"
    assert len(type_name(type("N" * 1000, (), {})())) == 80


def test_signed_zero_and_nan_round_trip() -> None:
    there = decode(encode([-0.0, math.nan, np.float32(-0.0), complex(-0.0, math.inf)]))

    assert math.copysign(1, there[0]) == -1
    assert math.isnan(there[1])
    assert np.signbit(there[2])
    assert repr(there[3]) == "(-0+infj)"
