"""How a call can end, as the grader's side of a worker tells it."""

import math
from collections.abc import Callable

import numpy as np
import psutil
import pytest

from grader.sandbox.client import Sandbox
from grader.sandbox.faults import (
    Crashed,
    Missing,
    NotStarted,
    OutOfMemory,
    Raised,
    StudentFault,
    TimedOut,
    WallClock,
)
from grader.sandbox.forked import ForkServer
from grader.sandbox.levels import Level
from grader.sandbox.limits import MAX_FRAME_BYTES, WorkerLimits
from grader.sandbox.process import WorkerProcess, start_worker
from grader.wire.codec import CodecError, Reference
from tests.support.sandbox_talk import Brisk, talk

Start = Callable[[], WorkerProcess]
Servers = Callable[..., ForkServer]

QUICK = WorkerLimits(cpu_seconds_per_call=0.2, cpu_seconds_total=5)


@pytest.fixture
def start(servers: Servers) -> Start:
    """Start a plain worker from a warm parent."""
    return servers(Level.L1).start


def fault_of(code: str, start: Start, limits: WorkerLimits | None = None, *args: object) -> StudentFault:
    """Call `f` of a submission, which fails."""
    with talk(code, start, limits) as call, pytest.raises(StudentFault) as caught:
        call("f", *args)
    return caught.value


def test_an_exception_comes_back_as_data_with_the_students_own_frames(start: Start) -> None:
    code = """
        def inner(x):
            return 1 / x


        def f(x):
            return inner(x - 1)
        """
    fault = fault_of(code, start, None, 1)

    assert type(fault) is Raised
    assert (fault.exception, fault.message) == ("ZeroDivisionError", "division by zero")
    assert fault.frames == [(7, "f"), (3, "inner")]


def test_frames_inside_numpy_are_left_out(start: Start) -> None:
    code = """
        import numpy as np
        def f():
            return np.apply_along_axis(lambda row: np.linalg.inv(row), 0, np.ones((2, 2)))
        """
    fault = fault_of(code, start)

    assert isinstance(fault, Raised)
    assert fault.exception == "LinAlgError"
    assert fault.frames == [(4, "f"), (4, "f.<lambda>")]


def test_methods_and_nested_functions_are_named_in_full(start: Start) -> None:
    code = """
        class Value:
            def go(self):
                def deeper():
                    raise KeyError("b")
                deeper()
        def f():
            Value().go()
        """
    assert fault_of(code, start).frames == [(8, "f"), (6, "Value.go"), (5, "Value.go.deeper")]


def test_endless_recursion_is_told_in_a_few_frames(start: Start) -> None:
    fault = fault_of("def f(n=0):\n    return f(n + 1)", start)

    assert isinstance(fault, Raised)
    assert fault.exception == "RecursionError"
    assert fault.frames == [(2, "f")] * 12


@pytest.mark.parametrize(
    "code, exception, line",
    [
        ("x = 1\ndef f(:\n    pass", "SyntaxError", 2),
        ("def f():\npass", "IndentationError", 2),
        ("import numpy\nimport no_such_module", "ModuleNotFoundError", 2),
        ("from numpy import gradient_descent", "ImportError", 1),
        ("x = 1\n\nassert x == 2, 'two'", "AssertionError", 3),
        ("import sys\nsys.exit(3)", "SystemExit", 2),
        ("raise KeyboardInterrupt", "KeyboardInterrupt", 1),
        ("raise NotImplementedError", "NotImplementedError", 1),
        ("x = 'a\0b'", "SyntaxError", None),
    ],
)
def test_a_submission_that_does_not_load_says_why_and_where(
    code: str, exception: str, line: int | None, start: Start
) -> None:
    fault = fault_of(code, start)

    assert isinstance(fault, Raised)
    # Python 3.11 reports a null byte as a ValueError.
    assert fault.exception == exception or (line is None and fault.exception == "ValueError")
    if line is not None:
        assert fault.frames[-1] == (line, "<module>")


def test_a_submission_that_does_not_load_is_not_tried_again(start: Start) -> None:
    started = []

    def counted() -> WorkerProcess:
        started.append(start())
        return started[-1]

    with talk("import os; os._exit(3)", counted) as call:
        for _ in range(3):
            with pytest.raises(Crashed, match="exit status 3"):
                call("f")

    assert len(started) == 1


