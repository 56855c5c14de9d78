"""What only failing checks use is suspected."""

from dataclasses import replace

from grader.model.check import Argument, Call, Check, Outcome
from grader.model.suspects import cleared_by, likeliest_methods, suspects_of


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


def test_operator_is_suspected_of_a_value_that_is_wrong_before_the_last_call() -> None:
    early = check(Outcome.WRONG, "Value", "Value", operators=("Value.__mul__", "Value.__rsub__"))
    product = check(Outcome.PASSED, "Value", "Value.backward", operators=("Value.__mul__",))
    assert suspects_of(early, cleared_by([early, product])) == {"Value.__rsub__"}
    elsewhere = replace(product, part="another")
    assert suspects_of(early, cleared_by([early, elsewhere])) == frozenset()


def test_nothing_is_suspected_where_no_check_of_the_function_passes() -> None:
    wrong = check(Outcome.WRONG, "Value", "Value.exp", "Value.backward")
    elsewhere = check(Outcome.PASSED, "Value", "Value.backward", part="another")
    other = check(Outcome.PASSED, "Value", "Value.data")
    assert suspects_of(wrong, cleared_by([wrong, elsewhere, other])) == frozenset()


def test_what_passes_in_any_check_of_the_function_is_cleared() -> None:
    wrong = check(Outcome.WRONG, "Value.exp", "Value.log", "Value.tanh", "Value.backward")
    right = [check(Outcome.PASSED, f"Value.{name}", "Value.backward") for name in ("exp", "log")]
    assert suspects_of(wrong, cleared_by([*right, wrong])) == {"Value.tanh"}


def engine_check(name: str, outcome: Outcome, *operators: str) -> Check:
    used = tuple(f"Value.{one}" for one in operators)
    return replace(check(outcome, "Value.backward", operators=used), id=name)


def test_method_whose_checks_fail_more_often_is_likeliest_even_where_one_passes() -> None:
    again = engine_check("again", Outcome.WRONG, "exp", "mul")
    passing = [engine_check(f"mul {number}", Outcome.PASSED, "mul", "log") for number in range(4)]
    once = engine_check("once", Outcome.PASSED, "exp", "mul")
    assert likeliest_methods([again, once, *passing]) == {"again": "Value.exp"}


def test_each_of_two_wrong_methods_is_likeliest_in_its_own_check() -> None:
    wrong = [engine_check(name, Outcome.WRONG, name, "mul") for name in ("exp", "log")]
    right = [engine_check(f"{number}", Outcome.PASSED, "mul", "exp", "log") for number in range(3)]
    found = likeliest_methods([*wrong, *right, engine_check("mul", Outcome.PASSED, "mul")])
    assert found == {}  # 1/4 of the checks of `exp` fail, and 2/6 of those of `mul`
    more = [engine_check(f"mul {number}", Outcome.PASSED, "mul") for number in range(20)]
    assert likeliest_methods([*wrong, *right, *more]) == {"exp": "Value.exp", "log": "Value.log"}


def test_failure_that_no_method_accounts_for_clears_them_all() -> None:
    again = engine_check("again", Outcome.WRONG, "exp", "mul")
    order = engine_check("order", Outcome.WRONG, "mul")
    right = [engine_check(f"mul {number}", Outcome.PASSED, "mul") for number in range(9)]
    assert likeliest_methods([again, order, engine_check("once", Outcome.PASSED, "exp"), *right]) == {}
