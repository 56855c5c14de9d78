"""The pytest plugin that collects a suite and runs its checks against any program."""

import gc
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import pytest

from grader.errors import CourseFault
from grader.model.check import Check, Fault, Location, Outcome, RunFault
from grader.model.serialisation import to_json
from grader.oracle import Case, Recordings
from grader.sandbox.dialogue import OtherConversationError
from grader.sandbox.faults import (
    BrokenConversation,
    Crashed,
    NotDefined,
    NotStarted,
    NoWorker,
    OutOfMemory,
    Raised,
    StudentFault,
    TimedOut,
    WallClock,
)
from grader.suite.check_deadline import CheckOverranError, check_deadline
from grader.suite.check_plan import CheckFolder, CheckPlan, collection_problem, plan_check
from grader.suite.check_randomness import draw_generator, seed_shared_generators
from grader.suite.check_run import CheckRun, Draws, Touched, failure_signature
from grader.suite.comparison import Expect, WrongAnswer
from grader.suite.jobs import Selection, SuiteJob
from grader.suite.judge_fixture import Judge
from grader.suite.known_runs import KnownRuns
from grader.suite.oracle_fixture import Oracle, SeedLedger
from grader.suite.session import Help, Session
from grader.suite.submission_proxy import SubmissionProxy
from grader.suite.verdicts import Verdict, own_traceback, verdict_of

__all__ = ["SuitePlugin", "with_verdict"]

_MOST_HELD: Final = 1 << 20
# What no right result of another function would mend.
_NO_HELP: Final = (BrokenConversation, CheckOverranError, CourseFault, NotDefined, NoWorker, WallClock)

# What no check ends with because right results were lent from the start; None if it passed.
_NOT_HASTENED: Final = (BrokenConversation, CourseFault, NoWorker, type(None))
# What is told of these does not depend on the text of the submission.
_BY_ANSWERS: Final = (NotStarted, WrongAnswer)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Attempt:
    """One run of a check.

    Attributes:
        run: What it found.
        postponed: Whether the check assumed results that were not used, or asked for help.
        lent_first: Whether right results stood in for a function before any call.
        hastened: Whether they did since they had helped other checks.
    """

    run: CheckRun
    postponed: bool
    lent_first: bool
    hastened: bool


