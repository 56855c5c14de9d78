"""Visible checks of the engine: small graphs that tell one slip from another."""

import pytest

from grader.suite.api import Case, Check, Oracle, cases

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
@cases(
    {
        "y = a + a": "graph_same_summand",
        "y = x * x + x": "graph_square_plus",
    }
)
def test_one_value_used_twice(case: Case, check_graph: Check) -> None:
    """A value used twice."""
    check_graph(case)


@pytest.mark.part("engine", hint=_ORDER)
@cases(
    {
        "c = a + b; d = a * b; e = c + d; f = c * d; y = e + f": "graph_handout",
        "u = a * b; v = u + b; w = v * a; y = u * w": "graph_skip_first",
        "u = a * b; v = u + b; w = v * a; y = w * u": "graph_skip_last",
    }
)
def test_shared_inner_nodes(case: Case, check_graph: Check) -> None:
    """Inner nodes that are used more than once."""
    check_graph(case)


@pytest.mark.part("engine", hint=_RULES)
@cases(
    {
        "y = (a - b) * c": "graph_difference",
        "y = a / b * c": "graph_quotient",
        "y = -a * b": "graph_negation",
        "y = x ** 3 * c": "graph_power",
        "y = x.exp() * c": "graph_exp",
        "y = x.log() * c": "graph_log",
        "y = (a.relu() + b.relu()) * c": "graph_relu",
        "y = x.sigmoid() * c": "graph_sigmoid",
        "y = x.tanh() * c": "graph_tanh",
        "z = w1 * x1 + w2 * x2 + b; y = z.tanh()": "graph_neuron",
    }
)
def test_rules_of_the_operations(case: Case, check_graph: Check) -> None:
    """The rule of an operation."""
    check_graph(case)


@pytest.mark.part(
    "engine",
    hint="The operand is used once more beside the operation, so two contributions arrive at it; and it has "
    "operands of its own, which must receive theirs.",
)
@cases(
    {
        "u = a * b; y = (u + a) * u * a": "again_sum",
        "u = a * b; y = (u - a) * u * a": "again_difference",
        "u = a * b; y = (u * a) * u * a": "again_product",
        "u = a * b; y = u / a * u * a": "again_quotient",
        "u = a * b; y = -u * u - a * a": "again_negation",
        "u = a * b; y = u ** 3 * u + a ** 3 * a": "again_power",
        "u = a * b; y = u.exp() * u + a.exp() * a": "again_exp",
        "u = a * b; y = u.log() * u + a.log() * a": "again_log",
        "u = a * b; y = u.relu() * u + a.relu() * a": "again_relu",
        "u = a * b; y = u.sigmoid() * u + a.sigmoid() * a": "again_sigmoid",
        "u = a * b; y = u.tanh() * u + a.tanh() * a": "again_tanh",
    }
)
def test_operands_used_again(case: Case, check_graph: Check) -> None:
    """An operation whose operands are used again, a leaf and an inner node."""
    check_graph(case)


@pytest.mark.part(
    "engine", hint="x ** 0 is 1 for every x: how fast does it grow with x? And an exponent need not be whole."
)
def test_power_zero(oracle: Oracle, check_graph: Check) -> None:
    """The powers 0 and 1.5 (y = x ** 0 * c + x ** 1.5)."""
    check_graph(oracle("graph_power_zero"))


@pytest.mark.part("engine", hint="exp of a great number overflows. Can its argument be kept below 0?")
def test_sigmoid_of_large_numbers(oracle: Oracle, check_graph: Check) -> None:
    """The sigmoid of 1000 and of -1000 (y = (a.sigmoid() + b.sigmoid()) * c)."""
    check_graph(oracle("graph_sigmoid_far_out"))


@pytest.mark.part("engine", hint="A NumPy scalar is a plain number too: turn it into a float first.")
def test_numpy_numbers(oracle: Oracle, check_graph: Check) -> None:
    """NumPy scalars on either side (y = (k * x + n) / (x - k) - n / x)."""
    check_graph(oracle("graph_numpy_numbers"))


@pytest.mark.part(
    "engine", hint="Each derivative is taken at the value that its own function received, not at the leaf."
)
def test_nested_functions(oracle: Oracle, check_graph: Check) -> None:
    """One function inside another (y = (a.sigmoid() * b).exp().tanh() * a)."""
    check_graph(oracle("graph_nested"))


@pytest.mark.part("engine", hint="The stub states the convention for the derivative of relu at exactly 0.")
def test_relu_at_zero(oracle: Oracle, check_graph: Check) -> None:
    """At exactly 0 relu passes no gradient on."""
    check_graph(oracle("graph_relu_at_zero"))


@pytest.mark.part("engine", hint="Python asks the right operand where the left one is a plain number.")
@cases(
    {
        "y = (3 + x) * c": "graph_number_plus",
        "y = (3 - x) * c": "graph_number_minus",
        "y = 2 * x * c": "graph_number_times",
        "y = 2 / x * c": "graph_number_over",
    }
)
def test_plain_number_on_the_left(case: Case, check_graph: Check) -> None:
    """A plain number on the left."""
    check_graph(case)


@pytest.mark.part("engine", hint="A plain number is no node and needs no gradient; the value beside it does.")
def test_plain_number_on_the_right(oracle: Oracle, check_graph: Check) -> None:
    """A plain number on the right (y = (x + 3) * (x - 2) * 5 / 4 * c)."""
    check_graph(oracle("graph_numbers_right"))


@pytest.mark.part(
    "engine", hint="Each call starts afresh with 1 at the root, and adds what it finds to `grad`."
)
def test_two_calls_give_twice_the_gradients(oracle: Oracle, check_graph: Check) -> None:
    """Two calls of backward() give twice the gradients (c = a * b; d = c + a; y = c * d)."""
    check_graph(oracle("graph_twice"))


@pytest.mark.part("engine", hint="What one root has left in `grad` is there to stay when the other is asked.")
def test_two_roots_add_up(oracle: Oracle, check_graph: Check) -> None:
    """Two roots that share a leaf add up (p = a * x; q = x * x)."""
    check_graph(oracle("graph_two_roots"))


@pytest.mark.part("engine", hint="An operation makes a new value; its operands stay as they are.")
def test_in_place_addition(oracle: Oracle, check_leaves: Check, check_graph: Check) -> None:
    """In-place addition leaves its operand as it was (s = a; s += b; y = s * a)."""
    c = oracle("graph_in_place")
    check_leaves(c)
    check_graph(c)


@pytest.mark.part(
    "engine", hint="Python gives up at about 1,000 nested calls. A list can serve as the stack."
)
def test_long_chain(oracle: Oracle, check_graph: Check) -> None:
    """A chain of 3,000 additions (y = y + x)."""
    check_graph(oracle("graph_chain"))
