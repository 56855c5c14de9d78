"""Calls that ask for too much memory or too much time."""

import math

import numpy as np
import psutil
import pytest

from grader.model.limits import Limits
from grader.sandbox.faults import OutOfMemory, TimedOut, WallClock
from tests.support.sandbox_talk import Brisk, Patient, Start, fault_of, talk

QUICK = Patient(cpu_seconds_per_call=0.2, cpu_seconds_total=5, wall_seconds_total=300)


@pytest.mark.parametrize(
    "body",
    [
        "bytearray(1 << 40)",
        "np.zeros((1 << 20, 1 << 20))",
        "[0] * (1 << 40)",
        "raise MemoryError",
        "raise Full",
    ],
)
def test_large_allocation_is_out_of_memory(body: str, start: Start) -> None:
    code = f"""
        import numpy as np
        class Full(MemoryError):
            pass
        def f():
            {body}
        """
    fault = fault_of(code, start)

    assert type(fault) is OutOfMemory
    assert fault.frames == [(6, "f")]


def test_gradual_allocation_is_out_of_memory(start: Start) -> None:
    code = """
        def f():
            kept = []
            while True:
                kept.append(bytearray(1 << 24))
        """
    fault = fault_of(code, start, Limits(memory_mb=400))

    assert type(fault) is OutOfMemory


def test_call_over_its_cpu_time_times_out(start: Start) -> None:
    with talk("def f():\n    while True: pass\ndef g(): return 1", start, QUICK) as call:
        with pytest.raises(TimedOut, match=r"more than 0.2 s of CPU time"):
            call("f")
        assert call("g") == 1


def test_import_over_its_cpu_time_times_out(start: Start) -> None:
    with talk("while True: pass", start, QUICK) as call:
        for _ in range(2):
            with pytest.raises(TimedOut):
                call("f")


def test_endless_callbacks_time_out(start: Start) -> None:
    code = """
        def f(step):
            while True:
                step(1.0)
        """
    with talk(code, start, QUICK) as call, pytest.raises(TimedOut):
        call("f", lambda x: x)


def test_slow_lent_callable_costs_no_cpu_time(start: Start) -> None:
    def slow(x: float) -> float:
        while math.fmod(psutil.Process().cpu_times().user, 1000) - began < 0.5:
            pass
        return x

    began = psutil.Process().cpu_times().user
    with talk("def f(g):\n    return g(2.0)", start, QUICK) as call:
        assert call("f", slow) == 2.0


def test_cpu_budget_covers_all_calls(start: Start) -> None:
    code = """
        import time
        def f(seconds):
            end = time.process_time() + seconds
            while time.process_time() < end:
                pass
            return "done"
        """
    limits = Patient(cpu_seconds_per_call=0.4, cpu_seconds_total=0.9, wall_seconds_total=300)
    with talk(code, start, limits) as call:
        for _ in range(4):
            assert call("f", 0.2) == "done"
        with pytest.raises(TimedOut, match=r"used up its 0.9 s"):
            [call("f", 0.2) for _ in range(4)]


def test_ended_calls_count_towards_the_budget(start: Start) -> None:
    limits = Patient(cpu_seconds_per_call=0.2, cpu_seconds_total=0.5, wall_seconds_total=300)
    with talk("def f():\n    while True: pass", start, limits) as call:
        messages = []
        for _ in range(5):
            with pytest.raises(TimedOut) as caught:
                call("f")
            messages.append(str(caught.value))
    assert messages[0].startswith("the call took more than 0.2 s of CPU time: this is an endless loop, or ")
    assert messages[-1] == "the submission has used up its 0.5 s of CPU time"


def test_idle_waiting_ends_by_the_clock(start: Start) -> None:
    with talk("import time\ndef f(): time.sleep(600)\ndef g(): return 1", start, Brisk()) as call:
        with pytest.raises(WallClock, match=r"no answer within 0.5 s"):
            call("f")
        assert call("g") == 1


def test_unread_message_ends_by_the_clock(start: Start) -> None:
    code = """
        import os, signal, threading
        def f():
            threading.Timer(0.05, lambda: os.kill(os.getpid(), signal.SIGSTOP)).start()
        def g(x):
            return 1
        """
    with talk(code, start, Brisk()) as call:
        call("f")
        with pytest.raises(WallClock):
            [call("g", np.zeros(1 << 20)) for _ in range(50)]
        assert call("g", 1) == 1