@pytest.mark.parametrize(
    "body, message",
    [
        ("os._exit(7)", "exit status 7"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "SIGKILL"),
        ("os.kill(os.getpid(), signal.SIGSEGV)", "SIGSEGV"),
        ("os.abort()", "SIGABRT"),
        ("os._exit(0)", "exit status 0"),
    ],
)
def test_a_worker_that_ends_is_told_by_how_it_ended(body: str, message: str, start: Start) -> None:
    fault = fault_of(f"import os, signal\ndef f():\n    {body}", start)

    assert type(fault) is Crashed
    assert message in fault.message


def test_a_fresh_worker_that_ends_is_told_by_how_it_ended() -> None:
    fault = fault_of("import os\ndef f():\n    os._exit(7)", start_worker)

    assert fault.message == "the process that ran the code ended with exit status 7"


def test_a_new_worker_loads_the_submission_again_after_one_died(start: Start) -> None:
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
def test_asking_for_too_much_memory_is_told_as_that(body: str, start: Start) -> None:
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


def test_memory_filled_bit_by_bit_is_told_as_that(start: Start) -> None:
    code = """
        def f():
            kept = []
            while True:
                kept.append(bytearray(1 << 24))
        """
    fault = fault_of(code, start, WorkerLimits(memory_bytes=400_000_000))

    assert type(fault) is OutOfMemory


def test_a_call_that_overruns_its_cpu_time_is_ended(start: Start) -> None:
    with talk("def f():\n    while True: pass\ndef g(): return 1", start, QUICK) as call:
        with pytest.raises(TimedOut, match=r"more than 0.2 s of CPU time"):
            call("f")
        assert call("g") == 1


def test_an_import_that_overruns_its_cpu_time_ends_the_submission(start: Start) -> None:
    with talk("while True: pass", start, QUICK) as call:
        for _ in range(2):
            with pytest.raises(TimedOut):
                call("f")


def test_a_call_that_goes_on_calling_back_overruns_too(start: Start) -> None:
    code = """
        def f(step):
            while True:
                step(1.0)
        """
    with talk(code, start, QUICK) as call, pytest.raises(TimedOut):
        call("f", lambda x: x)


def test_a_lent_callable_that_takes_its_time_is_not_the_students_cpu_time(start: Start) -> None:
    def slow(x: float) -> float:
        while math.fmod(psutil.Process().cpu_times().user, 1000) - began < 0.5:
            pass
        return x

    began = psutil.Process().cpu_times().user
    with talk("def f(g):\n    return g(2.0)", start, QUICK) as call:
        assert call("f", slow) == 2.0


def test_all_calls_together_have_a_budget_of_cpu_time(start: Start) -> None:
    code = """
        import time
        def f(seconds):
            end = time.process_time() + seconds
            while time.process_time() < end:
                pass
            return "done"
        """
    limits = WorkerLimits(cpu_seconds_per_call=0.4, cpu_seconds_total=0.9)
    with talk(code, start, limits) as call:
        for _ in range(4):
            assert call("f", 0.2) == "done"
        with pytest.raises(TimedOut, match=r"used up its 0.9 s"):
            [call("f", 0.2) for _ in range(4)]


def test_calls_that_were_ended_count_towards_the_budget(start: Start) -> None:
    limits = WorkerLimits(cpu_seconds_per_call=0.2, cpu_seconds_total=0.5)
    with talk("def f():\n    while True: pass", start, limits) as call:
        messages = []
        for _ in range(5):
            with pytest.raises(TimedOut) as caught:
                call("f")
            messages.append(str(caught.value))
    assert messages[0] == "the call took more than 0.2 s of CPU time"
    assert messages[-1] == "the submission has used up its 0.5 s of CPU time"


def test_waiting_without_working_is_nobodys_fault_yet(start: Start) -> None:
    with talk("import time\ndef f(): time.sleep(600)\ndef g(): return 1", start, Brisk()) as call:
        with pytest.raises(WallClock, match=r"no answer within 0.5 s"):
            call("f")
        assert call("g") == 1


def test_a_worker_that_takes_no_message_is_a_matter_of_the_clock(start: Start) -> None:
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