class SuitePlugin:
    """Collects the checks a job asks for, and runs each as often as the work wants, against any program.

    Args:
        suite: What to collect, and how to compare.
        work: What to do with the checks; called once, when all are collected, even if the suite is at fault.

    Attributes:
        suite: The suite.
        known: Runs of checks that need not be made again; None where no run is to know of another one.
        faults: What is wrong with the suite or with the run.
        defects: Tracebacks of exceptions in our own code that only the submission brought about.
        plan: What is to run, as JSON: `checks` in the order of the suite, each pending until it is decided,
            and `order`, their ids in the order that they run in.
        left_out: How many checks of each part do not run because they were not asked for.
    """

    def __init__(self, suite: SuiteJob, work: Callable[["SuitePlugin"], None]) -> None:
        self.suite = suite
        self._work = work
        self.known: KnownRuns | None = None
        self._seed = 0
        self._plans: dict[str, CheckPlan] = {}
        self._collected: dict[str, pytest.Item] = {}
        self._items: dict[str, pytest.Item] = {}
        self._chosen_by: tuple[int, Selection, bool] | None = None
        self.plan = b""
        self._session: Session | None = None
        self._running = ""  # id of the check
        self._undecided: dict[tuple[str, Fault], Check] = {}
        self._held = 0  # bytes of answers that failed checks may hold on to
        self._oracles: list[Oracle] = []
        self._blank_ledger = SeedLedger()
        self._ledger = self._blank_ledger.copy()
        self._folders = [
            CheckFolder(
                path=Path(one.path).absolute(), hidden=one.hidden, recordings=Recordings(Path(one.path))
            )
            for one in suite.folders
        ]
        self.faults: list[RunFault] = []
        self.defects: list[str] = []
        self.left_out: Counter[str] = Counter()

    @property
    def order(self) -> list[str]:
        """Ids of the checks in the order to run them in, which a submission cannot know."""
        return list(self._items)

    def is_apart(self, check: str) -> bool:
        """Tell whether a check asks for far more work than others."""
        return self._plan_of(check).apart

    def undecided(self, check: str) -> Check:
        """Give the record of a check of which nothing is known yet."""
        # With a suite that is not in order no check runs at all.
        fault = Fault.SUITE if self.faults else Fault.GRADER
        if (check, fault) not in self._undecided:
            self._undecided[check, fault] = self._blank(check, fault)
        return self._undecided[check, fault]

    def _blank(self, check: str, fault: Fault) -> Check:
        plan = self._plan_of(check)
        blank = Check(
            id=plan.id,
            title=plan.title,
            part=plan.part,
            hidden=plan.hidden,
            outcome=Outcome.PENDING,
            hint=plan.hint,
        )
        return with_verdict(blank, Verdict(outcome=Outcome.PENDING, fault=fault))

    def begin(self, seed: int, selection: Selection) -> None:
        """Choose the checks that run, and their order, which a submission cannot know within a part.

        Visible checks come first: what they show must not depend on what hidden ones have passed in. Then
        part comes after part: a later one builds on those before it, so by then it is known which functions
        are wrong, and the right results that it is lent in their place come too late for their own checks.
        A check that keeps apart comes last of its part: by then it is known what never returns.

        Args:
            seed: What the order and the seeds of hidden cases are drawn from.
            selection: Which checks to run; with a suite that is not in order it leaves out none.
        """
        self.reseed(seed)
        chosen_by = (seed, selection, bool(self.faults))
        if chosen_by == self._chosen_by:
            return
        self._chosen_by = chosen_by
        plans = [self._plans[item.nodeid] for item in self._collected.values()]
        taken = [plan for plan in plans if self.faults or selection.takes(plan.id, plan.part)]
        self.left_out = Counter(plan.part for plan in plans) - Counter(plan.part for plan in taken)
        random.Random(seed).shuffle(taken)  # noqa: S311  # variety, not secrecy
        taken.sort(key=lambda plan: (plan.hidden, self.suite.parts.index(plan.part), plan.apart))
        self._items = {plan.id: self._collected[plan.id] for plan in taken}
        planned = [self.undecided(check) for check in self._collected if check in self._items]
        self.plan = to_json({"checks": planned, "order": self.order})

    def report_fault(self, kind: Fault, message: str, traceback: str = "") -> None:
        """Note a fault of the suite or of the grader, once."""
        if all(fault.message != message for fault in self.faults):
            self.faults.append(RunFault(kind=kind, message=message, traceback=traceback))

    def note_defect(self, traceback: str) -> None:
        """Keep the traceback of a defect that only this submission brought about."""
        self.defects.append(traceback)

    def note_fault(self, error: BaseException | None) -> None:
        """Note the fault of the suite or of the machine that a check ended with, if it is one."""
        if isinstance(error, CourseFault | NoWorker):
            self.report_fault(
                Fault.GRADER if isinstance(error, NoWorker) else Fault.SUITE, str(error), own_traceback(error)
            )

    def reseed(self, seed: int) -> None:
        """Forget what hidden checks have drawn, and draw anew from `seed`."""
        if seed != self._seed:
            self._blank_ledger = SeedLedger(seed)
        self._seed = seed
        self._ledger = self._blank_ledger.copy()

    def run(self, check: str, session: Session, following: str | None = None) -> CheckRun:
        """Run a check against the program of a session; run again, it draws the same cases.

        A check that assumes results of some functions runs with the program's own first. If it fails, it runs
        once more, and the right results stand in for wrong ones. Where one of them has not come to an end
        before, it is the other way round.

        Args:
            check: Id of the check.
            session: Conversation with the program's worker.
            following: The check that will run next, if any: what pytest sets up for both is kept for it.
        """
        known = self._end_as_known(check, session)
        return self.run_anew(check, session, following) if known is None else known

    def run_anew(self, check: str, session: Session, following: str | None = None) -> CheckRun:
        """Run a check, as `run` does, whatever is known of it."""
        alone = self._run(check, session, following, Help.POSTPONED)
        if isinstance(alone.run.error, OtherConversationError):
            session.close()  # it was asked what this check does not ask
            alone = self._run(check, session, following, Help.POSTPONED)
        while alone.hastened and not isinstance(alone.run.error, _NOT_HASTENED):
            session.withdraw_help()
            if isinstance(alone.run.error, CheckOverranError):
                session.close()  # it was interrupted in the middle of a message, perhaps
            alone = self._run(check, session, following, Help.POSTPONED)
        error = alone.run.error
        if alone.lent_first and isinstance(error, AssertionError | Raised | NotStarted):
            own = self._run(check, session, following, Help.WITHHELD)
            if own.run.error is None:
                return own.run
        if not alone.postponed or error is None or isinstance(error, _NO_HELP) or _is_direct(error):
            return alone.run
        endless = isinstance(error, TimedOut | OutOfMemory | Crashed)
        helped = self._run(check, session, following, Help.UNTRIED if endless else Help.COMPARED)
        raises_first = isinstance(helped.run.error, Raised) and not isinstance(error, Raised)
        # An exception that only a stand-in brings about is none of the student's.
        return alone.run if raises_first and helped.run.check.assumed else helped.run

    def _end_as_known(self, check: str, session: Session) -> CheckRun | None:
        """Ask what the check is known to ask, and give how it ended if all answers are known.

        What it learns in the run that follows otherwise is taken down.
        """
        if self.known is None or not session.is_as_loaded():
            return None
        began = time.monotonic()
        ledger = self._ledger.copy()
        oracle = self._open_oracle(check, ledger)

        def draw(case: bytes) -> bytes:
            return b"%d" % oracle.pick(case.decode())

        end = session.follow(self.known, self._seed_text(check), draw)
        run = None if end is None else self.known.ended_at(end)
        if run is None or run.check.id != check:
            return None
        session.note_known_end(run.touched.returned, time.monotonic() - began)
        session.finish()
        self._ledger = ledger
        signature = run.signature and replace(run.signature, case=self._last_case(run))
        return run if signature is None else replace(run, signature=signature)

    def _last_case(self, run: CheckRun) -> Case | None:
        """Give the case that a check drew last; None if it drew none."""
        recordings = self._plan_of(run.check.id).folder.recordings
        return recordings.draw(*run.touched.draws[-1]) if run.touched.draws else None

    @property
    def seed(self) -> int:
        """What the seeds of hidden cases are drawn from."""
        return self._seed

    def draw_again(self, draws: Iterable[tuple[str, Draws]]) -> bool:
        """Draw for checks, without running them, what they drew before, unless one would draw otherwise.

        Args:
            draws: Id and draws of each check, in the order in which they would run.

        Returns:
            Whether all would draw the same.
        """
        ledger = self._ledger
        for check, drawn in draws:
            after = self._ledger_after(check, drawn, ledger)
            if after is None:
                return False
            ledger = after
        self._ledger = ledger
        return True

    def _ledger_after(self, check: str, draws: Draws, before: SeedLedger) -> SeedLedger | None:
        """Give the ledger as it is once a check has drawn; None if it would draw something else now."""
        if not (draws and self._plan_of(check).hidden):
            return before  # visible checks draw the same every time
        ledger = before.copy()
        oracle = self._open_oracle(check, ledger)
        return ledger if all(oracle.pick(case) == seed for case, seed in draws) else None

    def _run(self, check: str, session: Session, following: str | None, help_: Help) -> _Attempt:
        if self._held > _MOST_HELD:
            gc.collect()
            self._held = 0
        self._session = session
        self._running = check
        session.help = help_
        session.apart = self.is_apart(check)
        self._oracles.clear()
        seed_shared_generators(self._seed_text(check))
        began = time.monotonic()
        with check_deadline():
            error = _run_item(self._collected[check], self._items.get(following or ""))
        seconds = time.monotonic() - began
        # A caught exception is held by the frames that it holds, and large answers with them. Python looks
        # for such rings by the number of objects, whatever their size.
        self._held += session.received if error is not None else 0
        found = replace(
            with_verdict(self.undecided(check), verdict_of(error)),
            calls=tuple(session.calls),
            operators=tuple(sorted(name for name in session.used if name.endswith("__"))),
            output=session.output,
            seeds=tuple(draw for oracle in self._oracles for draw in oracle.seeds),
            seconds=round(seconds, 3),
            assumed=() if error is None else session.replaced,
        )
        postponed, lent_first, hastened = session.postponed, session.lent_first, session.hastened
        case = next((oracle.last for oracle in reversed(self._oracles) if oracle.last), None)
        touched = Touched(
            used=frozenset(session.used),
            returned=frozenset(session.returned),
            answering=frozenset(session.answering),
            conversions=frozenset(session.conversions),
            draws=tuple(draw for oracle in self._oracles for draw in oracle.draws),
        )
        if isinstance(error, AssertionError | StudentFault) and not hastened:
            session.note_failure()
        signature = failure_signature(found, error, case)
        run = CheckRun(check=found, error=error, signature=signature, touched=touched)
        is_final = error is None or not (postponed or lent_first or hastened)
        if help_ is Help.POSTPONED and is_final:
            self._keep(run, session)
        session.finish()
        return _Attempt(run=run, postponed=postponed, lent_first=lent_first, hastened=hastened)

    def _keep(self, run: CheckRun, session: Session) -> None:
        """Keep how a check ended where that follows from what it learnt, and all of that was taken down."""
        follows = run.error is None or isinstance(run.error, _BY_ANSWERS)
        if self.known is not None and session.conversation is not None and follows:
            self.known.add(session.conversation, run)

    @pytest.fixture
    def submission(self) -> SubmissionProxy:
        """The student's module, in its worker."""
        if self._session is None:
            raise RuntimeError("no check is running")
        return SubmissionProxy(self._session)

    @pytest.fixture
    def oracle(self) -> Oracle:
        """Draws recorded cases of the check's folder."""
        if self._session is None:
            raise RuntimeError("no check is running")
        self._oracles.append(self._open_oracle(self._running, self._ledger, self._session.note_draw))
        return self._oracles[-1]

    def _open_oracle(
        self, check: str, ledger: SeedLedger, on_draw: Callable[[str, int], None] = lambda _case, _seed: None
    ) -> Oracle:
        plan = self._plan_of(check)
        return Oracle(plan.folder.recordings, plan.id, ledger if plan.hidden else None, on_draw)

    @pytest.fixture
    def case(self, request: pytest.FixtureRequest, oracle: Oracle) -> Case:
        """The case that a check of `cases` is about."""
        return oracle(request.param)

    @pytest.fixture
    def rng(self) -> np.random.Generator:
        """Draws random numbers: in a hidden check from the run's seed, in a visible one always the same."""
        return draw_generator(self._seed_text(self._running))

    @pytest.fixture
    def expect(self) -> Expect:
        """Compares an answer with the right one."""
        return Expect(self.suite.tolerance, self._session)

    @pytest.fixture
    def judge(self, submission: SubmissionProxy, expect: Expect) -> Judge:
        """Judges one function by itself."""
        return Judge(submission, expect)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a suite that cannot even be read."""
        if report.failed:
            self.report_fault(Fault.SUITE, collection_problem(report))

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Plan every check."""
        for item in items:
            try:
                folder = next(one for one in self._folders if item.path.is_relative_to(one.path))
                self._plans[item.nodeid] = plan_check(item, folder, self.suite.parts)
            except CourseFault as fault:
                self.report_fault(Fault.SUITE, fault.message)
        self._collected = {self._plans[item.nodeid].id: item for item in items if item.nodeid in self._plans}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Do the work in the place of pytest's own loop."""
        # Every check asks for it a dozen times, and no plugin comes any more.
        session.gethookproxy = cache(session.gethookproxy)  # type: ignore[assignment, method-assign]  # see above
        gc.freeze()  # all that is there by now stays, so that nobody need look for rings in it
        self._work(self)
        return True

    def _seed_text(self, check: str) -> str:
        """Return what a check's random numbers are drawn from: a student sees the same ones every time."""
        return f"{self._seed if self._plan_of(check).hidden else 0}:{check}"

    def _plan_of(self, check: str) -> CheckPlan:
        return self._plans[self._collected[check].nodeid]


