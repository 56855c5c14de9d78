"""How long a submission may wait is bounded by what the solution needs."""

from collections.abc import Callable
from pathlib import Path

import pytest

from grader.course import load_course
from grader.grading.grade import suite_job
from grader.model.limits import Limits
from grader.sandbox.client import Sandbox
from grader.sandbox.deadline import ClockBudget
from grader.sandbox.faults import TimedOut
from grader.sandbox.forked_worker import ForkServer
from grader.suite.jobs import SuiteFolder
from grader.suite.patience import patience_with, read_patience_key, write_needed_seconds
from grader.suite.session import Session
from tests.support.course_files import ROOT

COURSE = load_course(ROOT)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "visible"


def patience(*folders: Path, **limits: float) -> float | None:
    return patience_with([SuiteFolder(path=str(one), hidden=False) for one in folders], Limits(**limits))  # type: ignore[arg-type]  # numbers of seconds


def test_patience_is_several_times_what_the_solution_needed(folder: Path, tmp_path: Path) -> None:
    write_needed_seconds(folder, "key", 0.5)
    assert read_patience_key(folder) == "key"
    assert patience(folder) == 14.0
    write_needed_seconds(tmp_path / "hidden", "key", 1.0)
    assert patience(folder, tmp_path / "hidden") == 18.0


def test_patience_is_thirty_seconds_at_most_unless_the_manifest_says_more(folder: Path) -> None:
    write_needed_seconds(folder, "key", 20.0)
    assert patience(folder) == 30.0
    assert patience(folder, wall_seconds_total=10.0) == 10.0
    assert patience(folder, wall_seconds_total=90.0) is None, "the manifest has the last word"


@pytest.mark.parametrize(
    "text", ["", "nonsense", "[]", '{"seconds": 1}', '{"key": "a", "seconds": "b"}', "\xff"]
)
def test_damaged_record_is_taken_for_none(text: str, folder: Path) -> None:
    assert patience(folder) is None
    path = write_needed_seconds(folder, "key", 0.5)
    path.write_text(text, encoding="latin-1")
    assert patience(folder) is None
    assert read_patience_key(folder) == ""


@pytest.mark.parametrize("name", [one.name for one in COURSE.assignments])
def test_course_has_recorded_what_its_solutions_need(name: str) -> None:
    known = suite_job(COURSE.assignment(name)).patience
    assert known is not None, "run `grade record`"
    assert known < 20.0


class Clock:
    """A submission of which is known what it takes."""

    def __init__(self, patience: float | None, **limits: float) -> None:
        self.budget = ClockBudget(Limits(**limits), patience)  # type: ignore[arg-type]  # numbers of seconds
        self.computed = 0.0
        self.asked = 0

    def pass_time(self, seconds: float, computing: float = 0.0) -> None:
        for _ in range(round(seconds * 20)):
            self.budget.spend(0.05)
            self.computed += 0.05 * computing
            self.budget.check(self._cpu_seconds)

    def _cpu_seconds(self) -> float:
        self.asked += 1
        return self.computed


def test_waiting_ends_with_the_patience() -> None:
    clock = Clock(6.0)
    clock.pass_time(5.5)
    with pytest.raises(TimedOut, match="waited for 6 s without computing"):
        clock.pass_time(1.0)


def test_computing_is_not_waiting_even_where_others_compute_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.sandbox.deadline.is_machine_busy", lambda: True)
    clock = Clock(6.0)
    clock.pass_time(25.0, computing=0.15)
    assert clock.asked < 40, "the CPU time is asked for only where it can matter"
    with pytest.raises(TimedOut, match="without computing"):
        clock.pass_time(20.0)


def test_all_time_together_ends_where_the_machine_is_not_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    busy = False
    monkeypatch.setattr("grader.sandbox.deadline.is_machine_busy", lambda: busy)
    with pytest.raises(TimedOut, match="may take by the clock"):
        Clock(6.0).pass_time(31.0, computing=1.0)
    Clock(6.0, cpu_seconds_total=60.0).pass_time(55.0, computing=1.0)
    busy = True
    Clock(6.0).pass_time(60.0, computing=0.5)
    with pytest.raises(TimedOut, match="may take by the clock"):
        Clock(6.0).pass_time(150.0, computing=0.5)


