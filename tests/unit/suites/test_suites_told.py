"""Sentences that were once untrue or beside the point, and what a student reads in their place today."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import dedent
from typing import Final

import pytest

from tests.support.student_reading import read_by_student
from tests.unit.suites.breaking import mistaken, solution

GRAPHS: Final = "scalar-graphs"
MODEL: Final = "quadratic-model"
MLP: Final = "two-layer-mlp"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A program, and what its student reads.

    Attributes:
        name: The assignment.
        part: The part that is graded.
        edits: What is wrong: edits of the solution, or text put behind it.
        says: What stands in the report, in this order.
        never: What does not.
        brief: Whether the report is the short one.
    """

    name: str
    part: str
    edits: Sequence[tuple[str, str]] | str
    says: Sequence[str]
    never: Sequence[str] = ()
    brief: bool = True


NEVER: Final = ("<submission>", "(visible", "Traceback (most recent call last)\n  File", "None:", "``")
"""What stands in no report, whatever is wrong."""

_VALUE = "return _computed(max(self.data, 0.0), (self, 1.0 if self.data > 0 else 0.0))"
_UNPACKED = ("u, y = factory_forward(x, w, v)", "y, u = factory_forward(x, w, v)")

TOLD: Final[dict[str, Told]] = {
    "a relu that gives truth values is no constant offset": Told(
        name=MLP,
        part="activations",
        edits=[("return np.maximum(z, 0.0)", "return z > 0")],
        says=["Values of an activation, to nine digits (relu)", "ReLU gives 1 where it is open, not z."],
        never=["same amount", "off by"],
    ),
    "a sigmoid that gives truth values": Told(
        name=MLP,
        part="activations",
        edits=[("return np.exp(-np.logaddexp(0.0, np.negative(z)))", "return np.negative(z) < 0")],
        says=["Values of an activation, to nine digits (sigmoid)", "came 1, expected"],
        never=["same amount", "off by"],
    ),
    "the documented default None is no missing return": Told(
        name=MLP,
        part="training",
        edits=[("range(0, len(X), size)", "range(0, len(X), batch_size)")],
        says=["A parameter with the default None is None where it is left out.", "`batch_size` is None."],
        never=["is a `return` missing"],
    ),
    "the default None in arithmetic": Told(
        name=MLP,
        part="training",
        edits=[("X[start : start + size]", "X[start : start + batch_size]")],
        says=["`batch_size` has this default."],
        never=["is a `return` missing"],
    ),
    "w for u is no factor of 2": Told(
        name=GRAPHS,
        part="factory",
        edits=[('"v": second["w"]', '"v": dy * w')],
        says=["Gradients of every number in the factory", "v came 12, expected 24"],
        never=["right but for", "divided by 2", "comes out"],
    ),
    "a variance that is zero has no gradient to follow": Told(
        name=MODEL,
        part="loss",
        edits=[("float(np.mean(residual**2))", "float(np.var(residual))")],
        says=["The variance of the residuals is taken", "came 0, expected 16"],
        never=["ollow the gradient", "zero throughout"],
    ),
    "a renamed key is asked about": Told(
        name=MODEL,
        part="backward",
        edits=[('"y_hat": y_hat, "r": r, "loss"', '"yhat": y_hat, "r": r, "loss"')],
        says=["values has no key 'y_hat', but 'yhat': is that its name?", "quadratic_model.py"],
    ),
    "keys with a d": Told(
        name=MLP,
        part="backward",
        edits=[('"W1": dz1.T @ X,', '"dW1": dz1.T @ X,'), ('"b1": dz1.sum', '"db1": dz1.sum')],
        says=["has no key 'W1', but 'dW1': is that its name?"],
    ),
    "keys in small letters": Told(
        name=MLP,
        part="forward",
        edits=[('return {"z1": z1, "h": h,', 'return {"Z1": z1, "H": h,')],
        says=["has no key 'z1', but 'Z1': is that its name?", "has no key 'h', but 'H': is that its name?"],
    ),
    "an operator is shown as it was written, with its own line": Told(
        name=GRAPHS,
        part="engine",
        edits=[("(self, exponent * self.data ** (exponent - 1))", "(self, exponent * self.data**exponent)")],
        says=["y = x ** 3 * c; y.backward()", "in Value.__pow__"],
        never=["in Value.backward"],
    ),
    "a number on the left": Told(
        name=GRAPHS,
        part="engine",
        edits=[("return _as_value(other) - self", "return self - other")],
        says=["y = (3 - x) * c", "in Value.__rsub__"],
        never=["in Value.backward"],
    ),
    "a quotient": Told(
        name=GRAPHS,
        part="engine",
        edits=[("(other, -quotient / other.data)", "(other, quotient / other.data + 1)")],
        says=["y = a / b * c; y.backward()", "in Value.__truediv__"],
        never=["in Value.backward"],
    ),
    "the branch that was taken": Told(
        name=MLP,
        part="activations",
        edits=[("return 1 - a**2", "return 1 + a**2")],
        says=[
            "Derivative of an activation, to nine digits (tanh)",
            "look at two_layer_mlp.py:113 in activate_grad",
        ],
    ),
    "another branch": Told(
        name=MLP,
        part="loss",
        edits=[("return out - y\n", "return out + y\n")],
        says=["Derivative of a loss", "look at two_layer_mlp.py:213 in loss_grad"],
    ),
    "exp and log are two failures, each with its own advice": Told(
        name=GRAPHS,
        part="engine",
        edits=[
            ("(self, result))\n        # END SOLUTION\n\n    def log", "(self, self.data))\n\n    def log"),
            ("(self, 1 / self.data)", "(self, self.data)"),
        ],
        says=[
            "x.exp()",
            "The derivative of the exponential is taken to be its input.",
            "x.log()",
            "The logarithm multiplies the gradient by its input",
        ],
        brief=False,
    ),
    "an mse over samples is no cross-entropy": Told(
        name=MLP,
        part="loss",
        edits=[
            ("return float(np.mean((out - y) ** 2))", "return float(np.sum((out - y) ** 2) / len(out))"),
            ("return float(-np.mean(_log_softmax", "return float(-np.sum(_log_softmax"),
        ],
        says=[
            "Value of a loss, to nine digits (mse)",
            "The value of mse is divided by the number of samples only",
            "loss, 3 checks: Value of a loss, to nine digits (cross_entropy)",
        ],
    ),
    "precedence in a power stands beside three others": Told(
        name=GRAPHS,
        part="engine",
        edits=[
            ("(self, exponent * self.data ** (exponent - 1))", "(self, exponent * self.data**exponent - 1)"),
            ("return _as_value(other) - self", "return self - _as_value(other)"),
            ("(self, 1 / self.data)", "(self, self.data)"),
            ("(other, -quotient / other.data)", "(other, quotient / other.data)"),
        ],
        says=["x ** 3 * c", "the 1 is taken off the power, not off the exponent", "in Value.__pow__"],
        brief=False,
    ),
    "what prints is placed in the student's file": Told(
        name=MLP,
        part="activations",
        edits=[("return np.exp(-np.logaddexp(0.0, np.negative(z)))", "return 1 / (1 + np.exp(-z))")],
        says=[
            "there was a warning: RuntimeWarning: overflow encountered in exp",
            "| two_layer_mlp.py:76: RuntimeWarning",
        ],
        brief=False,
    ),
    "a traceback that is printed": Told(
        name=MODEL,
        part="loss",
        edits=[
            (
                "    residual = np.asarray(y_hat",
                (
                    "    import traceback\n    try:\n        1 / 0\n    except ZeroDivisionError:\n"
                    "        traceback.print_exc()\n    residual = 2 * np.asarray(y_hat"
                ),
            )
        ],
        says=["printed", "quadratic_model.py:60, in loss"],
        brief=False,
    ),
    "a helper of another form is right for its own file": Told(
        name=GRAPHS,
        part="factory",
        edits=[("    y = v * u\n    return u, y\n", "    y = v * u\n    return y, u\n"), _UNPACKED],
        says=["`factory_forward` returns y before u."],
        never=["factory_backward", "Gradients of every number"],
    ),
    "a helper that was replaced is named": Told(
        name=GRAPHS,
        part="affine",
        edits=[
            ("    y_hat = z + b\n", "    y_hat = z + b + 1\n"),
            ("    dy_hat = dr\n    dz, db", "    dy_hat = 3 * dr\n    dz, db"),
        ],
        says=["Here your `affine_forward` was taken as right", "run `grade --part affine`"],
        brief=False,
    ),
    "a forgotten number is no missing operator": Told(
        name=GRAPHS,
        part="engine",
        edits=[
            (
                "        return _computed(result, (self, 1 - result**2))\n",
                (
                    "        out = _computed(result)\n        out.inputs = ((self, 1 - out**2),)\n"
                    "        return out\n"
                ),
            )
        ],
        says=["The derivative of `tanh` is computed with values, where their numbers are due."],
        never=["__rsub__"],
    ),
    "a value in a value gets a reason": Told(
        name=GRAPHS,
        part="engine",
        edits=[("return operand if isinstance(operand, Value) else Value(operand)", "return Value(operand)")],
        says=["An operand is made a value even where it is one already."],
    ),
    "relu with another threshold gets a reason": Told(
        name=GRAPHS,
        part="engine",
        edits=[
            (
                _VALUE,
                _VALUE.replace("max(self.data, 0.0)", "self.data * (self.data > 0.5)").replace(
                    "> 0 ", "> 0.5 "
                ),
            )
        ],
        says=["relu opens at another number than 0."],
    ),
    **{
        f"a logarithm of p + {small} gets a reason": Told(
            name=MLP,
            part="loss",
            edits=[
                (
                    "-np.mean(_log_softmax(out)[np.arange(len(y)), y])",
                    f"-np.mean(np.log(np.exp(_log_softmax(out))[np.arange(len(y)), y] + {small}))",
                )
            ],
            says=["A small number is added inside the logarithm."],
        )
        for small in ("1e-7", "1e-9", "1e-12")
    },
}


