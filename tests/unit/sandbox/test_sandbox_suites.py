"""What is right stays right at every level: the solutions pass all of their checks, and the stubs none."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from grader.course import load_course
from grader.model.check import Outcome
from grader.model.isolation import Isolation
from grader.model.limits import Limits
from grader.sandbox.forked_worker import ForkServer
from grader.suite.jobs import Job, SuiteFolder
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
    job = Job(
        folders=(
            SuiteFolder(path=str(assignment.visible), hidden=False),
            SuiteFolder(path=str(assignment.hidden), hidden=True),
        ),
        parts=tuple(part.name for part in assignment.parts),
        source=solution if solved else assignment.files.stub.read_text("utf-8"),
        solution=solution,
        seed=7,
        rtol=assignment.tolerances.rtol,
        atol=assignment.tolerances.atol,
        limits=Limits(),
    )
    finished = subprocess.run(
        [sys.executable, "-P", "-m", "grader.suite.runner_main", level.name],
        input=job.to_json(),
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=120,
    )
    lines = [json.loads(line) for line in finished.stdout.splitlines()]
    checks = [line["check"] for line in lines if "check" in line]
    end = lines[-1]["end"]
    return Found(
        end["isolation"], end["faults"], {check["id"]: Outcome(check["outcome"]) for check in checks}
    )


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
