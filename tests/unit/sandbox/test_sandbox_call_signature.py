"""How calls are bound to the parameters of a function."""

import inspect
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.sandbox.call_signature import signature_of


def two(x: Any, y: Any) -> None: ...
def with_default(x: Any, y: Any = 2, z: Any = 3) -> None: ...
def nothing() -> None: ...
def by_position(x: Any, /, y: Any = 2) -> None: ...
def by_name(x: Any, *, y: Any = 2, z: Any) -> None: ...
def rest(x: Any, *y: Any, **z: Any) -> None: ...


FUNCTIONS = (two, with_default, nothing, by_position, by_name, rest)


def bound_by_inspect(function: Callable[..., Any], args: Any, kwargs: Any) -> list[Any] | str:
    try:
        bound = inspect.signature(function).bind(*args, **kwargs)
    except TypeError as error:
        return str(error)
    bound.apply_defaults()
    return list({**bound.arguments, **bound.kwargs}.items())


def bound_here(function: Callable[..., Any], args: Any, kwargs: Any) -> list[Any] | str:
    try:
        bound = signature_of(function).bind(args, kwargs)
    except TypeError as error:
        return str(error)
    assert bound is not None
    return list(bound.items())


@given(
    st.sampled_from(FUNCTIONS),
    st.lists(st.integers(), max_size=4).map(tuple),
    st.dictionaries(st.sampled_from("xyzw"), st.integers(), max_size=3),
)
def test_call_is_bound_and_refused_as_inspect_does(
    function: Callable[..., Any], args: tuple[int, ...], kwargs: dict[str, int]
) -> None:
    assert bound_here(function, args, kwargs) == bound_by_inspect(function, args, kwargs)


@pytest.mark.parametrize(
    "function", [dict, type("Strange", (), {"__call__": None})()], ids=["dict", "object"]
)
def test_nothing_is_known_of_what_has_no_signature(function: Any) -> None:
    assert signature_of(function).bind((1,), {"x": 2}) is None
    assert signature_of(function).positional == ()
