"""The pytest plugin that runs a suite against a submission and tells how each check ended."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol  # pytest offers no public way to run an item twice

from grader.errors import CourseFault
from grader.oracle import Recordings
from grader.sandbox.faults import NoWorker, TimedOut, WallClock
from grader.scoring import Check, Fault, Outcome
from grader.submission.location import Location
from grader.suite.compare import Expect, Tolerance
from grader.suite.draws import Ledger, Oracle, lottery
from grader.suite.job import Job
from grader.suite.session import Session
from grader.suite.submission import Submission
from grader.suite.verdicts import Verdict, suite_traceback, verdict_of, verdict_without_solution

__all__ = ["SuitePlugin"]


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is known of a check before it runs."""

    id: str
    title: str
    part: str
    hidden: bool
    hint: str
    recordings: Recordings


class SuitePlugin:
    """Runs every check against the submission, and against the solution where a check itself failed.

    Args:
        job: What to run.
        submission: Conversation with the submission's worker.
        solution: Starts one with the solution's; None where there is no solution.
        emit: Told each check once it is decided.

    Attributes:
        faults: What is wrong with the suite or with the run.
        left_out: How many checks of each part do not run because the job does not ask for them.
    """

    def __init__(
        self,
        job: Job,
        submission: Session,
        solution: Callable[[], Session] | None,
        emit: Callable[[Check], None],
    ) -> None:
        self._job = job
        self._submission = submission
        self._session = submission
        self._solution = solution
        self._emit = emit
        self._plans: dict[str, _Plan] = {}
        self._errors: list[BaseException] = []
        self._oracles: list[Oracle] = []
        self._ledger = Ledger()
        self._folders = {
            Path(folder.path).absolute(): (folder.hidden, Recordings(Path(folder.path)))
            for folder in job.folders
        }
        self.faults: list[str] = []
        self.left_out: Counter[str] = Counter()

    @property
    def planned(self) -> list[Check]:
        """Every check that is to run in the order of the suite, as pending until it is decided."""
        return [
            _check(plan, Verdict(outcome=Outcome.PENDING, fault=Fault.GRADER))
            for plan in self._plans.values()
        ]

    @pytest.fixture
    def submission(self) -> Submission:
        """The student's module, in its worker."""
        return Submission(self._session)

    @pytest.fixture
    def oracle(self, request: pytest.FixtureRequest) -> Oracle:
        """Draws recorded cases of the check's folder."""
        plan = self._plans[request.node.nodeid]
        drawn_from = lottery(self._job.seed, plan.id) if plan.hidden else None
        self._oracles.append(Oracle(plan.recordings, plan.id, drawn_from, self._ledger))
        return self._oracles[-1]

    @pytest.fixture
    def expect(self) -> Expect:
        """Compares an answer with the right one."""
        return Expect(Tolerance(rtol=self._job.rtol, atol=self._job.atol))

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a suite that cannot even be read."""
        if report.failed:
            self.faults.append(
                f"{report.nodeid} cannot be collected: {str(report.longrepr).splitlines()[-1]}"
            )

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Plan every check; then run them in an order that a submission cannot know.

        Visible checks come first: what they show must not depend on what hidden ones have passed in.
        """
        for item in items:
            try:
                self._plans[item.nodeid] = self._plan(item)
            except CourseFault as fault:
                self.faults.append(fault.message)
        if not self.faults:
            items[:] = filter(self._takes, items)
        random.Random(self._job.seed).shuffle(items)  # noqa: S311  # variety, not secrecy
        items.sort(key=self._is_hidden)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the checks one by one, unless the suite is at fault as a whole."""
        if not self.faults:
            for number, item in enumerate(session.items):
                following = session.items[number + 1] if number + 1 < len(session.items) else None
                self._emit(self._decide(item, following))
        return True

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport:
        """Keep the exception of a check as it is; formatting tracebacks is most of what a failure costs."""
        if call.excinfo is not None:
            self._errors.append(call.excinfo.value)
        return pytest.TestReport(
            nodeid=item.nodeid,
            location=item.location,
            keywords={},
            outcome="passed" if call.excinfo is None else "failed",
            longrepr=None,
            when="call" if call.when == "collect" else call.when,
        )

    def _takes(self, item: pytest.Item) -> bool:
        plan = self._plans[item.nodeid]
        taken = self._job.selection.takes(plan.id, plan.part)
        if not taken:
            del self._plans[item.nodeid]
            self.left_out[plan.part] += 1
        return taken

    def _folder(self, item: pytest.Item) -> tuple[Path, tuple[bool, Recordings]]:
        return next(known for known in self._folders.items() if item.path.is_relative_to(known[0]))

    def _is_hidden(self, item: pytest.Item) -> bool:
        _, (hidden, _) = self._folder(item)
        return hidden

    def _plan(self, item: pytest.Item) -> _Plan:
        folder, (hidden, recordings) = self._folder(item)
        relative = item.path.relative_to(folder.parent).as_posix()
        identifier = f"{relative}::{item.nodeid.partition('::')[2]}"
        marker = item.get_closest_marker("part")
        if marker is None or len(marker.args) != 1:
            raise CourseFault(f"{identifier} does not say which part it counts for: mark it with `part`")
        (part,) = marker.args
        if part not in self._job.parts:
            known = ", ".join(self._job.parts)
            raise CourseFault(f"{identifier} counts for part {part!r}; the assignment has {known}")
        hint = str(marker.kwargs.get("hint", ""))
        return _Plan(identifier, _title(item), part, hidden, hint, recordings)

    def _decide(self, item: pytest.Item, following: pytest.Item | None) -> Check:
        """Decide one check; what goes wrong outside the suite's own code costs no other check its points."""
        try:
            return self._judge(item, following)
        except Exception as error:  # noqa: BLE001  # whatever a submission has brought about
            self._submission.close()
            message = f"the run of this check broke off: {type(error).__name__}"
            return _check(self._plans[item.nodeid], Verdict(outcome=Outcome.CRASHED, message=message))

    def _judge(self, item: pytest.Item, following: pytest.Item | None) -> Check:
        check, error = self._run(item, following, self._submission)
        if isinstance(error, WallClock):  # the machine may have been busy: once more
            self._submission.settle(None)
            check, error = self._run(item, following, self._submission)
        if isinstance(error, CourseFault | NoWorker) and str(error) not in self.faults:
            self.faults.append(str(error))
        if error is None or verdict_of(error).outcome is not None:
            return check
        verdict = self._arbitrate(item, following, check.id, error)
        if isinstance(error, WallClock):
            self._submission.settle(self._lesson(verdict))
        return _with(check, verdict)

    def _lesson(self, verdict: Verdict) -> type[TimedOut | WallClock] | None:
        """What calls like those that waited in vain twice are to fail with, so that no check waits again."""
        if verdict.outcome is Outcome.TIMEOUT:
            return TimedOut
        return WallClock if self._solution is None else None

    def _run(
        self, item: pytest.Item, following: pytest.Item | None, session: Session
    ) -> tuple[Check, BaseException | None]:
        """Run a check and put down all that is known of it before the session forgets."""
        self._session = session
        self._errors.clear()
        self._oracles.clear()
        runtestprotocol(item, log=False, nextitem=following)
        error = self._errors[0] if self._errors else None
        check = replace(
            _check(self._plans[item.nodeid], verdict_of(error)),
            calls=tuple(session.calls),
            output=session.output,
            seeds=tuple(draw for oracle in self._oracles for draw in oracle.seeds),
        )
        session.finish()
        return check, error

    def _arbitrate(
        self, item: pytest.Item, following: pytest.Item | None, check: str, error: BaseException
    ) -> Verdict:
        """Run a check that failed by itself with the solution: what befalls that too is the suite's fault."""
        if self._solution is None:
            verdict = verdict_without_solution(error)
            if verdict.fault is not None:
                self.faults.append(f"{check} fails by itself: {suite_traceback(error)}")
            return verdict
        solution = self._solution()
        try:
            _, again = self._run(item, following, solution)
        finally:
            solution.close()
        if again is None:
            outcome = Outcome.TIMEOUT if isinstance(error, WallClock) else Outcome.WRONG
            return Verdict(outcome=outcome, message=verdict_of(error).message)
        self.faults.append(f"{check} fails with the solution too: {suite_traceback(again)}")
        fault = Fault.GRADER if isinstance(again, WallClock) else Fault.SUITE
        return Verdict(outcome=Outcome.PENDING, message="the check itself failed", fault=fault)


def _check(plan: _Plan, verdict: Verdict) -> Check:
    check = Check(
        id=plan.id,
        title=plan.title,
        part=plan.part,
        hidden=plan.hidden,
        outcome=Outcome.PENDING,
        hint=plan.hint,
    )
    return _with(check, verdict)


def _with(check: Check, verdict: Verdict) -> Check:
    trace = tuple(Location(file="", line=line, function=function) for line, function in verdict.frames)
    return replace(
        check,
        outcome=verdict.outcome or Outcome.PENDING,
        message=verdict.message,
        exception=verdict.exception,
        differences=tuple(verdict.differences),
        location=trace[-1] if trace else None,
        trace=trace,
        needs=verdict.needs,
        fault=verdict.fault,
    )


def _title(item: pytest.Item) -> str:
    """Name a check for people: the first line of its docstring, or its own name as words."""
    function: Any = getattr(item, "function", None)
    words = (function.__doc__ or "").strip().partition("\n")[0].rstrip(".")
    name, bracket, parameter = item.name.partition("[")
    title = words or name.removeprefix("test_").replace("_", " ")
    return f"{title} ({parameter.rstrip(']')})" if bracket else title
