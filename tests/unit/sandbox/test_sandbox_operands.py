"""What the failing expression was made of, as the worker tells it and the grader believes it."""

import numpy as np
import pytest

from grader.sandbox.faults import Operand, Raised
from tests.support.sandbox_talk import Start, fault_of, talk


def raised(code: str, start: Start, *args: object) -> Raised:
    fault = fault_of(code, start, None, *args)
    assert isinstance(fault, Raised)
    return fault


def test_failing_expression_has_names_kinds_and_shapes(start: Start) -> None:
    code = """
        def f(dz2, h):
            return {"b2": dz2.sum(axis=0), "W2": dz2 @ h, "n": 1}
        """
    fault = raised(code, start, np.ones((5, 3)), np.ones((5, 4)))

    assert fault.expression == "dz2 @ h"
    assert fault.operands == (
        Operand(name="dz2", kind="array of dtype float64", shape=(5, 3)),
        Operand(name="h", kind="array of dtype float64", shape=(5, 4)),
    )


def test_constant_keys_and_transposes_are_looked_up(start: Start) -> None:
    code = """
        import numpy as np
        def f(X, params):
            z = np.dot(X, params["W1"].T) + params["layers"][0]
            return z
        """
    params = {"W1": np.ones((3, 2)), "layers": [np.ones(7, dtype=np.int64)]}
    fault = raised(code, start, np.ones((5, 2)), params)

    assert fault.expression == 'np.dot(X, params["W1"].T) + params["layers"][0]'
    assert [(one.name, one.kind, one.shape) for one in fault.operands] == [
        ("X", "array of dtype float64", (5, 2)),
        ('params["W1"].T', "array of dtype float64", (2, 3)),
        ('params["layers"][0]', "array of dtype int64", (7,)),
    ]


def test_dict_without_the_key_lists_its_keys(start: Start) -> None:
    fault = raised('def f(params):\n    return params["W3"]', start, {"W1": 1, "b1": 2, "not a name": 3})

    assert fault.operands == (Operand(name="params", kind="dict", keys=("W1", "b1")),)


def test_in_place_assignment_is_an_expression(start: Start) -> None:
    fault = raised("def f(w):\n    w -= 0.5 * w\n", start, np.arange(3))

    assert fault.expression == "w -= 0.5 * w"
    assert fault.operands == (Operand(name="w", kind="array of dtype int64", shape=(3,)),)


def test_multiline_non_ascii_expression_is_found(start: Start) -> None:
    code = """
        def f(δ, h):
            é = "é"; return (δ
                @ h)
        """
    fault = raised(code, start, np.ones((5, 3)), np.ones((5, 4)))

    assert fault.expression.split() == ["δ", "@", "h"]
    assert [one.name for one in fault.operands] == ["δ", "h"]


def test_numpy_error_is_described_by_the_students_frame(start: Start) -> None:
    code = """
        import numpy as np
        def f(A):
            return np.linalg.inv(A)
        """
    fault = raised(code, start, np.ones((2, 3)))

    assert (fault.expression, fault.operands[0].shape) == ("np.linalg.inv(A)", (2, 3))


def test_lookup_runs_no_student_code(start: Start) -> None:
    code = """
        class Key(str):
            __hash__ = str.__hash__
            def __eq__(self, other):
                ran.append("eq")
                return True
        class Loud(dict):
            def __getitem__(self, key):
                ran.append("getitem")
            def get(self, *args):
                ran.append("get")
        class Value:
            def __getattr__(self, name):
                ran.append(name)
        ran = []
        def f(n):
            keyed, loud, value = {Key("W1"): 1}, Loud(), Value()
            return len(keyed["W1"], loud["W1"], value.T, value.data, ran.clear()) if n else ran
        """
    with talk(code, start) as call:
        with pytest.raises(Raised) as caught:
            call("f", 1)
        assert [one.name for one in caught.value.operands] == ["keyed", "loud", "value", "ran"]
        assert call("f", 0) == []


def test_comprehension_names_are_not_looked_up_in_the_frame(start: Start) -> None:
    fault = raised("def f(x, y):\n    return len([x for x in ['a']], y)", start, 1.0, 2.0)

    assert fault.expression == "len([x for x in ['a']], y)"
    assert [one.name for one in fault.operands] == ["y"]


def test_operands_and_their_names_are_bounded(start: Start) -> None:
    names = [f"a{number}" for number in range(12)]
    many = f"def f({', '.join(names)}):\n    return g({', '.join(names)})\ndef g(): pass"
    long = "def f(a):\n    return a['" + "k" * 70 + "'] + 'text'"

    assert len(raised(many, start, *range(12)).operands) == 8
    assert raised(long, start, {"k" * 70: 1}).operands == ()


def test_module_level_names_are_looked_up(start: Start) -> None:
    with talk("scale = None\nx = 2 * scale", start) as call, pytest.raises(Raised) as caught:
        call("f")
    assert caught.value.operands == (Operand(name="scale", kind="NoneType"),)


def test_code_outside_the_file_has_no_expression(start: Start) -> None:
    code = """
        def f(secret):
            exec(compile(f"secret_{secret} = 1\\nsecret_{secret} / 0", "<submission>", "exec"), {})
        """
    fault = raised(code, start, 1234)

    assert (fault.expression, fault.operands) == ("", ())
