"""What a worker is believed in, that calls have left their arguments alone, decides few points.

No process can prove what it has not done, so a submission that patches its worker is not found out. What it
can gain is what hangs on the word of the worker: the points that are lost where it says that everything was
changed.
"""

import sys
from collections.abc import Callable
from typing import Final

import pytest

from grader.grading.grade import suite_job
from grader.model.check import Outcome
from grader.model.isolation import Isolation
from grader.suite.jobs import RunRequest, SubmissionJob
from grader.suite.runner import Runner
from tests.attacks.harness.arena import Arena
from tests.attacks.harness.judged_run import judge
from tests.support.small_suites import SmallSuite
from tests.unit.suites.breaking import assignment, solution

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="levels above L1 are Linux's")

_NAMES: Final = (
    "scalar-graphs",
    "quadratic-model",
    "two-layer-mlp",
    "gradient-checking",
    "optimizers",
    "deep-networks",
)
_MOST_POINTS: Final = 12

_LIE: Final = '\nimport sys\nsys.modules["grader.sandbox.worker"].changed_paths = lambda *_: {}\n'
_SUITE: Final = """
pytestmark = pytest.mark.part("one")
def test_value(submission, expect): expect(submission.f(np.zeros(3)), np.ones(3))
def test_unchanged(submission):
    submission.f(np.zeros(3))
    assert not submission.changed_arguments
"""
_CHANGES: Final = "def f(x):\n    x += 1\n    return x\n"

Note = Callable[[str, tuple[str, ...]], None]


@pytest.mark.parametrize("level", [Isolation.L3, Isolation.L4])
@pytest.mark.parametrize("name", _NAMES)
def test_word_of_the_worker_decides_few_points(
    name: str, level: Isolation, arena: Arena, record_property: Note
) -> None:
    if problem := arena.problem(level):
        pytest.skip(problem)
    source = solution(name) + _LIE.format('["x"]')
    with Runner(levels=[level.name]) as runner:
        request = RunRequest(
            suite=suite_job(assignment(name)), submission=SubmissionJob(source=source, seed=3)
        )
        run = runner.start(request).finish()
    lost = 0.0
    for part in assignment(name).parts_by_checks:
        mine = [check for check in run.checks if check.part == part.name]
        failed = sum(check.outcome is not Outcome.PASSED for check in mine)
        lost += float(part.points) * failed / len(mine)
    record_property("attack", ("marks", f"lie_about_arguments of {name}", level.name, f"{lost:.1f} points"))
    assert run.faults == ()
    assert lost <= _MOST_POINTS


@pytest.mark.parametrize("lie", ["", _LIE.format("[]")], ids=["honest", "lying"])
def test_lie_about_arguments_succeeds_where_a_check_hangs_on_it(
    lie: str, arena: Arena, tmp_path_factory: pytest.TempPathFactory, record_property: Note
) -> None:
    suite = SmallSuite(tmp_path_factory.mktemp("suite"))
    suite.visible(_SUITE)
    judged = judge(suite, _CHANGES + lie, "def f(x): return x + 1\n", arena.starter(Isolation.L3))
    assert judged.checks["test_value"].outcome is Outcome.PASSED
    believed = judged.checks["test_unchanged"].outcome is Outcome.PASSED
    if lie:
        shown = "live" if believed else "NOT LIVE"
        record_property("attack", ("marks", "lie_about_arguments", "without", shown))
    assert believed == bool(lie)
