"""Hidden checks of the engine: the order of the backward pass, and what its calls leave behind."""

import pytest

from grader.suite.api import Case, Check, Expect, Oracle, SubmissionProxy, cases


@pytest.mark.part(
    "engine",
    hint="A node's gradient is complete only when all nodes that use it have been processed, each once.",
)
@cases(
    {
        "c = a * b; d = b + a; e = d * c; f = c + d; y = f * e": "order_double_diamond",
        "c = a * b; d = c + c; y = d * d": "order_squares",
        "y = x * x * x": "order_cube",
        "y = a + a + a": "order_triple",
        "u = a * b; v = u + a; w = v * u; y = w + u": "order_late_last",
        "u = a * b; v = u + a; w = v * u; y = u + w": "order_late_first",
        "t = a + b; u = t * a; v = u + b; w = v * u; y = w * t": "order_skip_last",
        "t = a + b; u = t * a; v = u + b; w = v * u; y = t * w": "order_skip_first",
        "p = a * b; z = p + a; y = p * b": "order_side_branch",
    }
)
def test_shared_nodes(case: Case, check_graph: Check) -> None:
    """Nodes that several others use."""
    check_graph(case)


@pytest.mark.part(
    "engine", hint="Every call adds to what is there, and touches nothing that its root does not depend on."
)
@cases(
    {
        "c = a * b; y = c * c + c; first c, then y": "roots_inner_first",
        "c = a * b; p = c * a; q = c + b; first p, then q": "roots_share_nodes",
        "y = x * x + x; only x": "roots_leaf",
    }
)
def test_calls_from_several_roots(case: Case, check_graph: Check) -> None:
    """Calls from several roots."""
    check_graph(case)


@pytest.mark.part(
    "engine",
    hint="Within a call, pass on only what this call has brought; `grad` holds the sum of all calls.",
)
@cases(
    {
        "c = a * b; d = c + a; e = d * c; y = e + d * b; twice": "roots_deep_twice",
        "c = a * a; y = c * b + c; three times": "roots_three_times",
    }
)
def test_repeated_calls(case: Case, check_graph: Check) -> None:
    """Several calls from one root."""
    check_graph(case)


@pytest.mark.part(
    "engine", hint="`s += b` makes a new value; whoever holds the old one must find it as it was."
)
@cases(
    {
        "s = a; s += b; s *= s; y = s * a": "in_place_sum",
        "s = a * b; t = s; t -= a; y = t * s": "in_place_difference",
    }
)
def test_assigning_operators(case: Case, check_leaves: Check, check_graph: Check) -> None:
    """The operators that assign make new values."""
    check_leaves(case)
    check_graph(case)


@pytest.mark.part(
    "engine", hint="Many nodes, used in many places: the order of the backward pass must hold for any graph."
)
@cases(
    {
        "sums and products": "random_sums_and_products",
        "every operation": "random_everything",
        "every operation, called twice": "random_everything_twice",
    }
)
def test_random_graphs(case: Case, check_graph: Check) -> None:
    """A random graph."""
    check_graph(case)


@pytest.mark.part(
    "engine", hint="Neither finding the order nor going through it may call itself for every node."
)
def test_long_chain(oracle: Oracle, check_graph: Check) -> None:
    """A chain of 1,200 nodes of two kinds."""
    check_graph(oracle("long_chain"))


@pytest.mark.part(
    "engine",
    hint="One pass over the graph gives every gradient. Whatever goes through the whole graph once more for "
    "each value takes far too long here.",
)
@pytest.mark.apart
def test_large_graph(submission: SubmissionProxy, oracle: Oracle, expect: Expect) -> None:
    """A graph of 7,500 nodes with 1,500 leaves, in one pass."""
    c = oracle("many_leaves")
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