# A submission that finds the socket it is served through and speaks for itself.
LIAR = """
import gc, os, socket, struct
def is_open(sock):
    try:
        return os.fstat(sock.fileno()) is not None
    except OSError:
        return False
sock = next(thing for thing in gc.get_objects() if type(thing) is socket.socket and is_open(thing))
def say(frame, length=None):
    sock.settimeout(None)
    sock.sendall(struct.pack(">I", len(frame) if length is None else length) + frame)
"""


def lie(start: Start, body: str, limits: WorkerLimits | None = None) -> StudentFault:
    code = f"{LIAR}\nfrom grader.wire.codec import encode, Reference, Lent\ndef f():\n    {body}\n"
    with talk(code + "def g():\n    return 1\n", start, limits) as call:
        with pytest.raises(StudentFault) as caught:
            call("f")
        assert call("g") == 1
    return caught.value


@pytest.mark.parametrize(
    "body",
    [
        "say(b'garbage')",
        "say(b'')",
        "say(b'', 0xffffffff)",
        f"say(b'', {MAX_FRAME_BYTES + 1})",
        "say(b'\\x90' * (1 << 21))",
        "say(encode([1, 2]))",
        "say(encode(None))",
        "say(encode({}))",
        "say(encode({'value': 1}))",
        "say(encode({'value': 1, 'changed': 5}))",
        "say(encode({'value': 1, 'changed': [5]}))",
        "say(encode({'changed': []}))",
        "say(encode({'error': 'text'}))",
        "say(encode({'error': None}))",
        "say(encode({'error': {}}))",
        "say(encode({'error': {'type': 'E', 'message': 'm', 'frames': 5}}))",
        "say(encode({'error': {'type': 'E', 'message': 'm', 'frames': [5]}}))",
        "say(encode({'error': {'type': 'E', 'message': 'm', 'frames': [(1, 5)]}}))",
        "say(encode({'error': {'type': 'E', 'message': 'm', 'frames': [(10 ** 5000, 'f')]}}))",
        "say(encode({'error': {'type': 'E', 'message': 'm', 'frames': [(-1, 'f')]}}))",
        "say(encode({'error': {'type': 5, 'message': 'm', 'frames': []}}))",
        "say(encode({'error': {'type': 'E', 'message': b'm', 'frames': []}}))",
        "say(encode({'call': 0, 'args': (), 'kwargs': {}}))",
        "say(encode({'call': -1, 'args': (), 'kwargs': {}}))",
        "say(encode({'call': 'x', 'args': (), 'kwargs': {}}))",
        "say(encode({'call': Reference(1, 'a')}))",
    ],
)
def test_a_worker_that_sends_what_is_no_reply_is_replaced(body: str, start: Start) -> None:
    fault = lie(start, body)

    assert type(fault) is Crashed
    assert "sent something that is no reply" in fault.message
    assert len(fault.message) < 400


def test_a_worker_that_lies_about_an_error_is_cut_short(start: Start) -> None:
    error = "{'type': 'E' * 9**6, 'message': 'm' * 9**6, 'frames': [(1, 'f' * 9**5)] * 99}"
    fault = fault_of(
        f"{LIAR}\nfrom grader.wire.codec import encode\ndef f():\n    say(encode({{'error': {error}}}))",
        start,
    )

    assert isinstance(fault, Raised)
    assert len(fault.exception) == 200
    assert len(fault.message) == 2000
    assert fault.frames == [(1, "f" * 200)] * 12


def test_a_worker_that_announces_a_frame_and_stays_silent_runs_into_the_clock(start: Start) -> None:
    code = f"{LIAR}\ndef f():\n    say(b'', 1000)\n    import time; time.sleep(600)"
    with talk(code, start, Brisk()) as call, pytest.raises(WallClock):
        call("f")


def test_names_of_the_wrong_kind_are_no_reply(start: Start) -> None:
    for names in ("[]", "{'f': None}", "{5: True}"):
        code = f"{LIAR}\nfrom grader.wire.codec import encode\nsay(encode({{'names': {names}}}))\nos._exit(0)"
        with talk(code, start) as call, pytest.raises(Crashed, match="names that are no names"):
            call.sandbox.names()