@pytest.mark.parametrize("at_import", [True, False], ids=["import", "calls"])
def test_sleeper_costs_no_more_than_the_patience(at_import: bool, l1_server: ForkServer) -> None:  # noqa: FBT001  # a case
    code = "import time\ndef f(x): time.sleep(0.3)\n" + ("time.sleep(60)\n" if at_import else "")
    tried = 0

    def start() -> object:
        nonlocal tried
        tried += 1
        return l1_server.start()

    starts: Callable[..., object] = start
    session = Session(Sandbox(code, Limits(), starts, patience=1.0), {})  # type: ignore[arg-type]  # counts them
    failures = []
    for number in range(30):
        try:
            session.resolve("f")(number)
        except TimedOut as fault:
            failures.append(str(fault))
    session.close()
    assert len(failures) >= 25
    assert all("without computing" in one or "took too long" in one for one in failures)
    assert tried <= 4


def test_functions_that_wait_leave_time_for_the_others(l1_server: ForkServer) -> None:
    waiting = [f"f{number}" for number in range(6)]
    code = "import time\ndef right(): return 1\n" + "".join(
        f"def {name}(): time.sleep(60)\n" for name in waiting
    )
    session = Session(Sandbox(code, Limits(), l1_server.start, patience=3.0), {})
    for name in waiting:
        with pytest.raises(TimedOut):
            session.resolve(name)()
    assert session.resolve("right")() == 1
    session.close()


def test_call_waits_for_less_the_longer_others_have_waited() -> None:
    clock = Clock(12.0)
    granted = []
    for _ in range(8):
        granted.append(clock.budget.idle_seconds(lambda: 0.0))
        clock.pass_time(granted[-1] / 2)
    assert granted == sorted(granted, reverse=True)
    assert granted[0] == 4.0
    assert granted[-1] < 2.0
    assert clock.budget.idle_seconds(lambda: 5.0) == 4.0, "whoever computes has not waited"


def test_call_waits_for_half_as_long_after_each_that_was_ended_for_it() -> None:
    clock = Clock(30.0)
    granted = []
    for _ in range(6):
        granted.append(clock.budget.idle_seconds(lambda: 0.0))
        clock.budget.note_idle_call()
    assert granted == [4.0, 2.0, 1.0, 0.5, 0.25, 0.25]


def test_functions_that_sleep_are_given_up_sooner_one_after_the_other(l1_server: ForkServer) -> None:
    code = "import time\n" + "".join(f"def f{number}(): time.sleep(60)\n" for number in range(4))
    sandbox = Sandbox(code, Limits(cpu_seconds_per_call=0.1), l1_server.start)
    session = Session(sandbox, {})
    for number in range(4):
        with pytest.raises(TimedOut, match="waited without computing"):
            session.resolve(f"f{number}")()
    session.close()
    assert sandbox.clock_seconds < 2 * sandbox.limits.idle_seconds_per_call + 2.0


@pytest.mark.parametrize(
    "start",
    ["", "import time; time.sleep(0.2)\n", "print('no function yet')\nundefined\n"],
    ids=["at once", "slowly", "in part"],
)
def test_submission_that_loaded_once_can_be_loaded_whatever_it_waits_for(
    start: str, l1_server: ForkServer
) -> None:
    code = "import time\ndef f(x): time.sleep(60)\ndef g(x): time.sleep(60)\n" + start
    sandbox = Sandbox(code, Limits(), l1_server.start, patience=0.6)
    session = Session(sandbox, {})
    for name in ("f", "g"):
        for number in range(3):
            with pytest.raises(TimedOut):
                session.resolve(name)(number)
    assert session.load_fault is None
    session.close()


def test_submission_that_never_loads_cannot_be_loaded(l1_server: ForkServer) -> None:
    session = Session(Sandbox("import time\ntime.sleep(60)\n", Limits(), l1_server.start, patience=0.4), {})
    with pytest.raises(TimedOut):
        session.resolve("f")
    assert "without computing" in str(session.load_fault)
    session.close()
