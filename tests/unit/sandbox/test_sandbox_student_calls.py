"""Calls between suite and student: lent callables, changed arguments, assumed results."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grader.sandbox.faults import Crashed, Raised
from grader.sandbox.forked import ForkServer
from grader.sandbox.levels import Level
from grader.sandbox.process import WorkerProcess
from tests.support.sandbox_talk import Talk, talk

Start = Callable[[], WorkerProcess]
Servers = Callable[..., ForkServer]


@pytest.fixture
def start(servers: Servers) -> Start:
    """Start a plain worker from a warm parent."""
    return servers(Level.L1).start


def test_a_lent_callable_is_called_with_values_and_keywords(start: Start) -> None:
    code = """
        def f(g, x):
            return [g(x, scale=2.0), g(2 * x, scale=-1)]
        """

    def lent(x: Any, scale: float) -> Any:
        return x * scale

    with talk(code, start) as call:
        result = call("f", lent, np.array([1.0, 2.0]))

    assert [list(row) for row in result] == [[2.0, 4.0], [-2.0, -4.0]]


def test_what_a_lent_callable_changes_in_its_arguments_is_changed_in_the_students_objects(
    start: Start,
) -> None:
    code = """
        import numpy as np
        def f(g):
            array, whole = np.zeros(3), np.zeros((2, 4))
            view = whole[:, ::2]
            inner = np.zeros(2)
            params = {"W": inner, "gone": 1}
            items = [inner, 1, 2]
            g(array, view, params, items, out=array[:1])
            return array, whole, inner, params, items
        """

    def lent(array: Any, view: Any, params: dict[str, Any], items: list[Any], out: Any) -> None:
        array += 1
        view[...] = 5
        params["W"] += 7
        del params["gone"]
        params["new"] = np.ones(1)
        items[0][1] = 9
        items[1:] = [3]
        out[0] = -1

    with talk(code, start) as call:
        array, whole, inner, params, items = call("f", lent)

    assert list(array) == [-1, 1, 1]
    assert whole.tolist() == [[5, 0, 5, 0]] * 2
    assert list(params) == ["W", "new"]
    assert items[1:] == [3]
    # One array was passed twice, as two values; what came back last is what it holds.
    assert list(inner) == [0, 9]


def test_a_lent_callable_leaves_alone_what_it_does_not_change(start: Start) -> None:
    code = """
        import numpy as np
        def f(g):
            frozen = np.ones(2)
            frozen.flags.writeable = False
            shared = (1, [2], "text", None, frozen)
            g(frozen, shared, 3)
            return frozen
        """
    with talk(code, start) as call:
        assert list(call("f", lambda *_: None)) == [1, 1]


def test_lent_callables_nest_in_both_directions(start: Start) -> None:
    code = """
        def square(x):
            return x * x
        def apply(g, x):
            print("apply", x)
            return g(x) + 1
        def fail(x):
            raise ValueError("failed")
        def die(x):
            import os
            os._exit(3)
        def forgive(g):
            try:
                return g(1)
            except Exception as error:
                return str(error)
        """
    with talk(code, start) as call:
        assert call("apply", lambda x: call("square", x), 3) == 10
        assert call("apply", lambda x: call("apply", lambda y: call("square", y), x + 1), 1) == 6
        assert call.sandbox.output == "apply 3\napply 1\napply 2\n"
        assert call("forgive", lambda x: call("fail", x)) == "Raised: failed"
        with pytest.raises(Crashed, match="exit status 3"):
            call("forgive", lambda x: call("die", x))
        assert call("square", 3) == 9


def test_an_exception_of_a_lent_callable_reaches_the_student_and_names_their_line(start: Start) -> None:
    code = """
        def f(g):
            return g("not a number")
        def forgiving(g):
            try:
                g("x")
            except Exception as error:
                return f"caught {error}"
        """
    with talk(code, start) as call:
        with pytest.raises(Raised) as caught:
            call("f", lambda x: x + 1)
        assert caught.value.exception == "RuntimeError"
        assert caught.value.message.startswith("TypeError: ")
        assert caught.value.frames == [(3, "f")]
        assert call("forgiving", lambda x: x + 1).startswith("caught TypeError: ")


@pytest.mark.parametrize("argument", ["256 ** 5000", "np.zeros(1 << 23)", "[[0] * 1000] * 300"])
def test_an_argument_that_cannot_be_handed_to_a_lent_callable_is_the_students_error(
    argument: str, start: Start
) -> None:
    code = f"import numpy as np\ndef f(g):\n    return g({argument})"
    with talk(code, start) as call, pytest.raises(Raised, match="the value cannot be handed over") as caught:
        call("f", lambda x: x)
    assert caught.value.frames == [(3, "f")]


def test_a_result_of_a_lent_callable_that_cannot_be_sent_is_told_to_the_student(start: Start) -> None:
    with talk("def f(g):\n    return g()", start) as call:
        with pytest.raises(Raised, match="CodecError"):
            call("f", lambda: np.zeros(1 << 23))
        assert call("f", lambda: 1) == 1


def test_what_is_lent_in_one_check_cannot_be_called_in_the_next(start: Start) -> None:
    code = """
        kept = []
        def keep(g):
            kept.append(g)
        def use():
            return kept[0]()
        """
    with talk(code, start) as call:
        call("keep", lambda: 5)
        assert call("use") == 5
        call.sandbox.reset()
        with pytest.raises(Crashed, match="not lent"):
            call("use")


CHANGES: dict[str, tuple[str, list[str]]] = {
    "nothing": ("X.sum(), p['W'] + 1", []),
    "an entry of an array": ("X.__setitem__(0, 9)", ["X"]),
    "an array to what it was": ("X.__imul__(1)", []),
    "a key added": ("p.update(new=1)", ["p"]),
    "a key removed": ("p.pop('W')", ["p"]),
    "the order of keys": ("p.update(W=p.pop('W'))", ["p"]),
    "an entry replaced by its equal": ("p.update(lr=0.5)", []),
    "an entry replaced by another number": ("p.update(lr=0.25)", ["p['lr']"]),
    "an entry replaced by its equal of another type": ("p.update(W=p['W'].tolist())", ["p['W']"]),
    "an entry replaced by an object": ("p.update(lr=object())", ["p['lr']"]),
    "an array of another dtype": ("p.update(W=p['W'].astype('f4'))", ["p['W']"]),
    "an array of another shape": ("p.update(W=p['W'].reshape(1, 2))", ["p['W']"]),
    "an array resized in place": ("X.resize(5, refcheck=False)", ["X"]),
    "a list": ("items.append(1)", ["items"]),
    "an entry of a list": ("items.__setitem__(1, 7)", ["items[1]"]),
    "an array in a list in a dict": ("p['deep'][0].__setitem__(0, 5)", ["p['deep'][0]"]),
    "an array in a tuple": ("pair[1].__setitem__(0, 5)", ["pair[1]"]),
    "several": ("(X.__iadd__(1), items.clear(), p.clear())", ["X", "p", "items"]),
}


@pytest.mark.parametrize("change, paths", CHANGES.values(), ids=list(CHANGES))
@pytest.mark.parametrize("by_keyword", [False, True], ids=["by position", "by keyword"])
def test_arguments_changed_in_place_are_noticed(
    change: str,
    paths: list[str],
    by_keyword: bool,  # noqa: FBT001  # a parameter of the test
    start: Start,
) -> None:
    arguments = {
        "X": np.arange(3.0),
        "p": {
            "W": np.ones(2),
            "lr": 0.5,
            "deep": [np.zeros(1)],
            "nan": float("nan"),
            "np": np.float64("nan"),
        },
        "items": [1, 2],
        "pair": (1, np.zeros(1)),
    }
    with talk(f"def f(X, p, items, pair):\n    {change}", start) as call:
        if by_keyword:
            call("f", **arguments)
        else:
            call("f", *arguments.values())
        assert call.changed == paths


def test_arguments_beyond_the_named_ones_are_numbered(start: Start) -> None:
    with talk("def f(first, *rest, **more):\n    rest[1].append(1); more['z'].append(2)", start) as call:
        call("f", 1, [], [], z=[])
        assert call.changed == ["argument 3", "z"]


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
def test_the_students_own_call_finds_the_assumed_result_however_it_is_written(
    caller: str, assuming: Talk
) -> None:
    result = assuming(caller, X, W)

    assert result["own"] is False
    assert result["out"] == 7.0


def test_a_dict_keeps_what_the_students_function_returns_besides(assuming: Talk) -> None:
    result = assuming("positional", X, W)

    assert result["cache"].tolist() == X.tolist()
    assert list(result) == ["out", "own", "cache"]


def test_an_assumed_result_that_is_no_dict_takes_the_place_of_the_call(start: Start) -> None:
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
        assert call("f", 1) == (5.0, 0)
        call.assume("g", {"x": 2}, {"y": 5.0})
        assert call("f", 2) == ({"y": 5.0}, 1)


def test_a_call_of_the_suites_own_reaches_the_students_function(assuming: Talk) -> None:
    assert assuming("forward", X, W)["own"] is True


@pytest.mark.parametrize("off, own", [(0.0, False), (1e-11, False), (1e-6, True), (float("nan"), True)])
def test_assumed_arguments_match_to_within_rounding(off: float, own: bool, assuming: Talk) -> None:  # noqa: FBT001
    assert assuming("nearly", X, W, off)["own"] is own


def test_arguments_of_another_kind_or_shape_reach_the_students_function(assuming: Talk) -> None:
    assert assuming("positional", X, np.ones((2, 3)))["own"] is True
    assert assuming("positional", np.ones((3, 2)), W)["own"] is True
    with pytest.raises(Raised):
        assuming("not_numbers", W)
    with pytest.raises(Raised, match="missing"):
        assuming("wrong", X, W)


def test_changing_an_assumed_result_does_not_change_the_next(assuming: Talk) -> None:
    assert assuming("poison", X, W)["out"] == 7.0


def test_an_assumption_that_names_what_the_function_does_not_take_never_matches(start: Start) -> None:
    renamed = "def forward(inputs, weights):\n    return 'own'\ndef f(X, W):\n    return forward(X, W)"
    with talk(renamed, start) as call:
        call.assume("forward", {"X": X, "W": W}, "assumed")
        assert call("f", X, W) == "own"


def test_an_assumption_may_name_what_comes_through_keywords(start: Start) -> None:
    code = "def forward(**given):\n    return 'own'\ndef f(X):\n    return forward(X=X)"
    with talk(code, start) as call:
        call.assume("forward", {"X": X}, "assumed")
        assert call("f", X) == "assumed"
        assert call("f", X + 1) == "own"


def test_assumptions_add_up_and_the_first_that_matches_counts(start: Start) -> None:
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


def test_a_reset_restores_the_students_function(assuming: Talk) -> None:
    assuming.sandbox.reset()

    assert assuming("positional", X, W)["own"] is True


def test_a_function_that_is_called_under_another_name_is_the_students_own(start: Start) -> None:
    code = "def g(x):\n    return 'own'\nalias = g\ndef f(x):\n    return alias(x), g(x)"
    with talk(code, start) as call:
        call.assume("g", {"x": 1}, "assumed")
        assert call("f", 1) == ("own", "assumed")
