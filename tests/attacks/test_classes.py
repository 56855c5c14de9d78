"""What is known of others in a class gains an attack nothing: it gets what it gets alone."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from grader.grading.grade import suite_job
from grader.model.check import Outcome
from grader.suite.forking import can_fork
from grader.suite.jobs import RunRequest, SubmissionJob
from grader.suite.runner import Runner, RunningSuite
from tests.attacks.harness.arena import Arena
from tests.attacks.harness.attack import Attack, load_attacks
from tests.attacks.harness.course import SOLUTION
from tests.attacks.harness.world import World

pytestmark = pytest.mark.skipif(not can_fork(), reason="a suite is warm only where processes can fork")

SEED = 1
AIMED_AT_POINTS = [
    attack
    for attack in load_attacks()
    if attack.id.partition("/")[0] in ("cheat", "forge") and attack.make is None and attack.via != "reading"
]


class Class:
    """A world whose course is graded for many at once."""

    def __init__(self, world: World, runner: Runner) -> None:
        (assignment,) = world.course.assignments
        self._world = world
        self._job = suite_job(assignment)
        self._runner = runner
        self._suite = runner.open_suite(self._job, SEED)
        while not self._suite.is_collected(1.0):
            pass

    def together(self, source: str) -> dict[str, Outcome]:
        return _outcomes(self._suite.start(SubmissionJob(source=source, seed=SEED)))

    def alone(self, source: str) -> dict[str, Outcome]:
        submission = SubmissionJob(source=source, seed=SEED)
        return _outcomes(self._runner.start(RunRequest(suite=self._job, submission=submission)))

    def source(self, attack: Attack) -> str:
        self._world.reset()
        return self._world.fill(attack.source)


def _outcomes(running: RunningSuite) -> dict[str, Outcome]:
    with closing(running):
        return {check.id: check.outcome for check in running.finish().checks}


@pytest.fixture(scope="module")
def graded(arena: Arena) -> Iterator[Class]:
    with Runner() as runner:
        group = Class(arena.world, runner)
        right = group.together(f"{SOLUTION}\n# somebody else's\n")
        assert set(right.values()) == {Outcome.PASSED}
        yield group


@pytest.mark.parametrize("attack", AIMED_AT_POINTS, ids=lambda attack: attack.id)
def test_attack_gets_in_a_class_what_it_gets_alone(attack: Attack, graded: Class) -> None:
    source = graded.source(attack)
    alone = graded.alone(source)
    assert graded.together(source) == alone
    assert graded.together(f"{source}\n# once more\n") == alone, "nor from what it has left there itself"
