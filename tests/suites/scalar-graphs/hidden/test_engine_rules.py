"""Hidden checks of the engine: the rules of its operations."""

from collections.abc import Callable

import pytest

from grader.suite.api import Case, Oracle


@pytest.mark.part(
    "engine",
    hint="Local derivative, at the operand's value, times the gradient that arrives: it may be negative.",
)
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("rule_difference", id="y = (a - b) * c"),
        pytest.param("rule_quotient", id="y = (a / b) * c"),
        pytest.param("rule_negation", id="y = (-a + b) * c"),
        pytest.param("rule_power_cube", id="y = x ** 3 * c"),
        pytest.param("rule_power_reciprocal", id="y = x ** -2 * c"),
        pytest.param("rule_power_fraction", id="y = x ** 1.5 * c"),
        pytest.param("rule_exp", id="y = x.exp() * c"),
        pytest.param("rule_log", id="y = x.log() * c"),
        pytest.param("rule_relu", id="y = a.relu() * c + b.relu() * c"),
        pytest.param("rule_sigmoid", id="y = x.sigmoid() * c"),
        pytest.param("rule_tanh", id="y = x.tanh() * c"),
    ],
)
def test_rules(oracle: Oracle, check_graph: Callable[[Case], None], name: str) -> None:
    """An operation's rule for any numbers."""
    check_graph(oracle(name))


@pytest.mark.part("engine", hint="exp of a great number overflows. Can its argument be kept below 0?")
def test_sigmoid_far_out(oracle: Oracle, check_graph: Callable[[Case], None]) -> None:
    """The sigmoid at 1000 and at -1000."""
    check_graph(oracle("rule_sigmoid_extreme"))


@pytest.mark.part(
    "engine",
    hint="Each derivative is taken at the value its own function received, not at the value of the leaf.",
)
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("nested_sigmoid_log", id="y = (a * b).sigmoid().log() * c"),
        pytest.param("nested_tanh_exp", id="y = (a + b * c).tanh().exp() * c"),
        pytest.param("nested_same", id="y = x.tanh().tanh().tanh() * c"),
        pytest.param("nested_power_log", id="y = (x ** 2 * c).log() * x"),
    ],
)
def test_nested_functions(oracle: Oracle, check_graph: Callable[[Case], None], name: str) -> None:
    """One function inside another."""
    check_graph(oracle(name))


@pytest.mark.part(
    "engine",
    hint="Which side is the plain number on? It is no node and needs no gradient; the value beside it does.",
)
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("number_plus_value", id="y = (k + x) * c"),
        pytest.param("number_minus_value", id="y = (k - x) * c"),
        pytest.param("number_times_value", id="y = (k * x) * c"),
        pytest.param("number_over_value", id="y = (k / x) * c"),
        pytest.param("value_plus_minus_number", id="y = (x + k) * (x - k)"),
        pytest.param("value_times_over_number", id="y = (x * k) * (x / k) * c"),
    ],
)
def test_plain_numbers(oracle: Oracle, check_graph: Callable[[Case], None], name: str) -> None:
    """Plain numbers among the operands (k is one)."""
    check_graph(oracle(name))


@pytest.mark.part("engine", hint="Turn whatever number comes in into a float first.")
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("number_int", id="k is an int"),
        pytest.param("number_numpy", id="k is a NumPy number"),
    ],
)
def test_kinds_of_numbers(oracle: Oracle, check_graph: Callable[[Case], None], name: str) -> None:
    """Other kinds of plain numbers."""
    check_graph(oracle(name))


@pytest.mark.part(
    "engine",
    hint="If single operations pass, look at how they are joined: a bias that is used twice has two terms.",
)
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("network", id="a network of two layers and its squared error"),
        pytest.param("network_far_off", id="a target in the millions"),
    ],
)
def test_whole_models(oracle: Oracle, check_graph: Callable[[Case], None], name: str) -> None:
    """Whole models."""
    check_graph(oracle(name))
