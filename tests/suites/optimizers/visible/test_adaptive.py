"""RMSProp and Adam."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from grader.suite.api import Oracle, SubmissionProxy

if TYPE_CHECKING:
    from conftest import Walk

Setting = Callable[..., "Walk"]
Turns = Callable[["Walk", "Walk", int], None]

BOTH = pytest.mark.parametrize("kind", ["RMSProp", "Adam"])


@pytest.mark.part(
    "adaptive", hint="s averages the squares of the gradients, and begins at 0. The step divides by its root."
)
def test_two_steps_of_rmsprop_by_hand(walk: Setting, oracle: Oracle) -> None:
    """The handout's two steps of RMSProp."""
    walk("RMSProp", oracle("worked_rmsprop")).finish()


@pytest.mark.part("adaptive", hint="The first step has t = 1: m_hat is g then, and v_hat its square.")
def test_two_steps_of_adam_by_hand(walk: Setting, oracle: Oracle) -> None:
    """The handout's two steps of Adam."""
    walk("Adam", oracle("worked_adam")).finish()


@pytest.mark.part(
    "adaptive", hint="What an optimizer remembers, t too, belongs to the object: `self.`, not the class."
)
@BOTH
def test_two_models_at_once(walk: Setting, oracle: Oracle, take_turns: Turns, kind: str) -> None:
    """Two optimizers that take turns, each with a model of its own."""
    one, other = (walk(kind, oracle(f"pair_{kind.lower()}")) for _ in range(2))
    take_turns(one, other, 4)


@pytest.mark.part("adaptive", hint="Which settings hold where the call names none? The stub has them.")
@BOTH
def test_default_settings(walk: Setting, oracle: Oracle, kind: str) -> None:
    """Six steps with the default settings."""
    walk(kind, oracle(f"default_{kind.lower()}")).finish()


@pytest.mark.part(
    "adaptive",
    hint="Every parameter has averages of its own, entry by entry, which last from one step to the next.",
)
@pytest.mark.parametrize("landscape", ["bowl", "narrow", "network"])
@BOTH
def test_walks(walk: Setting, oracle: Oracle, kind: str, landscape: str) -> None:
    """A long walk."""
    walk(kind, oracle(f"{landscape}_{kind.lower()}")).finish()


@pytest.mark.part("adaptive", hint="Read the learning rate from `self.lr` in each step.")
@BOTH
def test_a_learning_rate_that_changes(walk: Setting, oracle: Oracle, kind: str) -> None:
    """Five steps, each with a learning rate of its own, to nine digits."""
    walk(kind, oracle(f"rates_{kind.lower()}"), rtol=1e-8, atol=1e-12).finish()


@pytest.mark.part("adaptive", hint="0 divided by 0 is not a number. What stands in the formula against it?")
@BOTH
def test_gradients_of_zero(walk: Setting, oracle: Oracle, kind: str) -> None:
    """Entries whose gradient is 0, always or at first."""
    walk(kind, oracle(f"zeros_{kind.lower()}")).finish()


@pytest.mark.part("adaptive", hint="Eight bits end at 127, and averages are fractions: what comes first?")
@BOTH
def test_integers(walk: Setting, oracle: Oracle, kind: str) -> None:
    """Three steps of parameters and gradients that are integers of eight bits."""
    walk(kind, oracle(f"integers_{kind.lower()}")).finish()


@pytest.mark.part("adaptive", hint="`g *= g` changes the caller's array, and `g = g * g` makes a new one.")
@BOTH
def test_arguments_stay_as_they_are(
    walk: Setting, oracle: Oracle, submission: SubmissionProxy, kind: str
) -> None:
    """Steps leave parameters and gradients as they are."""
    submission.unchanged(walk(kind, oracle(f"rates_{kind.lower()}")).finish)