def _program(told: Told) -> str:
    source = solution(told.name)
    if isinstance(told.edits, str):
        return source + told.edits
    for old, new in told.edits:
        assert source.count(old) == 1, old
        source = source.replace(old, new)
    return source


@pytest.mark.parametrize("what", TOLD)
def test_student_reads_what_is_true(what: str) -> None:
    told = TOLD[what]
    text = " ".join(read_by_student(told.name, _program(told), told.part, brief=told.brief).split())
    place = 0
    for words in told.says:
        assert words in text[place:]
        place = text.index(words, place) + len(words)
    assert not [words for words in (*told.never, *NEVER) if words in text]


@pytest.mark.parametrize("method", ["sigmoid", "tanh"])
def test_method_that_was_outdented_is_told_once(method: str) -> None:
    source = solution(GRAPHS)
    begin = source.index(f"    def {method}(self)")
    end = source.index("\n    def ", begin)
    moved = f"{source[:begin].rstrip()}\n\n{source[end:]}\n\n\n{dedent(source[begin:end])}\n"
    text = read_by_student(GRAPHS, moved, "engine")
    assert text.count(f"Value.{method}`, but there is a function `{method}` outside its methods") == 1
    assert f"{method}." not in text


def test_certain_cause_of_public_engines_is_no_guess_beside_another_mistake() -> None:
    both = mistaken(GRAPHS, "number-minus-value-reversed", "recursion-by-edge")
    text = read_by_student(GRAPHS, both, "engine")
    assert "`backward` calls itself for each operand as soon as that operand has received its share." in text
    assert "This is a guess" not in text
