"""Failures are told as one only where the cause is the same, or the function and what is wrong."""

from dataclasses import replace

import pytest

from grader.model.check import Argument, Call, Check, Explanation, Outcome
from grader.reports.grouping import group_failures
from tests.support.report_samples import assignment, passed, wrong


def using(*functions: str, option: str = "", operators: tuple[str, ...] = ()) -> Check:
    """Return a failed check that made some calls, the last one with an option."""
    arguments = (Argument(name="kind", kind="str", value=option),) if option else ()
    *first, last = functions
    calls = (*map(_call, first), replace(_call(last), arguments=arguments))
    title = " ".join([*functions, option, *operators])
    return replace(wrong(title=title), calls=calls, operators=operators)


def _call(function: str) -> Call:
    return Call(function=function)


def right(check: Check) -> Check:
    """Return a check that passed, with the same calls."""
    return replace(passed(check.part, check.title), calls=check.calls, operators=check.operators)


def sizes(*checks: Check) -> list[int]:
    return [1 + len(group.others) for group in group_failures(assignment(checks))]


def test_failures_of_two_functions_are_two() -> None:
    assert sizes(using("loss"), using("loss_grad")) == [1, 1]


def test_failures_of_two_methods_with_one_end_are_two_if_other_methods_are_right() -> None:
    exp, log, tanh = (using("Value", f"Value.{name}", "Value.backward") for name in ("exp", "log", "tanh"))
    assert sizes(exp, log, right(tanh)) == [1, 1]
    assert sizes(exp, log, tanh) == [3]


def test_failures_of_two_operators_are_two_if_another_is_right() -> None:
    one, other, sound = (
        using("Value", "Value.backward", operators=("Value.__add__", name))
        for name in ("Value.__pow__", "Value.__rsub__", "Value.__mul__")
    )
    assert sizes(one, other, right(sound)) == [1, 1]
    assert sizes(one, replace(one, title="again"), right(sound)) == [2]


@pytest.mark.parametrize("sound, expected", [(True, [1, 1]), (False, [2])])
def test_failures_of_two_options_are_two_if_the_function_is_right_with_a_third(
    *, sound: bool, expected: list[int]
) -> None:
    checks = [using("loss", option="mse"), using("loss", option="cross_entropy")]
    if sound:
        checks.append(right(using("loss", option="half_sse")))
    assert sizes(*checks) == expected


def test_one_certain_cause_is_told_once_whichever_function_shows_it() -> None:
    cause = Explanation(name="forgot-to-add", text="Add.", certain=True, see="x.md#y")
    one, other = (replace(using(name), explanation=cause) for name in ("f", "g"))
    assert sizes(one, other) == [2]
    assert sizes(one, replace(other, explanation=replace(cause, name="another"))) == [1, 1]
    assert sizes(one, replace(other, explanation=replace(cause, see=""))) == [1, 1]


def test_failures_without_a_value_are_one_if_function_message_and_reason_are() -> None:
    """Arguments that were changed, and warnings, are told in words and not as a value that differs."""
    changed = replace(using("loss"), differences=(), message="arguments were changed in place")
    guess = Explanation(name="out-is-shifted", text="It is shifted.", certain=False, see="x.md#y")
    assert sizes(changed, replace(changed, title="again")) == [2]
    assert sizes(changed, replace(changed, calls=using("loss_grad").calls)) == [1, 1]
    assert sizes(changed, replace(changed, message="there was a warning")) == [1, 1]
    assert sizes(changed, replace(changed, explanation=guess)) == [1, 1]


def test_check_with_a_reason_stands_for_those_like_it_unless_it_is_hidden() -> None:
    guess = Explanation(name="late", text="It is late.", certain=False, see="x.md#y")
    one, other = using("loss"), replace(using("loss"), title="again", explanation=guess)
    (group,) = group_failures(assignment((one, other)))
    assert group.first.title == "again"
    (group,) = group_failures(assignment((one, replace(other, hidden=True))))
    assert group.first.title == one.title


def test_what_a_check_that_did_not_pass_uses_is_not_cleared() -> None:
    other = replace(right(using("loss", option="half_sse")), outcome=Outcome.PENDING)
    assert sizes(using("loss", option="mse"), using("loss", option="cross_entropy"), other) == [2]
