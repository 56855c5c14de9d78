"""Try programs on the checks of a suite and record how they fare, without points."""

import base64
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Self

from grader.diagnosis.failure_signature import FailureSignature
from grader.errors import CourseFault
from grader.model.check import Check, Outcome
from grader.sandbox.faults import WallClock
from grader.suite.jobs import RunRequest, SuiteJob, Trial
from grader.suite.plugin import CheckRun, SuitePlugin
from grader.suite.proxy import Session
from grader.suite.runner import Runner, usable_cores
from grader.suite.verdicts import verdict_of
from grader.wire.codec import decode, encode

__all__ = ["TrialResult", "Trials", "run_trials", "try_program"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialResult:
    """How a program fared.

    Attributes:
        name: Name of the trial.
        outcomes: How each check ended that was run, by id.
        signatures: How those failed that gave a wrong answer or raised an exception, by id.
    """

    name: str
    outcomes: Mapping[str, Outcome]
    signatures: Mapping[str, FailureSignature]

    @property
    def lost(self) -> list[str]:
        """Ids of the checks that did not pass."""
        return [check for check, outcome in self.outcomes.items() if outcome is not Outcome.PASSED]

    def to_plain(self) -> dict[str, Any]:
        """Write the result as what JSON can hold."""
        signatures = encode([one.to_plain() for one in self.signatures.values()])
        return {
            "name": self.name,
            "outcomes": dict(self.outcomes),
            "signatures": base64.b64encode(signatures).decode("ascii"),
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Self:
        """Read a result that `to_plain` wrote."""
        signatures = map(FailureSignature.from_plain, decode(base64.b64decode(plain["signatures"])))
        return cls(
            name=plain["name"],
            outcomes={check: Outcome(outcome) for check, outcome in plain["outcomes"].items()},
            signatures={one.check: one for one in signatures},
        )


def try_program(plugin: SuitePlugin, trial: Trial, start: Callable[[str], Session]) -> TrialResult:
    """Run the checks a trial asks for against its program.

    Args:
        plugin: Holds the checks.
        trial: The program, and what to run.
        start: Starts a conversation with a program.
    """
    outcomes: dict[str, Outcome] = {}
    signatures: dict[str, FailureSignature] = {}
    order = trial.checks or plugin.order
    if trial.seed is not None:
        plugin.reseed(trial.seed)
    with closing(start(trial.source)) as session:
        for check, following in zip(order, [*order[1:], None], strict=True):
            result = plugin.run(check, session, following)
            outcomes[check] = _outcome(plugin, result)
            if result.signature is not None:
                signatures[check] = result.signature
            if trial.until_lost and outcomes[check] is not Outcome.PASSED:
                break
    return TrialResult(name=trial.name, outcomes=outcomes, signatures=signatures)


def _outcome(plugin: SuitePlugin, result: CheckRun) -> Outcome:
    """Return how a check ended: what the suite's own code stumbles over, the program is to blame for."""
    plugin.note_fault(result.error)
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
    suite: SuiteJob,
    trials: Sequence[Trial],
    on_trial: Callable[[TrialResult], None] = lambda _: None,
    first: Trial | None = None,
) -> Trials:
    """Try programs on a suite, in as many processes as there are cores.

    Args:
        suite: The suite, and how to compare.
        trials: The programs.
        on_trial: Told each result as it comes, from any thread.
        first: A program, such as the solution, that every process tries before the others: those without a
            seed of their own draw what it has drawn, whichever of the checks they run.

    Raises:
        CourseFault: The suite is at fault, or a process ended early.
        UsageError: This machine cannot confine the code as far as the suite asks.
    """
    processes = max(1, min(usable_cores(), len(trials)))
    before = () if first is None else (first,)
    shares = [
        RunRequest(suite=suite, trials=(*before, *trials[start::processes])) for start in range(processes)
    ]
    with ThreadPoolExecutor(processes) as pool:
        done = list(pool.map(lambda share: _run(share, on_trial), shares))
    by_name = {result.name: result for share in done for result in share.results}
    trials = [*before, *trials]
    return Trials(checks=done[0].checks, results=tuple(by_name[trial.name] for trial in trials))


def _run(request: RunRequest, on_trial: Callable[[TrialResult], None]) -> Trials:
    results: list[TrialResult] = []

    def take(plain: Mapping[str, Any]) -> None:
        results.append(TrialResult.from_plain(plain))
        on_trial(results[-1])

    with Runner() as runner:
        run = runner.start(request).finish(on_trial=take)
    if run.faults:
        raise CourseFault("\n".join(map(str, run.faults)), "Correct the suite first.")
    return Trials(checks=run.checks, results=tuple(results))
