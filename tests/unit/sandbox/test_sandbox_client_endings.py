"""How a worker can end, and what is left of it."""

import psutil
import pytest

from grader.model.limits import Limits
from grader.sandbox.client import Sandbox
from grader.sandbox.faults import BrokenConversation, Crashed, NoWorker
from grader.sandbox.process import WorkerProcess, spawn_worker
from tests.support.sandbox_talk import Start, fault_of, talk


@pytest.mark.parametrize(
    "body, message",
    [
        ("os._exit(7)", "exit status 7"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "SIGKILL"),
        ("os.kill(os.getpid(), signal.SIGSEGV)", "SIGSEGV"),
        ("os.abort()", "SIGABRT"),
        ("os.kill(os.getpid(), 40)", "ended by signal 40"),
        ("os._exit(0)", "exit status 0"),
    ],
)
def test_ending_of_a_forked_worker_is_described(body: str, message: str, start: Start) -> None:
    fault = fault_of(f"import os, signal\ndef f():\n    {body}", start)

    assert type(fault) is Crashed
    assert message in fault.message


class Unforeseen:
    """A worker of which nothing can be learnt: every question about it fails."""

    def __init__(self, worker: WorkerProcess) -> None:
        self.channel = worker.channel
        self._worker = worker

    def cpu_seconds(self) -> float:
        raise ArithmeticError

    def kill(self, grace: float = 0.0) -> str:
        self._worker.kill(grace)
        raise LookupError

    @property
    def fault(self) -> str:
        return ""


@pytest.mark.parametrize("body, fault", [("os._exit(1)", Crashed), ("time.sleep(60)", BrokenConversation)])
def test_unforeseen_error_costs_one_call(body: str, fault: type[Exception], start: Start) -> None:
    code = f"import os, time\ndef f():\n    {body}\ndef g(): return 1"
    with talk(code, lambda: Unforeseen(start())) as call:
        with pytest.raises(fault):
            call("f")
        assert call("g") == 1


def test_worker_that_cannot_start_is_no_crash() -> None:
    def fail() -> WorkerProcess:
        raise OSError("no processes left")

    with pytest.raises(NoWorker, match="no processes left"):
        Sandbox("x = 1", Limits(), fail).names()


def test_ending_of_a_spawned_worker_is_described() -> None:
    fault = fault_of("import os\ndef f():\n    os._exit(7)", spawn_worker)

    assert fault.message == "the process that ran the code ended with exit status 7"


def test_submission_is_loaded_again_after_a_crash(start: Start) -> None:
    code = """
        import os
        loaded = [1]
        def f():
            os._exit(1)
        def g():
            loaded.append(2)
            return loaded
        """
    with talk(code, start) as call:
        assert call("g") == [1, 2]
        epoch = call.sandbox.epoch
        with pytest.raises(Crashed):
            call("f")
        assert call.sandbox.epoch > epoch
        assert call("g") == [1, 2]


def test_closed_sandbox_leaves_no_process() -> None:
    before = set(psutil.Process().children(recursive=True))
    sandbox = Sandbox("x = 1", Limits())
    assert sandbox.names() == {"x": False}
    running = set(psutil.Process().children(recursive=True)) - before
    assert len(running) == 1

    assert sandbox.close() == ""
    assert sandbox.close() == ""

    assert not psutil.wait_procs(running, timeout=10)[1]
    assert sandbox.names() == {"x": False}  # a closed sandbox starts anew when it is used again
    sandbox.close()


def test_workers_leave_no_descriptor_open(start: Start) -> None:
    def crash() -> None:
        with talk("import os\ndef f(): os._exit(1)", start) as call:
            for _ in range(3):
                with pytest.raises(Crashed):
                    call("f")

    crash()
    before = psutil.Process().num_fds()
    crash()
    assert psutil.Process().num_fds() == before


@pytest.mark.parametrize("body", ["os._exit(3)", "while True: pass"])
def test_worker_that_cannot_forget_a_check_is_replaced_before_the_next(body: str, start: Start) -> None:
    code = f"""
        import os
        class Clinging:
            def __del__(self):
                {body}
        def cling(): return Clinging()
        def g(): return 1
        """
    with talk(code, start, Limits(cpu_seconds_per_call=0.2)) as call:
        call("cling")
        call.sandbox.reset()
        epoch = call.sandbox.epoch
        assert call("g") == 1
        assert call.sandbox.epoch == epoch  # nothing of this check was lost


@pytest.mark.parametrize("deed", ["1 / 0", "sys.exit()"])
def test_worker_that_fails_to_forget_a_check_is_replaced(deed: str, start: Start) -> None:
    code = f"""
        import os, sys
        def f(): sys.modules["grader.sandbox.worker"].Worker._forget = lambda self: {deed}
        def g(): return os.getpid()
        """
    with talk(code, start) as call:
        before = call("g")
        call("f")
        call.sandbox.reset()
        assert call("g") != before
