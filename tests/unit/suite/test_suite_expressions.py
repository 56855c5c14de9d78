"""A report shows what a check did with objects as Python that its reader can run."""

from collections.abc import Callable
from typing import Any

import pytest

from grader.suite.submission_proxy import SubmissionProxy
from tests.support.conversations import Converse

NUMBER = """
    class Number:
        def __init__(self, data, scale=1):
            self.data = data * scale
            self.grad = 0.0
        def __add__(self, other): return Number(self.data)
        __mul__ = __rmul__ = __rsub__ = __pow__ = __add__
        def __neg__(self): return Number(-self.data)
        def __iadd__(self, other): return self
        def exp(self): return Number(self.data)
        def backward(self): self.grad = 1.0
        def pair(self): return (Number(1.0), Number(2.0))
"""
Use = Callable[[SubmissionProxy], object]


def _one_operator(s: SubmissionProxy) -> None:
    (s.Number(1.7) ** 3).backward()


def _plain_number_on_the_left(s: SubmissionProxy) -> None:
    x = s.Number(1.7)
    s.show_as("x", x)
    _ = (3 - x).data


def _used_twice_without_a_name(s: SubmissionProxy) -> None:
    x = s.Number(-4.0)
    (x * x + x).backward()


def _named(s: SubmissionProxy) -> None:
    x = s.Number(data=-2.0)
    s.show_as("x", x)
    y = x.exp() * x
    s.show_as("y", y)
    y.backward()
    y.backward()


def _precedence(s: SubmissionProxy) -> None:
    a = s.Number(1.0)
    s.show_as("a", a)
    _ = ((a + 1) * 2 + -a * (-3.0 * (a + 1.5))).data


def _in_place(s: SubmissionProxy) -> None:
    a = s.Number(1.0)
    s.show_as("a", a)
    s.show_as("s", a)
    changed = a
    changed += 2.0
    s.show_as("s", changed)
    (changed * a).backward()


def _name_given_twice(s: SubmissionProxy) -> None:
    y = s.Number(1.0)
    s.show_as("y", y)
    y += y * 1.0
    s.show_as("y", y)
    y.backward()


WRITTEN: dict[Use, str] = {
    _one_operator: "(Number(1.7) ** 3).backward()",
    _plain_number_on_the_left: "x = Number(1.7); 3 - x",
    _used_twice_without_a_name: "a = Number(-4.0); (a * a + a).backward()",
    _named: "x = Number(data=-2.0); y = x.exp() * x; y.backward(); y.backward()",
    _precedence: "a = Number(1.0); (a + 1) * 2 + -a * (-3.0 * (a + 1.5))",
    _in_place: "a = Number(1.0); s = a; s += 2.0; (s * a).backward()",
    _name_given_twice: "y = Number(1.0); y += y * 1.0; y.backward()",
}


@pytest.mark.parametrize("use", WRITTEN, ids=lambda use: use.__name__.lstrip("_"))
def test_operators_are_shown_as_the_check_wrote_them(converse: Converse, use: Use) -> None:
    submission, session = converse(NUMBER)
    use(submission)
    assert session.calls[-1].text == WRITTEN[use]


def test_what_is_shown_gives_the_same_when_it_is_run(converse: Converse) -> None:
    submission, session = converse(NUMBER)
    x = submission.Number(3.0, scale=2)
    submission.show_as("x", x)
    (x * x + x).backward()
    names: dict[str, Any] = {}
    exec(  # noqa: S102  # the line is to run
        f"{_dedented(NUMBER)}\n{session.calls[-1].text}", names
    )
    assert names["x"].data == x.data == 6.0


def _dedented(code: str) -> str:
    return "\n".join(line.removeprefix("    ") for line in code.split("\n"))


def test_calls_without_operators_are_shown_with_their_arguments(converse: Converse) -> None:
    submission, session = converse(NUMBER)
    submission.Number(1.0).backward()
    assert [str(call) for call in session.calls] == ["Number(data: 1)", "Number.backward()"]


def test_what_cannot_be_written_is_not_guessed(converse: Converse) -> None:
    submission, session = converse(NUMBER)
    first, _ = submission.Number(1.0).pair()
    (first + 1).backward()
    assert str(session.calls[-1]) == "Number.backward()"


def test_long_graph_is_not_written_out(converse: Converse) -> None:
    submission, session = converse(NUMBER)
    y = submission.Number(1.0)
    for _ in range(100):
        y = y + 1
    y.backward()
    assert str(session.calls[-1]) == "Number.backward()"


def test_next_check_starts_with_nothing(converse: Converse) -> None:
    submission, session = converse(NUMBER)
    (submission.Number(1.0) + 1).backward()
    session.finish()
    submission.Number(2.0).backward()
    assert session.calls[-1].text == ""
