"""Callables of the suite's that a student's function calls."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from grader.sandbox.faults import Crashed, Raised
from grader.wire.codec import CodecError
from tests.support.sandbox_talk import Start, talk


def test_lent_callable_receives_values_and_keywords(start: Start) -> None:
    code = """
        def f(g, x):
            return [g(x, scale=2.0), g(2 * x, scale=-1)]
        """

    def lent(x: Any, scale: float) -> Any:
        return x * scale

    with talk(code, start) as call:
        result = call("f", lent, np.array([1.0, 2.0]))

    assert [list(row) for row in result] == [[2.0, 4.0], [-2.0, -4.0]]


def test_lent_callable_changes_the_students_objects(
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


def test_lent_callable_keeps_unchanged_objects(start: Start) -> None:
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
        with pytest.raises(Raised, match=r"^failed$"):
            call("forgive", lambda x: call("fail", x))
        with pytest.raises(Crashed, match="exit status 3"):
            call("forgive", lambda x: call("die", x))
        assert call("square", 3) == 9


FORGIVING = """
heard = []
def f(g):
    return g("not a number")
def forgiving(g):
    try:
        g("x")
    except BaseException as error:
        heard.append(str(error))
    return heard
def nothing():
    return heard
"""


@pytest.mark.parametrize("function", ["f", "forgiving"])
def test_lent_exception_ends_the_call_even_if_caught(function: str, start: Start) -> None:
    def lent(x: object) -> None:
        raise AssertionError(f"the right answer is 42, not {x}")

    with talk(FORGIVING, start) as call:
        with pytest.raises(AssertionError, match="42"):
            call(function, lent)
        assert call("nothing") in ([], ["the function it was given failed"])


def test_first_lent_exception_counts(start: Start) -> None:
    def lent(x: object) -> object:
        return next(raising) if x == "x" else x

    def errors() -> Iterator[object]:
        raise KeyError("first")
        yield

    raising = errors()
    code = FORGIVING + "\ndef twice(g):\n    forgiving(g)\n    return forgiving(g)\n"
    with talk(code, start) as call, pytest.raises(KeyError, match="first"):
        call("twice", lent)


def test_lent_callable_may_catch_another_ones_exception(start: Start) -> None:
    def outer(x: object) -> object:
        with pytest.raises(ZeroDivisionError):
            call("f", lambda _: 1 / 0)
        return f"got over it with {x}"

    with talk(FORGIVING, start) as call:
        assert call("f", outer) == "got over it with not a number"


@pytest.mark.parametrize("end", [pytest.fail, pytest.skip])
def test_check_ended_in_a_lent_callable_has_ended(end: Callable[[str], None], start: Start) -> None:
    with talk(FORGIVING, start) as call:
        with pytest.raises(BaseException, match="no more") as caught:
            call("forgiving", lambda _: end("no more"))
        assert caught.type in (pytest.fail.Exception, pytest.skip.Exception)
        assert call("nothing") == []


@pytest.mark.parametrize("argument", ["256 ** 5000", "np.zeros(1 << 23)", "[[0] * 1000] * 300"])
def test_unsendable_argument_is_a_student_fault(argument: str, start: Start) -> None:
    code = f"import numpy as np\ndef f(g):\n    return g({argument})"
    with talk(code, start) as call, pytest.raises(Raised, match="the value cannot be handed over") as caught:
        call("f", lambda x: x)
    assert caught.value.frames == [(3, "f")]


def test_unsendable_lent_result_is_a_suite_fault(start: Start) -> None:
    with talk("def f(g):\n    return g()", start) as call:
        with pytest.raises(CodecError, match="may be sent"):
            call("f", lambda: np.zeros(1 << 23))
        assert call("f", lambda: 1) == 1


def test_lent_callable_expires_with_its_check(start: Start) -> None:
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
