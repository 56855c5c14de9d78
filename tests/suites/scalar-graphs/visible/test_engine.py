"""Visible checks of the engine: small graphs that tell one slip from another."""

from collections.abc import Callable

import pytest

from grader.suite.api import Case, Oracle

_ORDER = (
    "A node may pass its gradient on only when all the nodes that use it have passed theirs, and each node "
    "does so once. Draw the graph and note in which order yours are processed."
)
_RULES = (
    "Compare the local derivatives with the rules of calculus, and multiply each by the upstream gradient."
)


@pytest.mark.part(
    "engine", hint="A value that is used twice receives two contributions. What becomes of both?"
)
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("graph_same_summand", id="y = a + a"),
        pytest.param("graph_square_plus", id="y = x * x + x"),
    ],
)
def test_one_value_used_twice(oracle: Oracle, check_graph: Callable[[Case], None], name: str) -> None:
    """A value used twice."""
    check_graph(oracle(name))


@pytest.mark.part("engine", hint=_ORDER)
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("graph_handout", id="c = a + b; d = a * b; e = c + d; f = c * d; y = e + f"),
        pytest.param("graph_skip_first", id="u = a * b; v = u + b; w = v * a; y = u * w"),
        pytest.param("graph_skip_last", id="u = a * b; v = u + b; w = v * a; y = w * u"),
    ],
)
def test_shared_inner_nodes(oracle: Oracle, check_graph: Callable[[Case], None], name: str) -> None:
    """Inner nodes that are used more than once."""
    check_graph(oracle(name))


@pytest.mark.part("engine", hint=_RULES)
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("graph_difference", id="y = (a - b) * c"),
        pytest.param("graph_quotient", id="y = a / b * c"),
        pytest.param("graph_negation", id="y = -a * b"),
        pytest.param("graph_power", id="y = x ** 3 * c"),
        pytest.param("graph_exp", id="y = x.exp() * c"),
        pytest.param("graph_log", id="y = x.log() * c"),
        pytest.param("graph_relu", id="y = (a.relu() + b.relu()) * c"),
        pytest.param("graph_sigmoid", id="y = x.sigmoid() * c"),
        pytest.param("graph_tanh", id="y = x.tanh() * c"),
        pytest.param("graph_neuron", id="z = w1 * x1 + w2 * x2 + b; y = z.tanh()"),
    ],
)
def test_rules_of_the_operations(oracle: Oracle, check_graph: Callable[[Case], None], name: str) -> None:
    """The rule of an operation."""
    check_graph(oracle(name))


@pytest.mark.part(
    "engine",
    hint="The operand is used once more beside the operation, so two contributions arrive at it; and it has "
    "operands of its own, which must receive theirs.",
)
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("again_sum", id="u = a * b; y = (u + a) * u * a"),
        pytest.param("again_difference", id="u = a * b; y = (u - a) * u * a"),
        pytest.param("again_product", id="u = a * b; y = (u * a) * u * a"),
        pytest.param("again_quotient", id="u = a * b; y = u / a * u * a"),
        pytest.param("again_negation", id="u = a * b; y = -u * u - a * a"),
        pytest.param("again_power", id="u = a * b; y = u ** 3 * u + a ** 3 * a"),
        pytest.param("again_exp", id="u = a * b; y = u.exp() * u + a.exp() * a"),
        pytest.param("again_log", id="u = a * b; y = u.log() * u + a.log() * a"),
        pytest.param("again_relu", id="u = a * b; y = u.relu() * u + a.relu() * a"),
        pytest.param("again_sigmoid", id="u = a * b; y = u.sigmoid() * u + a.sigmoid() * a"),
        pytest.param("again_tanh", id="u = a * b; y = u.tanh() * u + a.tanh() * a"),
    ],
)
def test_operands_used_again(oracle: Oracle, check_graph: Callable[[Case], None], name: str) -> None:
    """An operation whose operands are used again, a leaf and an inner node."""
    check_graph(oracle(name))


@pytest.mark.part("engine", hint="x ** 0 is 1 for every x. How fast does it grow with x?")
def test_power_zero(oracle: Oracle, check_graph: Callable[[Case], None]) -> None:
    """The power 0 (y = x ** 0 * c + x)."""
    check_graph(oracle("graph_power_zero"))


@pytest.mark.part("engine", hint="exp of a great number overflows. Can its argument be kept below 0?")
def test_sigmoid_of_large_numbers(oracle: Oracle, check_graph: Callable[[Case], None]) -> None:
    """The sigmoid of 1000 and of -1000 (y = (a.sigmoid() + b.sigmoid()) * c)."""
    check_graph(oracle("graph_sigmoid_far_out"))


@pytest.mark.part("engine", hint="A NumPy scalar is a plain number too: turn it into a float first.")
def test_numpy_numbers(oracle: Oracle, check_graph: Callable[[Case], None]) -> None:
    """NumPy scalars on either side (y = (k * x + n) / (x - k) - n / x)."""
    check_graph(oracle("graph_numpy_numbers"))


@pytest.mark.part(
    "engine", hint="Each derivative is taken at the value that its own function received, not at the leaf."
)
def test_nested_functions(oracle: Oracle, check_graph: Callable[[Case], None]) -> None:
    """One function inside another (y = (a.sigmoid() * b).exp().tanh() * a)."""
    check_graph(oracle("graph_nested"))


@pytest.mark.part("engine", hint="The stub states the convention for the derivative of relu at exactly 0.")
def test_relu_at_zero(oracle: Oracle, check_graph: Callable[[Case], None]) -> None:
    """At exactly 0 relu passes no gradient on."""
    check_graph(oracle("graph_relu_at_zero"))


@pytest.mark.part("engine", hint="Python asks the right operand where the left one is a plain number.")
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("graph_number_plus", id="y = (3 + x) * c"),
        pytest.param("graph_number_minus", id="y = (3 - x) * c"),
        pytest.param("graph_number_times", id="y = 2 * x * c"),
        pytest.param("graph_number_over", id="y = 2 / x * c"),
    ],
)
def test_plain_number_on_the_left(oracle: Oracle, check_graph: Callable[[Case], None], name: str) -> None:
    """A plain number on the left."""
    check_graph(oracle(name))


@pytest.mark.part(
    "engine", hint="Each call starts afresh with 1 at the root, and adds what it finds to `grad`."
)
def test_two_calls_give_twice_the_gradients(oracle: Oracle, check_graph: Callable[[Case], None]) -> None:
    """Two calls of backward() give twice the gradients (c = a * b; d = c + a; y = c * d)."""
    check_graph(oracle("graph_twice"))


@pytest.mark.part("engine", hint="What one root has left in `grad` is there to stay when the other is asked.")
def test_two_roots_add_up(oracle: Oracle, check_graph: Callable[[Case], None]) -> None:
    """Two roots that share a leaf add up (p = a * x; q = x * x)."""
    check_graph(oracle("graph_two_roots"))


@pytest.mark.part("engine", hint="An operation makes a new value; its operands stay as they are.")
def test_in_place_addition(
    oracle: Oracle, check_leaves: Callable[[Case], None], check_graph: Callable[[Case], None]
) -> None:
    """In-place addition leaves its operand as it was (s = a; s += b; y = s * a)."""
    c = oracle("graph_in_place")
    check_leaves(c)
    check_graph(c)


@pytest.mark.part(
    "engine", hint="Python gives up at about 1,000 nested calls. A list can serve as the stack."
)
def test_long_chain(oracle: Oracle, check_graph: Callable[[Case], None]) -> None:
    """A chain of 3,000 additions (y = y + x)."""
    check_graph(oracle("graph_chain"))
