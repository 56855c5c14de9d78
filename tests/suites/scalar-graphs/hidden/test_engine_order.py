"""Hidden checks of the engine: the order of the backward pass, and what its calls leave behind."""

from collections.abc import Callable

import pytest

from grader.suite.api import Case, Expect, Oracle, SubmissionProxy


@pytest.mark.part(
    "engine",
    hint="A node's gradient is complete only when all nodes that use it have been processed, each once.",
)
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("order_double_diamond", id="c = a * b; d = b + a; e = d * c; f = c + d; y = f * e"),
        pytest.param("order_squares", id="c = a * b; d = c + c; y = d * d"),
        pytest.param("order_cube", id="y = x * x * x"),
        pytest.param("order_triple", id="y = a + a + a"),
        pytest.param("order_late_last", id="u = a * b; v = u + a; w = v * u; y = w + u"),
        pytest.param("order_late_first", id="u = a * b; v = u + a; w = v * u; y = u + w"),
        pytest.param("order_skip_last", id="t = a + b; u = t * a; v = u + b; w = v * u; y = w * t"),
        pytest.param("order_skip_first", id="t = a + b; u = t * a; v = u + b; w = v * u; y = t * w"),
        pytest.param("order_side_branch", id="p = a * b; z = p + a; y = p * b"),
    ],
)
def test_shared_nodes(oracle: Oracle, check_graph: Callable[[Case], None], name: str) -> None:
    """Nodes that several others use."""
    check_graph(oracle(name))


@pytest.mark.part(
    "engine", hint="Every call adds to what is there, and touches nothing that its root does not depend on."
)
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("roots_inner_first", id="c = a * b; y = c * c + c; first c, then y"),
        pytest.param("roots_share_nodes", id="c = a * b; p = c * a; q = c + b; first p, then q"),
        pytest.param("roots_leaf", id="y = x * x + x; only x"),
    ],
)
def test_calls_from_several_roots(oracle: Oracle, check_graph: Callable[[Case], None], name: str) -> None:
    """Calls from several roots."""
    check_graph(oracle(name))


@pytest.mark.part(
    "engine",
    hint="Within a call, pass on only what this call has brought; `grad` holds the sum of all calls.",
)
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("roots_deep_twice", id="c = a * b; d = c + a; e = d * c; y = e + d * b; twice"),
        pytest.param("roots_three_times", id="c = a * a; y = c * b + c; three times"),
    ],
)
def test_repeated_calls(oracle: Oracle, check_graph: Callable[[Case], None], name: str) -> None:
    """Several calls from one root."""
    check_graph(oracle(name))


@pytest.mark.part(
    "engine", hint="`s += b` makes a new value; whoever holds the old one must find it as it was."
)
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("in_place_sum", id="s = a; s += b; s *= s; y = s * a"),
        pytest.param("in_place_difference", id="s = a * b; t = s; t -= a; y = t * s"),
    ],
)
def test_assigning_operators(
    oracle: Oracle, check_leaves: Callable[[Case], None], check_graph: Callable[[Case], None], name: str
) -> None:
    """The operators that assign make new values."""
    c = oracle(name)
    check_leaves(c)
    check_graph(c)


@pytest.mark.part(
    "engine", hint="Many nodes, used in many places: the order of the backward pass must hold for any graph."
)
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("random_sums_and_products", id="sums and products"),
        pytest.param("random_everything", id="every operation"),
        pytest.param("random_everything_twice", id="every operation, called twice"),
    ],
)
def test_random_graphs(oracle: Oracle, check_graph: Callable[[Case], None], name: str) -> None:
    """A random graph."""
    check_graph(oracle(name))


@pytest.mark.part(
    "engine", hint="Neither finding the order nor going through it may call itself for every node."
)
def test_long_chain(oracle: Oracle, check_graph: Callable[[Case], None]) -> None:
    """A chain of 1,200 nodes of two kinds."""
    check_graph(oracle("long_chain"))


@pytest.mark.part(
    "engine",
    hint="One pass over the graph gives every gradient. Whatever goes through the whole graph once more for "
    "each value takes far too long here.",
)
def test_large_graph(submission: SubmissionProxy, oracle: Oracle, expect: Expect) -> None:
    """A graph of 7,500 nodes with 1,500 leaves, in one pass."""
    c = oracle("many_leaves")
    # The engine calls no such function. Calls with other assumptions are kept apart when one takes too long:
    # whoever runs out of time here is still asked all other checks.
    submission.assume("factory_loss", {"y": 0.0, "target": 0.0}, 0.0)
    leaves = [submission.Value(number) for number in c.inputs["numbers"]]
    names = {"x": leaves, "k": c.inputs["k"]}
    exec(c.inputs["text"], {}, names)  # noqa: S102  # the text is the suite's own
    y, total = names["y"], names["total"]
    expect(y.data, c.values["y"], "y.data")
    y.backward()
    expect({"y.grad": y.grad, "total.grad": total.grad}, {"y.grad": 1.0, "total.grad": c.gradients["total"]})
    gradients = [expect.convert(leaf.grad, 0.0) for leaf in leaves]
    for gradient in gradients:
        if not isinstance(gradient, int | float):
            expect(gradient, 0.0, "grad of a leaf")
    along = sum(share * found for share, found in zip(c.inputs["direction"], gradients, strict=True))
    expect(along, c.gradients["leaves"], "all leaves' gradients together")
