"""Forward and backward through any number of layers."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from grader.suite.api import Case, Expect, Oracle, SubmissionProxy

if TYPE_CHECKING:
    from conftest import Judge

Named = Callable[[Case], dict[str, Any]]


@pytest.mark.part(
    "layers",
    hint="The first layer gets X, every other one the h of the layer before; the last layer's h is its z.",
)
@pytest.mark.parametrize(
    "name",
    ["sigmoid_stages", "relu_stages", "square_stages", "stages_of_twelve"],
    ids=["three layers, sigmoid", "four layers, relu", "equal widths, tanh", "twelve layers, tanh"],
)
def test_stages(oracle: Oracle, expect: Expect, stages: Named, right_stages: Named, name: str) -> None:
    """Stages of every layer."""
    c = oracle(name)
    expect(stages(c), right_stages(c), "stages")


@pytest.mark.part("layers", hint="A single layer is the first and the last at once: it has no activation.")
def test_stages_of_one_layer(oracle: Oracle, expect: Expect, stages: Named, right_stages: Named) -> None:
    """The stage of a network of one layer."""
    c = oracle("stages_of_one_layer")
    expect(stages(c), right_stages(c), "stages")


@pytest.mark.part("layers", hint="The handout shows every one of these numbers.")
def test_stages_of_the_chain(oracle: Oracle, expect: Expect, stages: Named, right_stages: Named) -> None:
    """Stages of the handout's chain, CHAIN in your file."""
    c = oracle("worked_chain")
    expect(stages(c), right_stages(c), "stages")


@pytest.mark.part(
    "layers",
    hint="The gradients nearest the loss come first: what is wrong there makes all before it wrong. Each has "
    "the shape of its W or b, which decides where to transpose and where to sum.",
)
@pytest.mark.parametrize(
    "name",
    ["sigmoid_mse", "relu_cross_entropy", "square_tanh"],
    ids=["three layers, sigmoid, mse", "four layers, relu, cross_entropy", "equal widths, tanh, half_sse"],
)
def test_gradients(
    oracle: Oracle,
    expect: Expect,
    judge: "Judge",
    gradients: Named,
    right_gradients: Named,
    name: str,
) -> None:
    """Gradients of every layer."""
    c = oracle(name)
    judge.backward(c, lambda: expect(gradients(c), right_gradients(c), "gradients"))


@pytest.mark.part("layers", hint="A batch of one is a batch: its arrays have two axes.")
def test_gradients_for_one_sample(
    oracle: Oracle, expect: Expect, judge: "Judge", gradients: Named, right_gradients: Named
) -> None:
    """Gradients for one sample."""
    c = oracle("one_sample")
    judge.backward(c, lambda: expect(gradients(c), right_gradients(c), "gradients"))


@pytest.mark.part("layers", hint="With one layer there is nothing to go back through: what went in is X.")
def test_gradients_of_one_layer(
    oracle: Oracle, expect: Expect, judge: "Judge", gradients: Named, right_gradients: Named
) -> None:
    """Gradients of a network of one layer."""
    c = oracle("one_layer")
    judge.backward(c, lambda: expect(gradients(c), right_gradients(c), "gradients"))


@pytest.mark.part("layers", hint="The handout's graph shows every one of these numbers.")
def test_gradients_of_the_chain(
    oracle: Oracle, expect: Expect, judge: "Judge", gradients: Named, right_gradients: Named
) -> None:
    """Gradients of the handout's chain, CHAIN in your file."""
    c = oracle("worked_chain")
    judge.backward(c, lambda: expect(gradients(c), right_gradients(c), "gradients"))


@pytest.mark.part(
    "layers", hint="layers.pop(), layers.reverse(), += and *= change what the caller still holds."
)
def test_arguments_stay_as_they_are(
    submission: SubmissionProxy,
    oracle: Oracle,
    expect: Expect,
    judge: "Judge",
    stages: Named,
    right_stages: Named,
    gradients: Named,
    right_gradients: Named,
) -> None:
    """No argument of forward or backward is changed."""
    c = oracle("relu_cross_entropy")
    expect(submission.unchanged(lambda: stages(c)), right_stages(c), "stages")
    judge.backward(
        c, lambda: expect(submission.unchanged(lambda: gradients(c)), right_gradients(c), "gradients")
    )
