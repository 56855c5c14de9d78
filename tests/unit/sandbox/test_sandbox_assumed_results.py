"""Results that a student's own calls of a function find instead of computing them."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.sandbox.assumptions import Assumptions
from grader.sandbox.closeness import agrees, is_close
from grader.sandbox.faults import Raised
from tests.support.sandbox_talk import Start, Talk, talk

ASSUMING = """
import numpy as np
calls = []
def forward(X, W, bias=0.5, *, kind="relu", **options):
    calls.append(1)
    return {"out": X @ W + bias, "own": True, "cache": X}
def positional(X, W):
    return forward(X, W)
def by_keyword(X, W):
    return forward(W=W, X=X, bias=0.5)
def defaulted(X, W):
    return forward(X, W, 0.5, kind="relu")
def nearly(X, W, off):
    return forward(X * (1 + off), W)
def poison(X, W):
    forward(X, W)["out"][:] = 99
    return forward(X, W)
def option(X, W):
    return forward(X, W, kind="tanh", extra=3)
def wrong(X, W):
    return forward(X)
def not_numbers(W):
    return forward(X="text", W=W)
"""
X = np.array([[1.0, -2.0]])
W = np.array([[0.5], [0.25]])
REFERENCE = {"out": np.array([[7.0]]), "own": False}


@pytest.fixture
def assuming(start: Start) -> Any:
    """A submission whose `forward` is assumed for X and W and a bias of a half."""
    with talk(ASSUMING, start) as call:
        call.assume("forward", {"X": X, "W": W, "bias": 0.5}, REFERENCE)
        yield call


@pytest.mark.parametrize("caller", ["positional", "by_keyword", "defaulted", "option"])
def test_own_call_gets_the_assumed_result(caller: str, assuming: Talk) -> None:
    result = assuming(caller, X, W)

    assert result["own"] is False
    assert result["out"] == 7.0


def test_assumed_dict_keeps_other_entries(assuming: Talk) -> None:
    result = assuming("positional", X, W)

    assert result["cache"].tolist() == X.tolist()
    assert list(result) == ["out", "own", "cache"]


def test_assumed_non_dict_replaces_the_call(start: Start) -> None:
    code = """
        calls = []
        def g(x):
            calls.append(x)
            raise NotImplementedError
        def f(x):
            return g(x), len(calls)
        """
    with talk(code, start) as call:
        call.assume("g", {"x": 1}, 5.0)
        assert call("f", 1) == (5.0, 1)
        call.assume("g", {"x": 2}, {"y": 5.0})
        assert call("f", 2) == ({"y": 5.0}, 2)


def test_assumed_call_leaves_arguments_unchanged(start: Start) -> None:
    code = """
        def g(params):
            params["W"][:] = 0
            params["layers"][0] *= 2
            return {"cache": params.pop("b")}
        def f(params):
            return g(params), params
        """
    with talk(code, start) as call:
        call.assume("g", {"params": {"W": W}}, {"y": 5.0})
        result, params = call("f", {"W": W, "layers": [W], "b": 1.0})
        assert result == {"y": 5.0, "cache": 1.0}
        assert params["W"].tolist() == params["layers"][0].tolist() == W.tolist()
        assert params["b"] == 1.0


def test_suite_call_reaches_the_students_function(assuming: Talk) -> None:
    assert assuming("forward", X, W)["own"] is True


@pytest.mark.parametrize("off, own", [(0.0, False), (1e-11, False), (1e-6, True), (float("nan"), True)])
def test_assumed_arguments_match_to_within_rounding(off: float, own: bool, assuming: Talk) -> None:  # noqa: FBT001
    assert assuming("nearly", X, W, off)["own"] is own


def test_other_arguments_reach_the_students_function(assuming: Talk) -> None:
    assert assuming("positional", X, np.ones((2, 3)))["own"] is True
    assert assuming("positional", np.ones((3, 2)), W)["own"] is True
    with pytest.raises(Raised):
        assuming("not_numbers", W)
    with pytest.raises(Raised, match="missing"):
        assuming("wrong", X, W)


def test_changed_assumed_result_leaves_the_next_intact(assuming: Talk) -> None:
    assert assuming("poison", X, W)["out"] == 7.0


def test_assumption_with_unknown_argument_never_matches(start: Start) -> None:
    renamed = "def forward(inputs, weights):\n    return 'own'\ndef f(X, W):\n    return forward(X, W)"
    with talk(renamed, start) as call:
        call.assume("forward", {"X": X, "W": W}, "assumed")
        assert call("f", X, W) == "own"


def test_assumption_may_name_a_keyword_argument(start: Start) -> None:
    code = "def forward(**given):\n    return 'own'\ndef f(X):\n    return forward(X=X)"
    with talk(code, start) as call:
        call.assume("forward", {"X": X}, "assumed")
        assert call("f", X) == "assumed"
        assert call("f", X + 1) == "own"


def test_first_matching_assumption_counts(start: Start) -> None:
    code = """
        def forward(params, kind=None):
            return "own"
        def f(params, kind=None):
            return forward(params, kind)
        """
    with talk(code, start) as call:
        call.assume("forward", {"params": {"W": W, "layers": [1, W]}}, "first")
        call.assume("forward", {"kind": "relu"}, "second")
        call.assume("forward", {"kind": None, "params": (W, X)}, "third")
        assert call("f", {"W": W, "layers": [1, W], "more": 1}, "relu") == "first"
        assert call("f", {"W": W + 1, "layers": [1, W]}, "relu") == "second"
        assert call("f", {"W": W, "layers": [1, W + 1]}, "tanh") == "own"
        assert call("f", {"W": W, "layers": [1]}, "tanh") == "own"
        assert call("f", (W, X)) == "third"
        assert call("f", (W, X, X)) == "own"


def test_reset_restores_the_students_function(assuming: Talk) -> None:
    assuming.sandbox.reset()

    assert assuming("positional", X, W)["own"] is True


def test_function_under_another_name_is_not_assumed(start: Start) -> None:
    code = "def g(x):\n    return 'own'\nalias = g\ndef f(x):\n    return alias(x), g(x)"
    with talk(code, start) as call:
        call.assume("g", {"x": 1}, "assumed")
        assert call("f", 1) == ("own", "assumed")


def test_right_result_of_ones_own_is_kept(start: Start) -> None:
    code = """
        def pair(x):
            return [x, 2 * x]
        def stages(x):
            return {"z": x, "mine": "kept"}
        def calls(x):
            return pair(x), stages(x)
        """
    with talk(code, start) as call:
        call.assume("pair", {"x": 3.0}, (3.0, 6.0))
        call.assume("stages", {"x": 3.0}, {"z": 3.0})
        assert call("calls", 3.0) == ([3.0, 6.0], {"z": 3.0, "mine": "kept"})
        assert call.sandbox.replaced == ()


@pytest.mark.parametrize("change", ["z *= z > 0", "z[z < 0] = 0.0", "z.sort()"])
def test_function_that_writes_into_its_arguments_spoils_nothing_of_its_caller(
    start: Start, change: str
) -> None:
    code = f"""
        def positive(z):
            right = z * (z > 0)
            {change}
            return right
        def layer(X):
            z = X + 1.0
            return z, positive(z)
        """
    with talk(code, start) as call:
        z, right = X + 1.0, np.array([[2.0, 0.0]])
        call.assume("positive", {"z": z}, right)
        kept, out = call("layer", X)
        assert (kept.tolist(), out.tolist()) == (z.tolist(), right.tolist())
        assert call.sandbox.replaced == ("positive",)


def test_wrong_result_is_replaced_and_named(start: Start) -> None:
    code = """
        def pair(x):
            return 2 * x, x
        def odd(x):
            class Odd:
                def __len__(self):
                    raise RuntimeError("mine")
            return Odd()
        def right(x):
            return x
        def calls(x):
            return pair(x), odd(x), right(x)
        """
    with talk(code, start) as call:
        call.assume("pair", {"x": 3.0}, (3.0, 6.0))
        call.assume("odd", {"x": 3.0}, 1.0)
        call.assume("right", {"x": 3.0}, 3.0)
        assert call("calls", 3.0) == ((3.0, 6.0), 1.0, 3.0)
        assert call.sandbox.replaced == ("pair", "odd")


@pytest.fixture
def questions(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """List what the worker asks and tells, in its order."""
    heard: list[str] = []

    def note(method: str) -> None:
        original = getattr(Assumptions, method)

        def noting(assumptions: Assumptions, *args: object) -> object:
            heard.append(method)
            return original(assumptions, *args)

        monkeypatch.setattr(Assumptions, method, noting)

    note("look_up")
    note("note_replaced")
    return heard


def test_that_results_are_used_is_told_once_for_a_check(start: Start, questions: list[str]) -> None:
    code = """
        def f(x):
            return 0
        def g():
            return [f(1), f(2), f(3)]
        """
    with talk(code, start) as call:
        for _ in range(2):
            questions.clear()
            for x in (1, 2, 3):
                call.assume("f", {"x": x}, 10 * x)
            assert call("g") == [10, 20, 30]
            assert call.sandbox.replaced == ("f",)
            assert questions == ["look_up", "note_replaced", "look_up", "look_up"]
            call.sandbox.reset()


def test_what_two_calls_after_each_other_ask_alike_is_asked_once_and_nothing_printed_is_lost(
    start: Start, questions: list[str]
) -> None:
    code = """
        def f(x):
            print(x)
            return [0]
        def g(x):
            first = f(x)
            first.append(9)
            second = f(x)
            x[0] = 5
            return second, f(x)
        """
    with talk(code, start) as call:
        call.assume("f", {"x": [5]}, [50])
        call.assume("f", {"x": [1]}, [10])
        assert call("g", [1]) == ([10], [50])
        assert questions == ["look_up", "note_replaced", "look_up"]
        assert call.sandbox.output == "[1]\n[1]\n[5]\n"


def test_what_was_not_known_is_asked_again(start: Start) -> None:
    code = """
        def f(x):
            return 0
        def g(x):
            return f(x)
        """
    with talk(code, start) as call:
        call.assume("f", {"x": 1}, 10)
        assert call("g", 2) == 0
        call.assume("f", {"x": 2}, 20)
        assert call("g", 2) == 20


NUMBERS = st.sampled_from([0.0, 1.0, -2.5, 1e-13, np.inf, np.nan, 3e300])
ARRAYS = st.lists(NUMBERS, max_size=2).map(np.array)
ARGUMENTS = st.dictionaries(
    st.sampled_from("xyz"),
    ARRAYS | st.dictionaries(st.sampled_from("Wb"), ARRAYS) | st.sampled_from(["a", 1]),
)


@given(st.lists(ARGUMENTS, max_size=6), st.lists(ARGUMENTS, max_size=6), st.data())
def test_result_is_found_for_arguments_that_are_close_and_for_no_others(
    given_ones: list[Any], others: list[Any], data: st.DataObject
) -> None:
    known = Assumptions()
    for number, arguments in enumerate(given_ones):
        known.add(arguments, number)
    for _ in range(4):
        asked = data.draw(st.sampled_from([*given_ones, *others, {}]))
        close = [
            number
            for number, arguments in enumerate(given_ones)
            if all(name in asked and is_close(asked[name], value) for name, value in arguments.items())
        ]
        found, result = known.look_up(dict(asked))
        assert found == bool(close)
        assert result is None if not close else result in close


FLOATS = st.lists(
    st.floats() | st.sampled_from([1.0, 1 + 1e-10, 1 + 1e-8, 1e-13, 0.0]), min_size=1, max_size=3
)


@given(FLOATS, FLOATS)
def test_arrays_are_close_as_numpy_says(one: list[float], other: list[float]) -> None:
    sent, right = np.array(one), np.array(other)
    same = sent.shape == right.shape
    with np.errstate(all="ignore"):
        close = same and np.allclose(sent, right, rtol=1e-9, atol=1e-12)
    assert is_close(sent, right) == (close or (same and sent.tobytes() == right.tobytes()))


@pytest.mark.parametrize(
    "kind",
    [lambda right: right.view(np.matrix), np.ma.array, lambda right: right.astype(complex)],
    ids=["matrix", "masked", "complex"],
)
def test_arrays_of_other_types_are_close_where_their_numbers_are(kind: Any) -> None:
    right = np.array([[1.0, 2.0], [3.0, 4.0]])
    assert agrees(kind(right * (1 + 1e-12)), right)
    assert not agrees(kind(right * (1 + 1e-6)), right)


def test_great_complex_numbers_are_compared_entry_by_entry() -> None:
    right = np.array([1e308 + 1.5e308j, 0])
    assert is_close(right + np.array([0, 1e-14]), right)
    assert not is_close(right + np.array([0, 1e-3]), right)
