"""How each defence is taken away to show that an attack is live.

Steps of the lock-down and limits of the client are removed by `Arena.run_without` itself, and `boundary` by
`naive`. Every other defence needs an entry here: a function that runs the attack without it, by the simplest
grader that lacks it, and observes the breach as `trial` does.
"""

from collections.abc import Callable
from typing import Final

from tests.attacks.harness.attack import Attack
from tests.attacks.harness.trial import Trial
from tests.attacks.harness.world import World

__all__ = ["REMOVALS"]

REMOVALS: Final[dict[str, Callable[[Attack, World], Trial]]] = {}