def _is_direct(error: BaseException) -> bool:
    """Tell whether the check itself called a function that is not written."""
    return isinstance(error, NotStarted) and error.called_directly


def _run_item(item: pytest.Item, following: pytest.Item | None) -> BaseException | None:
    """Run a check once, and return what it raised.

    These are the three phases of pytest's own protocol without its reports: formatting and distributing them
    is most of what a check costs. pytest offers no public way to run an item twice.
    """
    error: BaseException | None = None
    setups = item.session._setupstate  # noqa: SLF001  # see above
    item._initrequest()  # type: ignore[attr-defined]  # noqa: SLF001  # fixtures are set up anew, see above
    try:
        setups.teardown_exact(item)  # what was kept for a check that was not run after all
        item.ihook.pytest_runtest_setup(item=item)
        item.runtest()
    except KeyboardInterrupt:
        raise
    except BaseException as raised:  # noqa: BLE001  # skips and failures of pytest's are no Exceptions
        error = raised
    try:
        setups.teardown_exact(following)
    except BaseException as raised:  # noqa: BLE001  # as above
        error = error or raised
    return error


def with_verdict(check: Check, verdict: Verdict) -> Check:
    """Put down how a check ended."""
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
        explanation=verdict.explanation,
        untried=verdict.untried,
    )
