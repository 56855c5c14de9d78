"""Ctrl-C at any moment, and during a class run."""

import signal
import subprocess
import sys
import time
import weakref
from pathlib import Path
from typing import NoReturn

import pytest

from grader.cli import main as main_module
from grader.errors import UsageError
from grader.interruption import STATUS, Interruption, PromptEnding
from tests.support.documents import ROOT


def press_ctrl_c() -> None:
    signal.raise_signal(signal.SIGINT)


def test_ctrl_c_stops_at_the_next_check_and_not_before() -> None:
    with Interruption() as interruption:
        interruption.check()
        press_ctrl_c()
        with pytest.raises(KeyboardInterrupt):
            interruption.check()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_ctrl_c_where_python_forgets_exceptions_stops_all_the_same() -> None:
    class Gone:
        pass

    gone = Gone()
    callback = weakref.ref(gone, lambda _: press_ctrl_c())
    with Interruption() as interruption:
        del gone
        assert callback() is None
        with pytest.raises(KeyboardInterrupt):
            interruption.check()


def test_second_ctrl_c_stops_at_once() -> None:
    with Interruption():
        press_ctrl_c()
        with pytest.raises(KeyboardInterrupt):
            press_ctrl_c()


def test_handler_of_somebody_else_is_left_alone() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with Interruption() as interruption:
            press_ctrl_c()
            interruption.check()
            assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


SWALLOWED = """
import signal, time, weakref
from grader.interruption import PromptEnding

class Value:
    pass

with PromptEnding():
    value = Value()
    watch = weakref.ref(value, lambda _: signal.raise_signal(signal.SIGINT))
    del value
    time.sleep(60)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no timer that sends a signal")
def test_ctrl_c_that_is_swallowed_ends_the_process_all_the_same() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SWALLOWED], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == STATUS
    assert "ignored" in done.stderr


def test_ctrl_c_that_is_heard_is_not_heard_again() -> None:
    with PromptEnding() as ending:
        with pytest.raises(KeyboardInterrupt):
            press_ctrl_c()
        assert ending.came
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert signal.getsignal(signal.SIGALRM) is signal.SIG_DFL


def test_class_run_notes_what_the_command_would_raise() -> None:
    with PromptEnding() as ending, Interruption() as interruption:
        press_ctrl_c()
        with pytest.raises(KeyboardInterrupt):
            interruption.check()
        assert not ending.came


def test_ctrl_c_that_is_taken_for_an_error_is_none(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def read(**_: object) -> NoReturn:
        try:
            press_ctrl_c()
        except KeyboardInterrupt:
            raise UsageError("files.solution: expected a path", "Correct it.") from None
        pytest.fail("nothing came")

    monkeypatch.setattr(main_module.app, "main", read)
    with pytest.raises(SystemExit) as ended:
        main_module.main()
    assert ended.value.code == STATUS
    assert capsys.readouterr() == ("", "")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
@pytest.mark.parametrize("seconds", [0.1, 0.2, 0.3, 0.4, 0.6, 0.9])
def test_ctrl_c_ends_grading_at_any_moment(tmp_path: Path, seconds: float) -> None:
    path = tmp_path / "quadratic_model.py"
    path.write_text("while True:\n    pass\n", encoding="utf-8")
    command = [sys.executable, "-m", "grader", str(path)]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        time.sleep(seconds)
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=60)
    # Python itself ends by the signal where the exception came through code that it was compiling.
    assert process.returncode in (STATUS, -signal.SIGINT)
    assert out == ""
