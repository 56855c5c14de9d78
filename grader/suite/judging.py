"""Decide how each check of a submission ended, and whose fault it is where the check itself failed."""

from collections.abc import Callable
from dataclasses import replace

from grader.diagnosis.failure_signature import FailureSignature
from grader.model.check import Check, Fault, Outcome
from grader.model.conversion import Conversion
from grader.sandbox.faults import NotTried, WallClock
from grader.suite.check_deadline import CheckOverranError
from grader.suite.check_run import CheckRun
from grader.suite.plugin import SuitePlugin, with_verdict
from grader.suite.session import Session
from grader.suite.verdicts import (
    Verdict,
    is_defect,
    own_traceback,
    suite_traceback,
    verdict_of,
    verdict_without_solution,
)

__all__ = ["Judge"]


class Judge:
    """Runs every check against the submission, and against the solution where a check itself failed.

    Args:
        submission: Conversation with the submission's worker.
        solution: Starts one with the solution's; None where there is no solution.
        emit: Told the run of each check once it is decided.

    Attributes:
        decided: Every check, by id, once it is decided.
        conversions: Answers that visible checks have found right after a conversion.
        signatures: How those failed that gave a wrong answer or raised an exception, by id.
    """

    def __init__(
        self, submission: Session, solution: Callable[[], Session] | None, emit: Callable[[CheckRun], None]
    ) -> None:
        self._submission = submission
        self._solution = solution
        self._emit = emit
        self.decided: dict[str, Check] = {}
        self.conversions: set[Conversion] = set()
        self.signatures: dict[str, FailureSignature] = {}

    def decide_all(self, plugin: SuitePlugin) -> None:
        """Decide the checks one by one."""
        order = plugin.order
        for check, following in zip(order, [*order[1:], None], strict=True):
            # No name holds the run meanwhile: with a failed one, large answers would wait for the next check.
            self._take(self._decide(plugin, check, following))

    def _take(self, run: CheckRun) -> None:
        self.decided[run.check.id] = run.check
        self._emit(run)

    def _decide(self, plugin: SuitePlugin, check: str, following: str | None) -> CheckRun:
        """Decide one check; what goes wrong outside the suite's own code costs no other check its points."""
        try:
            return self._judge(plugin, check, following)
        # A defect of ours, or something a submission has brought about that no code here foresaw.
        except Exception as error:  # noqa: BLE001  # see above
            self._submission.close()
            blamed = with_verdict(plugin.undecided(check), self._blame(plugin, check, following, error))
            return CheckRun(check=blamed, error=error, signature=None)

    def _judge(self, plugin: SuitePlugin, check: str, following: str | None) -> CheckRun:
        result = plugin.run(check, self._submission, following)
        if isinstance(result.error, WallClock):  # the machine may have been busy: once more
            self._submission.settle(None)
            result = plugin.run(check, self._submission, following)
        error = result.error
        plugin.note_fault(error)
        if error is None:
            if not result.check.hidden:  # what comes only there is nobody's business but the suite's
                self.conversions |= result.touched.conversions
            return result
        if result.is_undecided:
            verdict = self._arbitrate(plugin, check, following, error)
            if isinstance(error, WallClock):
                self._submission.settle(self._lesson(verdict))
            # What is known of the run is not what is said of it now.
            result = replace(result, check=with_verdict(result.check, verdict), encoded=b"")
        if result.signature is not None and result.check.outcome in (Outcome.WRONG, Outcome.RAISED):
            self.signatures[check] = result.signature
        return result

    def _lesson(self, verdict: Verdict) -> type[NotTried | WallClock] | None:
        """Return what calls like those that waited in vain twice fail with, so that no check waits again."""
        if verdict.outcome is Outcome.TIMEOUT:
            return NotTried
        return WallClock if self._solution is None else None

    def _arbitrate(
        self, plugin: SuitePlugin, check: str, following: str | None, error: BaseException
    ) -> Verdict:
        """Run a check that failed by itself with the solution: what befalls that too is the suite's fault."""
        if isinstance(error, CheckOverranError):
            self._submission.close()  # it was interrupted anywhere, in the middle of a message even
        if is_defect(error):
            return self._blame(plugin, check, following, error)
        if self._solution is None:
            verdict = verdict_without_solution(error)
            if verdict.fault is not None:
                message = f"{check} fails by itself: {suite_traceback(error)}"
                plugin.report_fault(verdict.fault, message, own_traceback(error))
            return verdict
        again = self._error_of_solution(plugin, check, following)
        if again is None:
            ran_out = isinstance(error, WallClock | CheckOverranError)
            return Verdict(
                outcome=Outcome.TIMEOUT if ran_out else Outcome.WRONG, message=verdict_of(error).message
            )
        fault = Fault.GRADER if isinstance(again, WallClock) else Fault.SUITE
        message = f"{check} fails with the solution too: {suite_traceback(again)}"
        plugin.report_fault(fault, message, own_traceback(again))
        return Verdict(outcome=Outcome.PENDING, message="the check itself failed", fault=fault)

    def _blame(self, plugin: SuitePlugin, check: str, following: str | None, error: BaseException) -> Verdict:
        """Find out whether an exception of our own code is our defect: it is, until the solution runs clean.

        Where it does, the submission brought it about. Either way the traceback is kept.
        """
        kind = type(error.__cause__ or error).__name__
        try:
            clean = self._solution is not None and self._error_of_solution(plugin, check, following) is None
        except Exception:  # noqa: BLE001  # the same defect
            clean = False
        if clean:
            plugin.note_defect(f"{check}: {own_traceback(error)}")
            return Verdict(outcome=Outcome.CRASHED, message=f"the run of this check broke off: {kind}")
        message = f"{check} met a defect of the grader: {kind}"
        plugin.report_fault(Fault.GRADER, message, own_traceback(error))
        return Verdict(outcome=Outcome.PENDING, message="the grader itself failed", fault=Fault.GRADER)

    def _error_of_solution(
        self, plugin: SuitePlugin, check: str, following: str | None
    ) -> BaseException | None:
        if self._solution is None:
            return None
        solution = self._solution()
        try:
            return plugin.run_anew(check, solution, following).error
        finally:
            solution.close()
