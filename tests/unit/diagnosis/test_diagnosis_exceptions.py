"""Exceptions that real code raises in a real worker, in the words of the course."""

import re
import textwrap
from collections.abc import Iterator

import pytest

from grader.diagnosis.exceptions import RULES, explain_exception
from grader.model.check import Explanation
from grader.sandbox.faults import Operand, Raised
from grader.sandbox.process import spawn_worker
from tests.support.raising_arrays import ARRAY_CASES
from tests.support.raising_python import PYTHON_CASES
from tests.support.sandbox_talk import Talk, talk

PRELUDE = """
import math
import numpy as np
A53, A54, A34 = (np.arange(1.0, 1 + n * m).reshape(n, m) for n, m in ((5, 3), (5, 4), (3, 4)))
V5, V3 = np.arange(5.0), np.arange(3.0)
class Value:
    def __init__(self, data):
        self.data = data
        self.grad = 0.0
    def __add__(self, other):
        return Value(self.data + other.data)
    def double():
        return 2
def no_return(x):
    y = 2 * x
def endless(n):
    return endless(n + 1)
def two(a, b):
    return a, b
"""
CASES = [*ARRAY_CASES, *PYTHON_CASES]
SOURCE = PRELUDE + "".join(
    f"def case_{number}():\n{textwrap.indent(case.code, '    ')}\n" for number, case in enumerate(CASES)
)


@pytest.fixture(scope="module")
def submission() -> Iterator[Talk]:
    """All cases as one submission in one worker."""
    with talk(SOURCE, spawn_worker) as call:
        yield call


def why(submission: Talk, function: str, *args: object) -> Explanation | None:
    with pytest.raises(Raised) as caught:
        submission(function, *args)
    return explain_exception(caught.value)


@pytest.mark.parametrize(
    "number", range(len(CASES)), ids=[f"{case.rule}-{number}" for number, case in enumerate(CASES)]
)
def test_exception_is_explained_with_names_and_shapes(number: int, submission: Talk) -> None:
    case = CASES[number]
    told = why(submission, f"case_{number}")

    assert told is not None
    assert (told.name, told.detail, told.certain) == (case.rule, case.detail, True)


def test_every_rule_explains_a_real_exception() -> None:
    assert {case.rule for case in CASES} == {rule.name for rule in RULES}
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_changed_signature_is_explained(submission: Talk) -> None:
    told = why(submission, "two", 1)

    assert told is not None
    assert told.name == "arguments-that-do-not-fit-the-parameters"
    assert "it is defined with the parameters (a, b)" in told.detail


def test_rule_has_one_text_without_details() -> None:
    told = {
        name: {rule.text for rule in RULES if rule.name == name} for name in (rule.name for rule in RULES)
    }

    assert all(len(texts) == 1 for texts in told.values())
    assert not any(re.search(r"[{}]|Here ", rule.text) for rule in RULES)


def test_odd_escape_in_student_code_warns_nobody() -> None:
    message = "operands could not be broadcast together with shapes (5,3) (5,4) "
    told = explain_exception(Raised(message, [(1, "f")], "ValueError", "z + p['\\d']"))

    assert told is not None
    assert told.detail.startswith("Here `z` is (5, 3) and `p['\\d']` is (5, 4)")


@pytest.mark.parametrize(
    "exception, message",
    [
        ("ValueError", "unknown activation: 'swish'"),
        ("AssertionError", ""),
        ("KeyError", "1"),
        ("TypeError", "something else"),
        ("Made up", "matmul: mismatch in its core dimension"),
    ],
)
def test_unknown_exception_is_not_explained(exception: str, message: str) -> None:
    assert explain_exception(Raised(message, [(1, "f")], exception)) is None


@pytest.mark.parametrize("rule", RULES, ids=[rule.name for rule in RULES])
def test_hostile_message_or_operand_gives_a_short_detail_or_none(rule: object) -> None:
    exceptions = {name for one in RULES for name in one.exceptions.split()}
    messages = [
        "matmul: mismatch in its core dimension (size 9 is different from " + "9" * 1900,
        "shapes (" + "1," * 900 + ") not aligned",
        "shapes (" + "1" * 1900 + " not aligned",
        "shapes (,) and (,) not aligned",
        "operands could not be broadcast together with shapes (,) (,)",
        "operands could not be broadcast together with shapes (5,) ()",
        "non-broadcastable output operand with shape () doesn't match the broadcast shape (1,)",
        "index 1 is out of bounds for axis 0 with size " + "9" * 1900,
        "name '" + "x" * 1990,
        "unsupported operand type(s) for //=: 'int' and 'A'",
        "unsupported operand type(s) for <<: 'int' and 'A'",
        "unsupported operand type(s) for =: 'int' and 'A'",
        "f() takes 1 positional argument but 2 were given",
    ]
    operands = (
        Operand(name="((", kind="dict", keys=("a",)),
        Operand(name="z", kind="array of ()", shape=()),
        Operand(name="a", kind="list", shape=()),
    )
    for exception in exceptions:
        for message in messages:
            for expression in ("((", "z @ ((", "(" * 200, "z @ z", "a.dot()", "a.dot(*b)", "'\\d' + z"):
                told = explain_exception(Raised(message, [], exception, expression, operands, "source"))
                assert told is None or len(told.detail) <= 600
    assert rule in RULES
