"""A function that comes to no end whatever it is told stops being tried; the time is left to the others."""

from typing import Any

import pytest

from grader.model.limits import Limits
from grader.sandbox.client import Sandbox
from grader.sandbox.faults import TimedOut
from grader.suite.proxy import Session


class Endless(Sandbox):
    """A submission whose every call overruns."""

    def __init__(self) -> None:
        super().__init__("", Limits())
        self.tried: list[str] = []

    def names(self) -> dict[str, bool]:
        return {"slow": True, "other": True}

    def request(self, kind: str, *operands: object) -> dict[str, Any]:
        del operands
        self.tried.append(kind)
        raise TimedOut("the call took too long")


def test_a_function_that_overran_in_three_checks_is_not_tried_again_and_others_are() -> None:
    sandbox = Endless()
    session = Session(sandbox, {})
    for option in "abcdef":
        with pytest.raises(TimedOut):
            session.resolve("slow")(kind=option)
    assert len(sandbox.tried) == 3
    with pytest.raises(TimedOut):
        session.resolve("other")(kind="a")
    assert len(sandbox.tried) == 4


def test_checks_that_keep_apart_say_nothing_of_others() -> None:
    sandbox = Endless()
    session = Session(sandbox, {})
    for _ in range(4):
        session.apart = True
        with pytest.raises(TimedOut):
            session.resolve("slow")(kind="a")
        session.finish()
    assert len(sandbox.tried) == 1
    with pytest.raises(TimedOut):
        session.resolve("slow")(kind="a")
    assert len(sandbox.tried) == 2
