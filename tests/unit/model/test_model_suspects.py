"""What only failing checks use is suspected."""

from grader.model.check import Argument, Call, Check, Outcome
from grader.model.suspects import cleared_by, suspects_of


def check(outcome: Outcome, *functions: str, part: str = "engine", operators: tuple[str, ...] = ()) -> Check:
    calls = tuple(map(_call, functions))
    return Check(
        id="a", title="a", part=part, hidden=False, outcome=outcome, calls=calls, operators=operators
    )


def _call(function: str) -> Call:
    return Call(function=function, arguments=(Argument(name="kind", kind="str", value="relu"),))


def test_operator_that_no_passing_check_uses_is_suspected() -> None:
    both = check(Outcome.WRONG, "Value", "Value.backward", operators=("Value.__mul__", "Value.__pow__"))
    product = check(Outcome.PASSED, "Value", "Value.backward", operators=("Value.__mul__",))
    assert suspects_of(both, cleared_by([both, product])) == {"Value.__pow__"}


def test_nothing_is_suspected_where_no_check_of_the_function_passes() -> None:
    wrong = check(Outcome.WRONG, "Value", "Value.exp", "Value.backward")
    elsewhere = check(Outcome.PASSED, "Value", "Value.backward", part="another")
    other = check(Outcome.PASSED, "Value", "Value.data")
    assert suspects_of(wrong, cleared_by([wrong, elsewhere, other])) == frozenset()


def test_what_passes_in_any_check_of_the_function_is_cleared() -> None:
    wrong = check(Outcome.WRONG, "Value.exp", "Value.log", "Value.tanh", "Value.backward")
    right = [check(Outcome.PASSED, f"Value.{name}", "Value.backward") for name in ("exp", "log")]
    assert suspects_of(wrong, cleared_by([*right, wrong])) == {"Value.tanh"}
