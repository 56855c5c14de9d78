"""Ctrl-C during a class run."""

import signal
import weakref

import pytest

from grader.cohort.interruption import Interruption


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
