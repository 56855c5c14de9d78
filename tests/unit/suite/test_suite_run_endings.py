"""Submissions whose process ends in ways that nobody expects: they lose their checks and no others."""

import pytest

from grader.model.check import Outcome
from grader.suite.results import SuiteRun
from tests.support.small_suites import SmallSuite

SUITE = """
pytestmark = pytest.mark.part("one")

def test_right(submission, expect):
    expect(submission.right(), 1)

def test_strange(submission):
    submission.strange()

def test_right_again(submission, expect):
    expect(submission.right(), 1)
"""


def run_of(small_suite: SmallSuite, strange: str) -> SuiteRun:
    small_suite.visible(SUITE)
    code = f"import os, sys\ndef right(): return 1\ndef strange():\n    {strange}\n"
    return small_suite.run(code, "def right(): return 1\ndef strange(): return 1")


def test_a_signal_without_a_name_costs_one_check(small_suite: SmallSuite) -> None:
    run = run_of(small_suite, "os.kill(os.getpid(), 40)")

    assert [check.outcome for check in run.checks] == [Outcome.PASSED, Outcome.CRASHED, Outcome.PASSED]
    assert run.faults == ()


@pytest.mark.parametrize(
    "step, deed",
    [
        ("_reset", "os.kill(os.getpid(), 40)"),
        ("_reset", "os._exit(0)"),
        ("_reset", "self._channel.send(b'')"),
        ("_reset", "sys.exit()"),
        ("_reset", "None"),
        ("_forget", "sys.exit()"),
        ("_forget", "1 / 0"),
    ],
)
def test_a_worker_that_will_not_be_reset_costs_no_check(
    step: str, deed: str, small_suite: SmallSuite
) -> None:
    worker = "sys.modules['grader.sandbox.worker'].Worker"
    run = run_of(small_suite, f"{worker}.{step} = lambda self: {deed}")

    assert [check.outcome for check in run.checks] == [Outcome.PASSED] * 3
    assert run.faults == ()


def test_a_channel_that_is_told_not_to_wait_costs_no_check(small_suite: SmallSuite) -> None:
    small_suite.visible(SUITE)
    right = "def right(): return 1\ndef strange(): return 1\n"
    told = "import os\nfrom contextlib import suppress\nfor one in range(3, 64):\n"
    told += "    with suppress(OSError): os.set_blocking(one, False)\n"
    run = small_suite.run(told + right, right)

    assert [check.outcome for check in run.checks] == [Outcome.PASSED] * 3
    assert run.faults == ()
