"""What is right stays right at every level: the solutions pass all of their checks, and the stubs none."""

import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from grader.course import load_course
from grader.grading.grade import suite_job
from grader.model.check import Outcome
from grader.model.isolation import Isolation
from grader.sandbox.forked_worker import ForkServer
from grader.suite.jobs import RunRequest, SubmissionJob
from grader.suite.runner import Runner
from tests.support.course_files import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="levels above L1 are Linux's")

Servers = Callable[..., ForkServer]

COURSE = load_course(ROOT)

every_level = pytest.mark.parametrize("level", list(Isolation))
every_assignment = pytest.mark.parametrize("name", [assignment.name for assignment in COURSE.assignments])


@dataclass(frozen=True, slots=True)
class Found:
    """What a run found: the level it ran at, what is wrong with the suite, and the outcomes by check."""

    level: str
    faults: list[str]
    outcomes: dict[str, Outcome]


def run_at(level: Isolation, name: str, *, solved: bool) -> Found:
    assignment = COURSE.assignment(name)
    assert assignment.files.solution is not None
    solution = assignment.files.solution.read_text("utf-8")
    source = solution if solved else assignment.files.stub.read_text("utf-8")
    request = RunRequest(suite=suite_job(assignment), submission=SubmissionJob(source=source, seed=7))
    with Runner(levels=[level.name]) as runner:
        run = runner.start(request).finish()
    return Found(run.isolation, list(map(str, run.faults)), {check.id: check.outcome for check in run.checks})


@pytest.mark.slow
@every_level
@every_assignment
def test_solution_passes_every_check(level: Isolation, name: str, servers: Servers) -> None:
    servers(level)  # skips what this machine cannot do
    found = run_at(level, name, solved=True)
    assert (found.level, found.faults) == (level.name, [])
    assert set(found.outcomes.values()) == {Outcome.PASSED}


@every_level
def test_stub_passes_no_check(level: Isolation, servers: Servers) -> None:
    servers(level)
    found = run_at(level, COURSE.assignments[0].name, solved=False)
    assert found.faults == []
    assert Outcome.PASSED not in found.outcomes.values()