def test_printed_text_is_kept_up_to_the_limit_of_a_check(start: Start) -> None:
    code = """
        def f(text):
            print(text)
            return 1
        def g():
            print("before it failed")
            raise ValueError
        def h():
            print("before its result")
            circle = []
            circle.append(circle)
            return circle
        """
    with talk(code, start, WorkerLimits(output_bytes=1000)) as call:
        call("f", "one")
        call("f", "two")
        assert call.sandbox.output == "one\ntwo\n"
        for function in ("g", "h"):
            with pytest.raises(Raised):
                call(function)
        assert call.sandbox.output == "one\ntwo\nbefore it failed\nbefore its result\n"
        for _ in range(5):
            call("f", "x" * 700)
        assert len(call.sandbox.output) == 1000
        call.sandbox.reset()
        assert call.sandbox.output == ""


def test_a_worker_that_lies_about_its_output_is_cut_short(start: Start) -> None:
    code = f"""{LIAR}
from grader.wire.codec import encode
def f(output):
    say(encode({{"value": 1, "changed": [], "output": output}}))
    while True: pass
"""
    for output in ("x" * 10**6, 5, None, ["x"]):
        with talk(code, start, WorkerLimits(output_bytes=50)) as call:
            assert call("f", output) == 1
            assert call.sandbox.output == ("x" * 50 if isinstance(output, str) else "")


@pytest.mark.parametrize(
    "printed",
    ["Shy('text')", "'\\ud800'", "b'bytes'", "'x' * 10**7", "*range(10**5)"],
)
def test_whatever_is_printed_does_no_harm(printed: str, start: Start) -> None:
    code = f"""
        class Shy(str):
            def __getitem__(self, key): raise RuntimeError
            def __len__(self): raise RuntimeError
        def f():
            print({printed}, flush=True)
            return 1
        """
    with talk(code, start, WorkerLimits(output_bytes=100)) as call:
        assert call("f") == 1
        assert 0 < len(call.sandbox.output) <= 100


def test_asking_for_input_says_that_nobody_can_type(start: Start) -> None:
    for line in ("input('x = ')", "import sys; sys.stdin.readline()"):
        fault = fault_of(f"def f():\n    {line}", start)
        assert isinstance(fault, Raised)
        assert fault.exception == "EOFError"
        assert "nobody can type an answer" in fault.message
        assert fault.frames[0] == (2, "f")


@pytest.mark.parametrize(
    "result, message",
    [
        ("deep()", "nested too deeply, or holds itself"),
        ("circle()", "nested too deeply, or holds itself"),
        ("256 ** 5000", "an integer of more than 4096 bytes"),
        ("np.zeros(1 << 23)", "it takes 671"),
        ("[[0] * 1000] * 300", "more than 262144 values"),
    ],
)
def test_a_result_that_cannot_be_handed_over_says_why(result: str, message: str, start: Start) -> None:
    code = f"""
        import numpy as np
        def deep():
            value = ()
            for _ in range(3000):
                value = (value,)
            return value
        def circle():
            value = {{}}
            value["self"] = [value]
            return value
        def f():
            return {result}
        """
    fault = fault_of(code, start)

    assert isinstance(fault, Raised)
    assert fault.exception == "ValueError"
    assert fault.message.startswith("the value cannot be handed over: ")
    assert message in fault.message


HOSTILE_OBJECTS = """
class Loud(type):
    def __getattribute__(cls, name): raise RuntimeError(name)
    def __instancecheck__(cls, other): raise RuntimeError
    def __subclasscheck__(cls, other): raise RuntimeError
    def __hash__(cls): raise RuntimeError
    def __eq__(cls, other): raise RuntimeError
class Raises(metaclass=Loud):
    def __getattribute__(self, name): raise RuntimeError(name)
    def __repr__(self): raise RuntimeError
    def __bool__(self): raise RuntimeError
    def __eq__(self, other): raise RuntimeError
    def __hash__(self): raise RuntimeError
    def __len__(self): raise RuntimeError
    def __array__(self, *args): raise RuntimeError
    def __reduce_ex__(self, *args): raise RuntimeError
class Silent(Exception):
    def __str__(self): raise SystemExit
    def __getattribute__(self, name): raise RuntimeError(name)
    __traceback__ = property(lambda self: 1 / 0)
    __class__ = property(lambda self: 1 / 0)
class Sly(type):
    def __hash__(cls): raise RuntimeError
    def __eq__(cls, other): raise RuntimeError
class Stubborn(Exception, metaclass=Sly):
    pass
class Odd(Exception):
    def __str__(self):
        class Text(str):
            def __getitem__(self, key): return object()
        return Text("odd")
thing = Raises()
globals()[5] = "a name that is no string"
"""


