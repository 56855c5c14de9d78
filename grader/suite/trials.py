"""Try programs on the checks of a suite and record how they fare, without points."""

import base64
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from grader.diagnosis.failure_signature import FailureSignature
from grader.errors import CourseFault
from grader.model.check import Check, Outcome, RunFault
from grader.sandbox.faults import Raised, WallClock
from grader.suite.check_run import CheckRun, Draws
from grader.suite.jobs import RunRequest, SuiteJob, Trial
from grader.suite.plugin import SuitePlugin
from grader.suite.runner import Runner, RunningSuite, usable_cores
from grader.suite.session import Session
from grader.suite.verdicts import is_crash, suite_place
from grader.wire.codec import decode, encode

__all__ = ["CheckFailure", "TrialResult", "Trials", "run_trials", "try_program", "try_programs"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFailure:
    """Why a check did not pass, for the suite's author: hidden values may stand in it.

    Attributes:
        message: Why, in a sentence.
        file: The file of the suite that was running last; empty where none was.
        line: The line in it; 0 where none is known.
        crashed: Whether the check's own code failed, neither the program nor an assertion.
    """

    message: str
    file: str = ""
    line: int = 0
    crashed: bool = False

    @classmethod
    def of(cls, result: CheckRun) -> Self:
        """Describe a run that did not pass."""
        error = result.error
        message = result.check.message or result.check.outcome.value
        if error is None:
            return cls(message=message)
        file, line = suite_place(error) or ("", 0)
        if isinstance(error, Raised):
            message = f"{error.exception}: {error.message}"
        return cls(message=message, file=file, line=line, crashed=is_crash(error))


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialResult:
    """How a program fared.

    Attributes:
        name: Name of the trial.
        outcomes: How each check ended that was run, by id.
        signatures: How those failed that gave a wrong answer or raised an exception, by id.
        failures: Why those failed that did not pass, by id.
        used: What each check called or looked up, such as `Account.deposit`, by id.
        returned: Which of these were called and returned, by id.
        answering: Which of these gave a plain value other than None, by id.
        converting: Checks that converted an answer before they compared it.
        draws: The cases that each check drew, by id; known only where it ran.
    """

    name: str
    outcomes: Mapping[str, Outcome]
    signatures: Mapping[str, FailureSignature]
    failures: Mapping[str, CheckFailure] = field(default_factory=dict)
    used: Mapping[str, frozenset[str]] = field(default_factory=dict)
    returned: Mapping[str, frozenset[str]] = field(default_factory=dict)
    answering: Mapping[str, frozenset[str]] = field(default_factory=dict)
    converting: frozenset[str] = frozenset()
    draws: Mapping[str, Draws] = field(default_factory=dict)

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
            "failures": {check: asdict(one) for check, one in self.failures.items()},
            "used": {check: sorted(names) for check, names in self.used.items()},
            "returned": {check: sorted(names) for check, names in self.returned.items()},
            "answering": {check: sorted(names) for check, names in self.answering.items()},
            "converting": sorted(self.converting),
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Self:
        """Read a result that `to_plain` wrote."""
        signatures = map(FailureSignature.from_plain, decode(base64.b64decode(plain["signatures"])))
        return cls(
            name=plain["name"],
            outcomes={check: Outcome(outcome) for check, outcome in plain["outcomes"].items()},
            signatures={one.check: one for one in signatures},
            failures={check: CheckFailure(**fields) for check, fields in plain["failures"].items()},
            used={check: frozenset(names) for check, names in plain["used"].items()},
            returned={check: frozenset(names) for check, names in plain["returned"].items()},
            answering={check: frozenset(names) for check, names in plain["answering"].items()},
            converting=frozenset(plain["converting"]),
        )


def try_program(plugin: SuitePlugin, trial: Trial, start: Callable[[str], Session]) -> TrialResult:
    """Run the checks a trial asks for against its program.

    Args:
        plugin: Holds the checks.
        trial: The program, and what to run.
        start: Starts a conversation with a program.
    """
    outcomes: dict[str, Outcome] = {}
    runs: dict[str, CheckRun] = {}
    order = trial.checks or plugin.order
    if trial.seed is not None:
        plugin.reseed(trial.seed)
    session = start(trial.source)
    try:
        for check, following in zip(order, [*order[1:], None], strict=True):
            runs[check] = plugin.run(check, session, following)
            if isinstance(runs[check].error, WallClock):
                # The machine may have been busy: once more, in a worker that has all of its time before it.
                session.close()
                session = start(trial.source)
                runs[check] = plugin.run(check, session, following)
            outcomes[check] = _outcome(plugin, runs[check])
            if trial.until_lost and outcomes[check] is not Outcome.PASSED:
                break
    finally:
        session.close()
    return TrialResult(
        name=trial.name,
        outcomes=outcomes,
        signatures={check: run.signature for check, run in runs.items() if run.signature is not None},
        failures={
            check: CheckFailure.of(run)
            for check, run in runs.items()
            if outcomes[check] is not Outcome.PASSED
        },
        used={check: run.touched.used for check, run in runs.items()},
        returned={check: run.touched.returned for check, run in runs.items()},
        answering={check: run.touched.answering for check, run in runs.items()},
        converting=frozenset(check for check, run in runs.items() if run.touched.conversions),
        draws={check: run.touched.draws for check, run in runs.items()},
    )


def _outcome(plugin: SuitePlugin, result: CheckRun) -> Outcome:
    """Return how a check ended: what the suite's own code stumbles over, the program is to blame for."""
    plugin.note_fault(result.error)
    if isinstance(result.error, WallClock):
        return Outcome.TIMEOUT
    return Outcome.WRONG if result.is_undecided else result.check.outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Trials:
    """How a number of programs fared.

    Attributes:
        checks: Every check of the suite, undecided, in its order.
        results: How each program fared, in the order given, without those that a faulty suite left untried.
        faults: What is wrong with the suite or with the run.
    """

    checks: tuple[Check, ...]
    results: tuple[TrialResult, ...]
    faults: tuple[RunFault, ...] = ()


def run_trials(
    suite: SuiteJob,
    trials: Sequence[Trial],
    on_trial: Callable[[TrialResult], None] = lambda _: None,
    first: Trial | None = None,
) -> Trials:
    """Try programs on a suite that is in order; see `try_programs`.

    Raises:
        CourseFault: The suite is at fault, or a process ended early.
        UsageError: This machine cannot confine the code as far as the suite asks.
    """
    with Runner() as runner:
        done = try_programs(runner, suite, trials, on_trial, first)
    if done.faults:
        raise CourseFault("\n".join(map(str, done.faults)), "Correct the suite first.")
    return done


def try_programs(
    runner: Runner,
    suite: SuiteJob,
    trials: Sequence[Trial],
    on_trial: Callable[[TrialResult], None] = lambda _: None,
    first: Trial | None = None,
) -> Trials:
    """Try programs on a suite, in as many forks of a runner as there are cores.

    Args:
        runner: A runner process; the caller closes it.
        suite: The suite, and how to compare.
        trials: The programs; without any, nothing is run.
        on_trial: Told each result as it comes, from any thread.
        first: A program, such as the solution, that every process tries before the others: those without a
            seed of their own draw what it has drawn, whichever of the checks they run.

    Raises:
        UsageError: This machine cannot confine the code as far as the suite asks.
    """
    processes = max(1, min(usable_cores(), len(trials)))
    before = () if first is None else (first,)
    if not (trials or before):
        return Trials(checks=(), results=())  # a request without programs waits for submissions
    requests = [
        RunRequest(suite=suite, trials=(*before, *trials[start::processes])) for start in range(processes)
    ]
    running = [runner.start(request) for request in requests]
    with ThreadPoolExecutor(processes) as pool:
        done = list(pool.map(lambda run: _finish(run, on_trial), running))
    by_name = {result.name: result for share in done for result in share.results}
    return Trials(
        checks=done[0].checks,
        results=tuple(by_name[trial.name] for trial in (*before, *trials) if trial.name in by_name),
        faults=tuple({fault.message: fault for share in done for fault in share.faults}.values()),
    )


def _finish(running: RunningSuite, on_trial: Callable[[TrialResult], None]) -> Trials:
    results: list[TrialResult] = []

    def take(plain: Mapping[str, Any]) -> None:
        results.append(TrialResult.from_plain(plain))
        on_trial(results[-1])

    run = running.finish(on_trial=take)
    return Trials(checks=run.checks, results=tuple(results), faults=run.faults)
