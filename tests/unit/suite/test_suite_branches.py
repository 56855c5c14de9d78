"""A wrong result of a function with several returns leads to the one that ran."""

import ast

import pytest

from grader.submission.code_lookup import return_statements
from grader.suite.branches import raise_at_returns
from tests.support.small_suites import SmallSuite, by_name

CHECKS = """
pytestmark = pytest.mark.part("one")

@pytest.mark.parametrize("kind", ["small", "great", "other"])
def test_several(submission, expect, kind):
    expect(submission.several(kind=kind), 0.0)

def test_one_return(submission, expect):
    expect(submission.single(), 0.0)

def test_several_calls(submission, expect):
    submission.several(kind="small")
    expect(submission.several(kind="great"), 0.0)

def test_through_another(submission, expect):
    expect(submission.outer(kind="small"), 0.0)
"""
SUBMISSION = """
def several(kind):
    def inner():
        return 5.0
    if kind == "small":
        return 1.0
    try:
        if kind == "great":
            return max(
                2.0,
                inner(),
            )  # over several lines
    except Exception:
        return 3.0
def single():
    return 1.0
def outer(kind):
    if kind == "nothing": return 0.0
    return several(kind)
"""


def test_return_that_ran_is_where_to_look(small_suite: SmallSuite) -> None:
    small_suite.visible(CHECKS)
    small_suite.hidden(CHECKS.replace("test_", "test_hidden_"))
    checks = by_name(small_suite.run(SUBMISSION))
    lines = {name: one.location.line if one.location else None for name, one in checks.items()}
    assert lines["test_several[small]"] == 6
    assert lines["test_several[great]"] == 9
    assert lines["test_through_another"] == 19
    others = {"test_several[other]", "test_one_return", "test_several_calls"}
    assert {lines[name] for name in others} == {None}
    assert {line for name, line in lines.items() if "hidden" in name} == {None}


@pytest.mark.parametrize(
    "source, raising",
    [
        ("def f(x):\n    return x  # so\n", "def f(x):\n    raise SystemExit  # so\n"),
        (
            "def f(x):\n    if x: return 1\n    return",
            "def f(x):\n    if x: raise SystemExit\n    raise SystemExit",
        ),
        ("def f(é):\n    if 'é': return 'ü'; é = 2\n", "def f(é):\n    if 'é': raise SystemExit; é = 2\n"),
        (
            "def f(x):\n    return (\n        x\n    )  # so\n\ny = 1\n",
            "def f(x):\n    raise SystemExit\n\n# so\n\ny = 1\n",
        ),
    ],
)
def test_every_line_stays_where_it_was(source: str, raising: str) -> None:
    written = raise_at_returns(source, return_statements(source, "f"))
    assert written == raising
    ast.parse(written)