def test_an_object_that_raises_on_everything_is_spoken_of_like_any_other(start: Start) -> None:
    with talk(f"{HOSTILE_OBJECTS}\ndef f(): return [thing, 1.5]", start) as call:
        result = call("f")

    assert isinstance(result[0], Reference)
    assert result[0].type_name == "Raises"
    assert result[1] == 1.5


@pytest.mark.parametrize(
    "raised, exception, message",
    [
        ("Silent", "Silent", ""),
        ("Stubborn()", "Stubborn", ""),
        ("Odd", "Odd", "odd"),
        ("Odd()", "Odd", "odd"),
    ],
)
def test_an_exception_that_raises_on_everything_is_told_all_the_same(
    raised: str, exception: str, message: str, start: Start
) -> None:
    fault = fault_of(f"{HOSTILE_OBJECTS}\ndef f():\n    raise {raised}", start)

    assert isinstance(fault, Raised)
    assert (fault.exception, fault.message) == (exception, message)
    assert [function for _, function in fault.frames][:1] == ["f"]


def test_a_syntax_error_of_the_students_own_making_is_told(start: Start) -> None:
    code = """
        def f():
            error = SyntaxError("made up")
            error.filename, error.lineno = "<submission>", "three"
            raise error
        """
    fault = fault_of(code, start)

    assert isinstance(fault, Raised)
    assert fault.frames == [(5, "f"), (1, "<module>")]


def test_a_stub_is_not_started_and_one_it_needs_is_told_apart(start: Start) -> None:
    code = """
        def f():
            raise NotImplementedError
        def g():
            return f()
        class Value:
            def __init__(self):
                raise NotImplementedError("write me")
        """
    with talk(code, start) as call:
        for name, function, directly in (
            ("f", "f", True),
            ("g", "f", False),
            ("Value", "Value.__init__", True),
        ):
            with pytest.raises(NotStarted) as caught:
                call(name)
            assert (caught.value.function, caught.value.called_directly) == (function, directly)


def test_a_call_with_other_arguments_than_the_function_takes_names_its_parameters(start: Start) -> None:
    code = "def f(a, b, *, scale=1.0):\n    return undefined(a)"
    with talk(code, start) as call:
        for args, kwargs in (((1,), {}), ((1, 2, 3), {}), ((1,), {"c": 2})):
            with pytest.raises(Raised) as caught:
                call("f", *args, **kwargs)
            assert caught.value.exception == "TypeError"
            assert "it is defined with the parameters (a, b, *, scale=1.0)" in caught.value.message
            assert caught.value.frames == []
        with pytest.raises(Raised, match="undefined"):
            call("f", 1, 2)


def test_a_name_that_is_not_defined_is_missing(start: Start) -> None:
    with talk("x = 1\n_hidden = 2\ndef f(): pass", start) as call:
        assert call.sandbox.names() == {"x": False, "f": True}
        with pytest.raises(Missing):
            call("g")


def test_a_value_of_the_suites_that_cannot_be_sent_is_not_blamed_on_the_student(start: Start) -> None:
    with talk("def f(x): return 1", start) as call:
        with pytest.raises(CodecError):
            call("f", np.zeros(1 << 23))
        assert call("f", 1) == 1


def test_nothing_runs_after_the_sandbox_is_closed() -> None:
    before = set(psutil.Process().children(recursive=True))
    sandbox = Sandbox("x = 1", WorkerLimits())
    assert sandbox.names() == {"x": False}
    running = set(psutil.Process().children(recursive=True)) - before
    assert len(running) == 1

    assert sandbox.close() == ""
    assert sandbox.close() == ""

    assert not psutil.wait_procs(running, timeout=10)[1]
    assert sandbox.names() == {"x": False}  # a closed sandbox starts anew when it is used again
    sandbox.close()


def test_no_descriptor_is_left_open_by_worker_after_worker(start: Start) -> None:
    def crash() -> None:
        with talk("import os\ndef f(): os._exit(1)", start) as call:
            for _ in range(3):
                with pytest.raises(Crashed):
                    call("f")

    crash()
    before = psutil.Process().num_fds()
    crash()
    assert psutil.Process().num_fds() == before
