from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from grader.suite.api import Case, Oracle, SubmissionProxy

if TYPE_CHECKING:
    from conftest import Walk

Setting = Callable[[str, Case], "Walk"]
Turns = Callable[["Walk", "Walk", int], None]

BOTH = pytest.mark.parametrize("kind", ["RMSProp", "Adam"])


@pytest.mark.part("adaptive", hint="Take names and shapes from the parameters that come in.")
@pytest.mark.parametrize("landscape", ["bowl", "narrow", "network"])
@BOTH
def test_more_walks(walk: Setting, oracle: Oracle, kind: str, landscape: str) -> None:
    """A long walk, parameters of other names and shapes."""
    walk(kind, oracle(f"{landscape}_by_{kind.lower()}")).finish()


@pytest.mark.part("adaptive", hint="Which settings hold where the call names none? The stub has them.")
@BOTH
def test_more_default_settings(walk: Setting, oracle: Oracle, kind: str) -> None:
    """Steps with the default settings."""
    walk(kind, oracle(f"bare_{kind.lower()}")).finish()


@pytest.mark.part("adaptive", hint="Averages are made of gradients alone, whatever the learning rate is.")
@BOTH
def test_learning_rates_that_change(walk: Setting, oracle: Oracle, kind: str) -> None:
    """Steps with learning rates that change."""
    walk(kind, oracle(f"changing_{kind.lower()}")).finish()


@pytest.mark.part("adaptive", hint="Entries go their own ways: what one of them has seen concerns no other.")
@BOTH
def test_sparse_gradients(walk: Setting, oracle: Oracle, kind: str) -> None:
    """Gradients with zeros in them."""
    walk(kind, oracle(f"sparse_{kind.lower()}")).finish()


@pytest.mark.part("adaptive", hint="Each object counts its own steps and keeps its own averages.")
@BOTH
def test_two_models_of_one_kind(walk: Setting, oracle: Oracle, take_turns: Turns, kind: str) -> None:
    """Two optimizers that take turns with parameters of the same names."""
    one, other = (walk(kind, oracle(f"together_{kind.lower()}")) for _ in range(2))
    take_turns(one, other, 5)


@pytest.mark.part("adaptive", hint="Each object counts its own steps and keeps its own averages.")
@BOTH
def test_two_models_of_different_kinds(walk: Setting, oracle: Oracle, take_turns: Turns, kind: str) -> None:
    """Two optimizers that take turns with different models."""
    one = walk(kind, oracle(f"bowl_by_{kind.lower()}"))
    other = walk(kind, oracle(f"network_by_{kind.lower()}"))
    take_turns(one, other, 10)


@pytest.mark.part("adaptive", hint="The square of a small integer overflows; convert before you square.")
@BOTH
def test_small_integers(walk: Setting, oracle: Oracle, kind: str) -> None:
    """Steps of parameters that begin as small integers."""
    walk(kind, oracle(f"whole_{kind.lower()}")).finish()


@pytest.mark.part("adaptive", hint="Make new arrays and a new dict in every step.")
@BOTH
def test_steps_leave_their_arguments(
    walk: Setting, oracle: Oracle, submission: SubmissionProxy, kind: str
) -> None:
    """Steps leave their arguments as they are."""
    submission.unchanged(walk(kind, oracle(f"together_{kind.lower()}")).finish)
