"""Values that cannot be handed over, and objects that raise on everything."""

import numpy as np
import pytest

from grader.sandbox.faults import Raised
from grader.wire.codec import CodecError, Reference
from tests.support.sandbox_talk import Start, fault_of, talk


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
def test_unsendable_result_has_a_reason(result: str, message: str, start: Start) -> None:
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


def test_object_that_always_raises_crosses_as_a_reference(start: Start) -> None:
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
def test_exception_that_always_raises_is_described(
    raised: str, exception: str, message: str, start: Start
) -> None:
    fault = fault_of(f"{HOSTILE_OBJECTS}\ndef f():\n    raise {raised}", start)

    assert isinstance(fault, Raised)
    assert (fault.exception, fault.message) == (exception, message)
    assert [function for _, function in fault.frames][:1] == ["f"]


def test_unsendable_suite_value_is_no_student_fault(start: Start) -> None:
    with talk("def f(x): return 1", start) as call:
        with pytest.raises(CodecError):
            call("f", np.zeros(1 << 23))
        assert call("f", 1) == 1


@pytest.mark.parametrize("kind", ["[value]", "(value,)", "{'k': value}", "Own([value])"])
@pytest.mark.parametrize("body", ["return value", "return g(value)"])
def test_deep_result_is_a_student_fault(kind: str, body: str, start: Start) -> None:
    code = f"""
        class Own(list):
            def __iter__(self): return iter([])
        def f(g, depth):
            value = 1
            for _ in range(depth):
                value = {kind}
            {body}
        """
    with talk(code, start) as call:
        assert call("f", lambda value: value, 200) is not None
        with pytest.raises(Raised, match="nested more than 256 deep"):
            call("f", lambda value: value, 300)
