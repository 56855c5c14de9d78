from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from grader.suite.api import Case, Expect, Oracle, SubmissionProxy

if TYPE_CHECKING:
    from conftest import Walk

Setting = Callable[[str, Case], "Walk"]
Turns = Callable[["Walk", "Walk", int], None]


@pytest.mark.part("sgd", hint="Take names and shapes from the parameters that come in.")
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("bowl_by_sgd", id="a bowl"),
        pytest.param("narrow_by_sgd", id="a ravine"),
        pytest.param("network_by_sgd", id="a network"),
    ],
)
def test_walks_with_momentum(walk: Setting, oracle: Oracle, name: str) -> None:
    """A long walk with momentum, parameters of other names and shapes."""
    walk("SGD", oracle(name)).finish()


@pytest.mark.part("sgd", hint="Where no momentum is given it is 0, and nothing is kept.")
def test_a_ravine_without_momentum(walk: Setting, oracle: Oracle) -> None:
    """A long walk into a ravine, without momentum."""
    walk("SGD", oracle("bare_sgd")).finish()


@pytest.mark.part("sgd", hint="Without momentum a step is the gradient times the learning rate, downhill.")
def test_one_step_of_a_network(submission: SubmissionProxy, oracle: Oracle, expect: Expect) -> None:
    """One step on the gradient of a network."""
    c = oracle("slopes_of_a_network")
    params, slopes = c.inputs["start"], c.gradients
    right = {name: params[name] - 0.25 * slopes[name] for name in params}
    expect(submission.SGD(0.25).step(dict(params), dict(slopes)), right, "the result of step")


@pytest.mark.part("sgd", hint="v is made of gradients alone; the learning rate multiplies it afterwards.")
def test_learning_rates_that_change(walk: Setting, oracle: Oracle) -> None:
    """Steps with learning rates that change."""
    walk("SGD", oracle("changing_sgd")).finish()


@pytest.mark.part("sgd", hint="Each object has a v of its own for each parameter.")
def test_two_models_of_one_kind(walk: Setting, oracle: Oracle, take_turns: Turns) -> None:
    """Two optimizers that take turns with parameters of the same names."""
    one, other = (walk("SGD", oracle("together_sgd")) for _ in range(2))
    take_turns(one, other, 5)


@pytest.mark.part("sgd", hint="Each object has a v of its own, also where names and shapes are others.")
def test_two_models_of_different_kinds(walk: Setting, oracle: Oracle, take_turns: Turns) -> None:
    """Two optimizers that take turns with different models."""
    one, other = walk("SGD", oracle("bowl_by_sgd")), walk("SGD", oracle("network_by_sgd"))
    take_turns(one, other, 10)


@pytest.mark.part("sgd", hint="Small integers overflow and cut fractions off; floats do not.")
def test_small_integers(walk: Setting, oracle: Oracle) -> None:
    """Steps of parameters that begin as small integers."""
    walk("SGD", oracle("whole_sgd")).finish()


@pytest.mark.part("sgd", hint="Make new arrays and a new dict in every step.")
def test_steps_leave_their_arguments(walk: Setting, oracle: Oracle, submission: SubmissionProxy) -> None:
    """Steps leave their arguments as they are."""
    submission.unchanged(walk("SGD", oracle("together_sgd")).finish)
