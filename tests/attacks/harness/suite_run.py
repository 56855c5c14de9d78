"""Grade an attack as a submission, from reading to report."""

import os

from grader.grading import Target, grade
from grader.model.isolation import Isolation
from grader.reports.registry import RenderOptions, render_report
from grader.suite.runner import Runner
from tests.attacks.harness.attack import Attack
from tests.attacks.harness.trial import Trial, judge_world
from tests.attacks.harness.watch import descendants
from tests.attacks.harness.world import World

__all__ = ["run_suite"]


def run_suite(attack: Attack, world: World, level: Isolation) -> Trial:
    """Grade an attack as a submission at a level; the verdict is its points."""
    world.reset()
    known = descendants(os.getpid())
    (assignment,) = world.course.assignments
    target = Target(assignment=assignment, path=world.hand_in(attack), name="submission.py")
    with Runner(levels=[level.name]) as runner:
        report = grade(world.course, [target], seed=1, runner=runner)
    (graded,) = report.assignments
    points = sum(part.points for part in graded.parts)
    trial = Trial(f"{float(points):g} points", message=f"{graded.fault}{graded.unusable}")
    shown = (render_report("json", report), render_report("terminal", report, RenderOptions(width=200)))
    trial.note("secret", world.found_in(text.encode("utf-8", "replace") for text in shown))
    judge_world(trial, world, known)
    return trial
