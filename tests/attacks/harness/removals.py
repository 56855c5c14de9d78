"""Remove each defence, to show that an attack is live.

`Arena.run_without` itself removes steps of the lock-down and limits of the client, and `unprotected_grader`
removes `boundary`. Every other defence needs an entry here: a function that runs the attack without it, by
the simplest grader that lacks it, and observes the breach as `trial` does.
"""

from collections.abc import Callable
from typing import Final
from unittest import mock

from grader.sandbox.forked_worker import ForkedWorker
from grader.wire import codec
from tests.attacks.harness.attack import Attack
from tests.attacks.harness.careless_graders import (
    run_with_careless_comparison,
    run_with_visible_cases_alone,
    run_with_worker_believed,
)
from tests.attacks.harness.reading_run import run_reading_carelessly
from tests.attacks.harness.report_run import run_report, run_report_without_escaping
from tests.attacks.harness.trial import Trial, run_check
from tests.attacks.harness.world import World

__all__ = ["REMOVALS", "Removal"]

Removal = Callable[[Attack, World, Callable[[], ForkedWorker]], Trial]
"""Called with the attack, the world, and what starts a worker at L3 with its lock-down complete."""


def _without_weighing(attack: Attack, world: World, start: Callable[[], ForkedWorker]) -> Trial:
    with (
        mock.patch.object(codec, "_too_many", return_value=False),
        mock.patch.object(codec, "_require_whole"),
    ):
        return run_check(attack, world, start)


REMOVALS: Final[dict[str, Removal]] = {
    "compare": lambda attack, world, _: run_with_careless_comparison(attack, world),
    "escaping": run_report_without_escaping,
    "reading": lambda attack, world, _: run_reading_carelessly(attack, world),
    "recordings": lambda attack, world, _: run_with_visible_cases_alone(attack, world),
    "redaction": lambda attack, world, start: run_report(attack, world, start, "full"),
    "replies": run_with_worker_believed,
    "weighing": _without_weighing,
}
