"""A job may insist on a level of isolation; a machine that has less says so and grades nothing."""

from dataclasses import replace

import pytest

from grader.errors import UsageError
from grader.model.assignment import Tolerance
from grader.model.isolation import Isolation
from grader.model.limits import Limits
from grader.suite.jobs import RunRequest, SubmissionJob, SuiteFolder, SuiteJob
from grader.suite.runner import Runner
from tests.support.course_files import ROOT

SOURCE = (ROOT / "solutions/quadratic_model.py").read_text(encoding="utf-8")
REQUEST = RunRequest(
    suite=SuiteJob(
        folders=(SuiteFolder(path=str(ROOT / "tests/suites/quadratic-model/visible"), hidden=False),),
        parts=("forward", "loss", "backward", "training"),
        solution=SOURCE,
        tolerance=Tolerance(),
        limits=Limits(),
    ),
    submission=SubmissionJob(source=SOURCE, seed=1),
)


def test_below_the_level_that_is_asked_for_nothing_is_graded_and_the_reason_is_given() -> None:
    with Runner(levels=["L1"]) as runner:
        run = runner.start(replace(REQUEST, suite=replace(REQUEST.suite, isolation=Isolation.L3)))
        with pytest.raises(UsageError, match="L3"):
            run.finish()


def test_at_the_level_that_is_asked_for_the_run_says_which_level_held() -> None:
    with Runner(levels=["L1"]) as runner:
        assert runner.start(REQUEST).finish().isolation == "L1"


def test_suite_that_is_collected_for_many_is_refused_below_its_level_as_well() -> None:
    with Runner(levels=["L1"]) as runner:
        suite = runner.open_suite(replace(REQUEST.suite, isolation=Isolation.L3))
        with pytest.raises(UsageError, match="L3"):
            suite.is_collected(timeout=60)
