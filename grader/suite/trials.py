"""Try programs on the checks of a suite and record how they fare, without points."""

import base64
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any, Self

from grader.diagnosis.failure_signature import FailureSignature
from grader.errors import CourseFault
from grader.model.check import Check, Outcome
from grader.sandbox.faults import NoWorker, WallClock
from grader.suite.jobs import Job, Trial
from grader.suite.plugin import CheckRun, SuitePlugin
from grader.suite.proxy import Session
from grader.suite.runner import Runner
from grader.suite.verdicts import verdict_of
from grader.wire.codec import decode, encode

__all__ = ["TrialResult", "Trials", "run_trials", "try_program"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialResult:
    """How a program fared.

    Attributes:
        name: Name of the trial.
        outcomes: How each check ended that was run, by id.
        observations: How those failed that gave a wrong answer or raised an exception, by id.
    """

    name: str
    outcomes: Mapping[str, Outcome]
    observations: Mapping[str, FailureSignature]

    @property
    def lost(self) -> list[str]:
        """Ids of the checks that did not pass."""
        return [check for check, outcome in self.outcomes.items() if outcome is not Outcome.PASSED]

    def to_plain(self) -> dict[str, Any]:
        """Write the result as what JSON can hold."""
        observations = encode([one.to_plain() for one in self.observations.values()])
        return {
            "name": self.name,
            "outcomes": dict(self.outcomes),
            "observations": base64.b64encode(observations).decode("ascii"),
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Self:
        """Read a result that `to_plain` wrote."""
        observations = map(FailureSignature.from_plain, decode(base64.b64decode(plain["observations"])))
        return cls(
            name=plain["name"],
            outcomes={check: Outcome(outcome) for check, outcome in plain["outcomes"].items()},
            observations={one.check: one for one in observations},
        )


def try_program(bench: SuitePlugin, trial: Trial, start: Callable[[str], Session]) -> TrialResult:
    """Run the checks a trial asks for against its program.

    Args:
        bench: Holds the checks.
        trial: The program, and what to run.
        start: Starts a conversation with a program.
    """
    outcomes: dict[str, Outcome] = {}
    observations: dict[str, FailureSignature] = {}
    order = trial.checks or bench.order
    if trial.seed is not None:
        bench.reseed(trial.seed)
    with closing(start(trial.source)) as session:
        for check, following in zip(order, [*order[1:], None], strict=True):
            result = bench.run(check, session, following)
            outcomes[check] = _outcome(bench, result)
            if result.observation is not None:
                observations[check] = result.observation
            if trial.until_lost and outcomes[check] is not Outcome.PASSED:
                break
    return TrialResult(name=trial.name, outcomes=outcomes, observations=observations)


def _outcome(bench: SuitePlugin, result: CheckRun) -> Outcome:
    """Say how a check ended: what the suite's own code stumbles over, the solution does not do to it."""
    if isinstance(result.error, CourseFault | NoWorker) and str(result.error) not in bench.faults:
        bench.faults.append(str(result.error))
    if isinstance(result.error, WallClock):
        return Outcome.TIMEOUT
    return verdict_of(result.error).outcome or Outcome.WRONG


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
