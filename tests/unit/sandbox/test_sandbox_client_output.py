"""What a submission prints, and what it reads."""

import pytest

from grader.model.limits import Limits
from grader.sandbox.faults import Raised
from tests.support.sandbox_talk import Start, fault_of, talk


def test_printed_text_is_kept_up_to_the_limit(start: Start) -> None:
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
    with talk(code, start, Limits(output_kb=1)) as call:
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


@pytest.mark.parametrize(
    "printed",
    ["Shy('text')", "'\\ud800'", "b'bytes'", "'x' * 10**7", "*range(10**5)"],
)
def test_hostile_printed_objects_do_no_harm(printed: str, start: Start) -> None:
    code = f"""
        class Shy(str):
            def __getitem__(self, key): raise RuntimeError
            def __len__(self): raise RuntimeError
        def f():
            print({printed}, flush=True)
            return 1
        """
    with talk(code, start, Limits(output_kb=1)) as call:
        assert call("f") == 1
        assert 0 < len(call.sandbox.output) <= 1000


def test_input_raises_an_explaining_error(start: Start) -> None:
    for line in ("input('x = ')", "import sys; sys.stdin.readline()"):
        fault = fault_of(f"def f():\n    {line}", start)
        assert isinstance(fault, Raised)
        assert fault.exception == "EOFError"
        assert "nobody can type an answer" in fault.message
        assert fault.frames[0] == (2, "f")
