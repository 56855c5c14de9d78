"""Decide how each check of a submission ended, and whose fault it is where the check itself failed."""

from collections.abc import Callable

from grader.diagnosis.failure_signature import FailureSignature
from grader.errors import CourseFault
from grader.model.check import Check, Fault, Outcome
from grader.sandbox.faults import NoWorker, TimedOut, WallClock
from grader.suite.plugin import CheckRun, SuitePlugin, with_verdict
from grader.suite.proxy import Session
from grader.suite.verdicts import Verdict, suite_traceback, verdict_of, verdict_without_solution

__all__ = ["Judge"]


class Judge:
    """Runs every check against the submission, and against the solution where a check itself failed.

    Args:
        submission: Conversation with the submission's worker.
        solution: Starts one with the solution's; None where there is no solution.
        emit: Told each check once it is decided.

    Attributes:
        decided: Every check, by id, once it is decided.
        observations: How those failed that gave a wrong answer or raised an exception, by id.
    """

    def __init__(
        self, submission: Session, solution: Callable[[], Session] | None, emit: Callable[[Check], None]
    ) -> None:
        self._submission = submission
        self._solution = solution
        self._emit = emit
        self.decided: dict[str, Check] = {}
        self.observations: dict[str, FailureSignature] = {}

    def decide_all(self, bench: SuitePlugin) -> None:
        """Decide the checks one by one."""
        order = bench.order
        for check, following in zip(order, [*order[1:], None], strict=True):
            decided = self._decide(bench, check, following)
            self.decided[check] = decided
            self._emit(decided)

    def _decide(self, bench: SuitePlugin, check: str, following: str | None) -> Check:
        """Decide one check; what goes wrong outside the suite's own code costs no other check its points."""
        try:
            return self._judge(bench, check, following)
        except Exception as error:  # noqa: BLE001  # whatever a submission has brought about
            self._submission.close()
            message = f"the run of this check broke off: {type(error).__name__}"
            return with_verdict(bench.undecided(check), Verdict(outcome=Outcome.CRASHED, message=message))

    def _judge(self, bench: SuitePlugin, check: str, following: str | None) -> Check:
        result = bench.run(check, self._submission, following)
        if isinstance(result.error, WallClock):  # the machine may have been busy: once more
            self._submission.settle(None)
            result = bench.run(check, self._submission, following)
        error = result.error
        if isinstance(error, CourseFault | NoWorker) and str(error) not in bench.faults:
            bench.faults.append(str(error))
        verdict = None if error is None else verdict_of(error)
        if error is not None and verdict is not None and verdict.outcome is None:
            verdict = self._arbitrate(bench, check, following, error)
            if isinstance(error, WallClock):
                self._submission.settle(self._lesson(verdict))
            result = CheckRun(
                check=with_verdict(result.check, verdict), error=error, observation=result.observation
            )
        if result.observation is not None and result.check.outcome in (Outcome.WRONG, Outcome.RAISED):
            self.observations[check] = result.observation
        return result.check

    def _lesson(self, verdict: Verdict) -> type[TimedOut | WallClock] | None:
        """What calls like those that waited in vain twice are to fail with, so that no check waits again."""
        if verdict.outcome is Outcome.TIMEOUT:
            return TimedOut
        return WallClock if self._solution is None else None

    def _arbitrate(
        self, bench: SuitePlugin, check: str, following: str | None, error: BaseException
    ) -> Verdict:
        """Run a check that failed by itself with the solution: what befalls that too is the suite's fault."""
        if self._solution is None:
            verdict = verdict_without_solution(error)
            if verdict.fault is not None:
                bench.faults.append(f"{check} fails by itself: {suite_traceback(error)}")
            return verdict
        solution = self._solution()
        try:
            again = bench.run(check, solution, following).error
        finally:
            solution.close()
        if again is None:
            outcome = Outcome.TIMEOUT if isinstance(error, WallClock) else Outcome.WRONG
            return Verdict(outcome=outcome, message=verdict_of(error).message)
        bench.faults.append(f"{check} fails with the solution too: {suite_traceback(again)}")
        fault = Fault.GRADER if isinstance(again, WallClock) else Fault.SUITE
        return Verdict(outcome=Outcome.PENDING, message="the check itself failed", fault=fault)
