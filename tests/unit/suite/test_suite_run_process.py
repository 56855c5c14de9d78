"""The process that runs a suite: its surroundings, what it prints and how it ends."""

from pathlib import Path

import pytest

from grader.model.check import Fault, Outcome
from grader.suite.runner import Runner
from tests.support.shared_runner import run_suite
from tests.support.small_suites import SmallSuite, write


def test_nothing_of_the_machine_or_the_course_changes_how_a_suite_runs(
    small_suite: SmallSuite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTEST_ADDOPTS", "--no-such-option")
    monkeypatch.setenv("PYTEST_PLUGINS", "no_such_plugin")
    course = small_suite.root.parent
    write(course / "pyproject.toml", "[tool.pytest.ini_options]\naddopts = ['--no-such-option']\n")
    write(course / "pytest.ini", "[pytest]\naddopts = --no-such-option\n")
    write(course / "conftest.py", "raise RuntimeError('of the course')\n")
    write(small_suite.root / "pytest.ini", "[pytest]\npython_files = nothing_*.py\n")
    for name in ("pytest", "numpy", "random"):
        write(course / f"{name}.py", "raise RuntimeError('of the course')\n")
        write(small_suite.root / "visible" / f"{name}.py", "raise RuntimeError('of the suite')\n")
    monkeypatch.chdir(course)
    small_suite.visible(
        """
        @pytest.mark.part("one")
        def test_one(submission, expect):
            expect(submission.f(), 1)
        """
    )

    run = small_suite.run("def f(): return 1")

    assert [check.outcome for check in run.checks] == [Outcome.PASSED]
    assert run.faults == ()


def test_a_suite_may_be_named_by_a_path_from_here(
    small_suite: SmallSuite, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_suite.visible("@pytest.mark.part('one')\ndef test_one(submission): submission.f()")
    monkeypatch.chdir(small_suite.root.parent)
    with Runner() as runner:  # one that starts in the folder of now
        run = runner.start(SmallSuite(Path(small_suite.root.name)).job("def f(): return 1")).finish()

    assert [check.outcome for check in run.checks] == [Outcome.PASSED]
    assert run.faults == ()


def test_a_suite_that_prints_changes_nothing_of_what_is_found(small_suite: SmallSuite) -> None:
    small_suite.visible(
        """
        import os, sys
        print('{"end": {}}')
        @pytest.mark.part("one")
        def test_one(submission, expect):
            print('{"check": {}}', flush=True)
            os.write(1, b'{"check": {}}\\n' * 10000)
            sys.stderr.write("anything\\n" * 10000)
            expect(submission.f(), 1)
        """
    )
    write(small_suite.root / "conftest.py", "print('from a conftest')\n")
    run = small_suite.run("def f(): return 1")

    assert [check.outcome for check in run.checks] == [Outcome.PASSED]
    assert run.faults == ()


def test_a_runner_that_ends_in_the_middle_leaves_the_rest_to_the_grader(small_suite: SmallSuite) -> None:
    small_suite.visible("@pytest.mark.part('one')\ndef test_one(submission): submission.f()")
    small_suite.hidden(
        """
        import os, stat
        pytestmark = pytest.mark.part("two")
        @pytest.mark.parametrize("number", range(3))
        def test_end(number):
            for descriptor in range(3, 100):
                try:
                    if stat.S_ISFIFO(os.fstat(descriptor).st_mode):
                        os.write(descriptor, b'{"check": {"id": ')
                except OSError:
                    pass
            os.kill(os.getpid(), 9)
        """
    )
    run = small_suite.run("def f(): return 1")

    assert [check.outcome for check in run.checks] == [Outcome.PASSED, *[Outcome.PENDING] * 3]
    assert {check.fault for check in run.checks[1:]} == {Fault.GRADER}
    assert [str(fault) for fault in run.faults] == ["the process that runs the suite ended by signal SIGKILL"]
    assert run.isolation == ""


def test_a_runner_that_cannot_begin_says_so(tmp_path: Path) -> None:
    suite = SmallSuite(tmp_path)
    (tmp_path / "visible").mkdir()
    run = run_suite(suite.job("def f(): return 1"))

    assert run.checks == ()
    assert len(run.faults) == 1


def test_a_runner_that_is_left_is_gone(small_suite: SmallSuite) -> None:
    small_suite.visible("import time\n@pytest.mark.part('one')\ndef test_one(submission): time.sleep(600)")
    with Runner() as runner:
        runner.start(small_suite.job("def f(): return 1"))
        _, process = runner._processes[()]  # noqa: SLF001  # that it ends is what is tested
    assert process.poll() is not None
