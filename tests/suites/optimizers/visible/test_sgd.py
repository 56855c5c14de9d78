"""Stochastic gradient descent, with momentum and without."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from grader.suite.api import Expect, Oracle, SubmissionProxy

if TYPE_CHECKING:
    from conftest import Walk

Setting = Callable[..., "Walk"]
Turns = Callable[["Walk", "Walk", int], None]


@pytest.mark.part("sgd", hint="Each v is momentum times the last v, plus the gradient; the first v is g.")
def test_two_steps_by_hand(walk: Setting, oracle: Oracle) -> None:
    """The handout's two steps with momentum."""
    walk("SGD", oracle("worked_sgd")).finish()


@pytest.mark.part("sgd", hint="What an optimizer remembers belongs to the object: `self.`, not the class.")
def test_two_models_at_once(walk: Setting, oracle: Oracle, take_turns: Turns) -> None:
    """Two optimizers that take turns, each with a model of its own."""
    one, other = (walk("SGD", oracle("pair_sgd")) for _ in range(2))
    take_turns(one, other, 4)


@pytest.mark.part("sgd", hint="Without momentum a step is the gradient times the learning rate, downhill.")
def test_first_step_into_the_ravine(submission: SubmissionProxy, oracle: Oracle, expect: Expect) -> None:
    """The first step from where the handout's walks begin."""
    c = oracle("ravine")
    gradients = {"x": c.gradients["x"], "y": c.gradients["y"]}
    expect(gradients, {"x": -8.0, "y": 100.0}, "the gradients")
    after = submission.SGD(lr=0.015).step(dict(c.inputs), gradients)
    expect(after, {"x": -7.88, "y": -0.5}, "the result of step")


@pytest.mark.part("sgd", hint="The gradient points uphill, and the step goes downhill, for every parameter.")
def test_the_bowl_without_momentum(walk: Setting, oracle: Oracle) -> None:
    """200 steps into a bowl, without momentum."""
    walk("SGD", oracle("plain_sgd")).finish()


@pytest.mark.part("sgd", hint="Every parameter has a v of its own, which lasts from one step to the next.")
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("bowl_sgd", id="a bowl"),
        pytest.param("narrow_sgd", id="a ravine"),
        pytest.param("network_sgd", id="a network"),
    ],
)
def test_walks_with_momentum(walk: Setting, oracle: Oracle, name: str) -> None:
    """A long walk with momentum."""
    walk("SGD", oracle(name)).finish()


@pytest.mark.part(
    "sgd",
    hint="The learning rate multiplies the whole of v when the step is taken; read it from `self.lr` in each "
    "step, and leave it out of v.",
)
def test_a_learning_rate_that_changes(walk: Setting, oracle: Oracle) -> None:
    """Five steps, each with a learning rate of its own, to nine digits."""
    walk("SGD", oracle("rates_sgd"), rtol=1e-8, atol=1e-12).finish()


@pytest.mark.part("sgd", hint="Integers are numbers too: parameters become floats with their first step.")
def test_integers(walk: Setting, oracle: Oracle) -> None:
    """Three steps of parameters and gradients that are integers of eight bits."""
    walk("SGD", oracle("integers_sgd")).finish()


@pytest.mark.part("sgd", hint="`p -= step` changes the caller's array, and `p = p - step` makes a new one.")
def test_arguments_stay_as_they_are(walk: Setting, oracle: Oracle, submission: SubmissionProxy) -> None:
    """Steps leave parameters and gradients as they are."""
    submission.unchanged(walk("SGD", oracle("rates_sgd")).finish)
