"""Run one suite against many programs, on all cores."""

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

from grader.errors import CourseFault
from grader.scoring import Check
from grader.suite.job import Job, Trial
from grader.suite.run import Runner
from grader.suite.trying import TrialResult

__all__ = ["TrialResult", "Trials", "run_trials"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trials:
    """How a number of programs fared.

    Attributes:
        checks: Every check of the suite, undecided, in its order.
        results: How each program fared, in the order given.
    """

    checks: tuple[Check, ...]
    results: tuple[TrialResult, ...]


def run_trials(
    job: Job,
    trials: Sequence[Trial],
    on_trial: Callable[[TrialResult], None] = lambda _: None,
    first: Trial | None = None,
) -> Trials:
    """Try programs on a suite, in as many processes as there are cores.

    Args:
        job: The suite, and how to compare; its submission and solution are not used.
        trials: The programs.
        on_trial: Told each result as it comes, from any thread.
        first: A program, such as the solution, that every process tries before the others: those without a
            seed of their own draw what it has drawn, whichever of the checks they run.

    Raises:
        CourseFault: The suite is at fault, or a process ended early.
        UsageError: This machine cannot confine the code as far as the job asks.
    """
    processes = max(1, min(os.cpu_count() or 1, len(trials)))
    before = () if first is None else (first,)
    shares = [replace(job, trials=(*before, *trials[start::processes])) for start in range(processes)]
    with ThreadPoolExecutor(processes) as pool:
        done = list(pool.map(lambda share: _run(share, on_trial), shares))
    by_name = {result.name: result for share in done for result in share.results}
    trials = [*before, *trials]
    return Trials(checks=done[0].checks, results=tuple(by_name[trial.name] for trial in trials))


def _run(job: Job, on_trial: Callable[[TrialResult], None]) -> Trials:
    results: list[TrialResult] = []

    def take(plain: Mapping[str, Any]) -> None:
        results.append(TrialResult.from_plain(plain))
        on_trial(results[-1])

    with Runner() as runner:
        runner.begin(job)
        run = runner.finish(on_trial=take)
    if run.faults:
        raise CourseFault("\n".join(run.faults), "Correct the suite first.")
    return Trials(checks=run.checks, results=tuple(results))
