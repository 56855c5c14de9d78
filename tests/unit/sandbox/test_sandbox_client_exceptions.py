"""What a student's code raises, as the grader's side of a worker tells it."""

import pytest

from grader.sandbox.faults import Crashed, NotDefined, NotStarted, Raised
from grader.sandbox.process import WorkerProcess
from tests.support.sandbox_talk import Start, fault_of, talk


def test_exception_arrives_as_data_with_student_frames(start: Start) -> None:
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


def test_endless_recursion_keeps_few_frames(start: Start) -> None:
    fault = fault_of("def f(n=0):\n    return f(n + 1)", start)

    assert isinstance(fault, Raised)
    assert fault.exception == "RecursionError"
    assert fault.frames == [(2, "f")] * 12


@pytest.mark.parametrize(
    "code, exception, line",
    [
        ("x = 1\ndef f(:\n    pass", "SyntaxError", 2),
        ("def f():\npass", "IndentationError", 2),
        ("import numpy\nimport numpy.no_such_module", "ModuleNotFoundError", 2),
        ("from numpy import gradient_descent", "ImportError", 1),
        ("x = 1\n\nassert x == 2, 'two'", "AssertionError", 3),
        ("import sys\nsys.exit(3)", "SystemExit", 2),
        ("raise KeyboardInterrupt", "KeyboardInterrupt", 1),
        ("raise NotImplementedError", "NotImplementedError", 1),
        ("x = 'a\0b'", "SyntaxError", None),
    ],
)
def test_load_failure_has_reason_and_line(code: str, exception: str, line: int | None, start: Start) -> None:
    fault = fault_of(code, start)

    assert isinstance(fault, Raised)
    # Python 3.11 reports a null byte as a ValueError.
    assert fault.exception == exception or (line is None and fault.exception == "ValueError")
    if line is not None:
        assert fault.frames[-1] == (line, "<module>")


def test_failed_load_is_not_repeated(start: Start) -> None:
    started = []

    def counted() -> WorkerProcess:
        started.append(start())
        return started[-1]

    with talk("import os; os._exit(3)", counted) as call:
        for _ in range(3):
            with pytest.raises(Crashed, match="exit status 3"):
                call("f")

    assert len(started) == 1


def test_syntax_error_raised_by_student_code_is_reported(start: Start) -> None:
    code = """
        def f():
            error = SyntaxError("made up")
            error.filename, error.lineno = "<submission>", "three"
            raise error
        """
    fault = fault_of(code, start)

    assert isinstance(fault, Raised)
    assert fault.frames == [(5, "f"), (1, "<module>")]


def test_stub_called_directly_differs_from_one_called_inside(start: Start) -> None:
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


def test_wrong_signature_names_the_parameters(start: Start) -> None:
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


def test_undefined_name_is_missing(start: Start) -> None:
    with talk("x = 1\n_hidden = 2\ndef f(): pass", start) as call:
        assert call.sandbox.names() == {"x": False, "f": True}
        with pytest.raises(NotDefined):
            call("g")


def test_attribute_error_of_student_code_is_not_missing(start: Start) -> None:
    code = 'import functools\nf = functools.partial(getattr, 1, "no_such_name")'
    fault = fault_of(code, start)

    assert isinstance(fault, Raised)
    assert (fault.exception, fault.frames) == ("AttributeError", [])
