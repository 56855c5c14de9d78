"""Hidden checks of the engine: the rules of its operations."""

import pytest

from grader.suite.api import Case, Check, Oracle, cases


@pytest.mark.part(
    "engine",
    hint="Local derivative, at the operand's value, times the gradient that arrives: it may be negative.",
)
@cases(
    {
        "y = (a - b) * c": "rule_difference",
        "y = (a / b) * c": "rule_quotient",
        "y = (-a + b) * c": "rule_negation",
        "y = x ** 3 * c": "rule_power_cube",
        "y = x ** -2 * c": "rule_power_reciprocal",
        "y = x ** 1.5 * c": "rule_power_fraction",
        "y = x.exp() * c": "rule_exp",
        "y = x.log() * c": "rule_log",
        "y = a.relu() * c + b.relu() * c": "rule_relu",
        "y = x.sigmoid() * c": "rule_sigmoid",
        "y = x.tanh() * c": "rule_tanh",
    }
)
def test_rules(case: Case, check_graph: Check) -> None:
    """An operation's rule for any numbers."""
    check_graph(case)


@pytest.mark.part("engine", hint="exp of a great number overflows. Can its argument be kept below 0?")
def test_sigmoid_far_out(oracle: Oracle, check_graph: Check) -> None:
    """The sigmoid at 1000 and at -1000."""
    check_graph(oracle("rule_sigmoid_extreme"))


@pytest.mark.part(
    "engine",
    hint="Each derivative is taken at the value its own function received, not at the value of the leaf.",
)
@cases(
    {
        "y = (a * b).sigmoid().log() * c": "nested_sigmoid_log",
        "y = (a + b * c).tanh().exp() * c": "nested_tanh_exp",
        "y = x.tanh().tanh().tanh() * c": "nested_same",
        "y = (x ** 2 * c).log() * x": "nested_power_log",
    }
)
def test_nested_functions(case: Case, check_graph: Check) -> None:
    """One function inside another."""
    check_graph(case)


@pytest.mark.part(
    "engine",
    hint="Which side is the plain number on? It is no node and needs no gradient; the value beside it does.",
)
@cases(
    {
        "y = (k + x) * c": "number_plus_value",
        "y = (k - x) * c": "number_minus_value",
        "y = (k * x) * c": "number_times_value",
        "y = (k / x) * c": "number_over_value",
        "y = (x + k) * (x - k)": "value_plus_minus_number",
        "y = (x * k) * (x / k) * c": "value_times_over_number",
    }
)
def test_plain_numbers(case: Case, check_graph: Check) -> None:
    """Plain numbers among the operands (k is one)."""
    check_graph(case)


@pytest.mark.part("engine", hint="Turn whatever number comes in into a float first.")
@cases(
    {
        "k is an int": "number_int",
        "k is a NumPy number": "number_numpy",
    }
)
def test_kinds_of_numbers(case: Case, check_graph: Check) -> None:
    """Other kinds of plain numbers."""
    check_graph(case)


@pytest.mark.part(
    "engine",
    hint="If single operations pass, look at how they are joined: a bias that is used twice has two terms.",
)
@cases(
    {
        "a network of two layers and its squared error": "network",
        "a target in the millions": "network_far_off",
    }
)
def test_whole_models(case: Case, check_graph: Check) -> None:
    """Whole models."""
    check_graph(case)
