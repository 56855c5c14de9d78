"""A conversation that is known is held ahead of the suite, and nothing in it is asked twice."""

import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from grader.model.limits import Limits
from grader.sandbox.client import Sandbox
from grader.sandbox.dialogue import Conversation, OtherConversationError, Question
from grader.sandbox.faults import Crashed, Raised, TimedOut, WallClock
from grader.sandbox.process import WorkerProcess
from grader.wire.codec import Lent, Reference, encode
from tests.support.sandbox_talk import Brisk, Patient, Start

COUNTS = """
    calls = []
    def double(x):
        calls.append(x)
        return 2 * x
    def apply(g, x):
        calls.append(x)
        return g(x) + 1
    def called():
        return list(calls)
    """
ASKED = (1, 2, 3)
PLACE = b"check"


class Questions(dict[bytes, Question]):
    """The questions of some conversations."""

    def __init__(self, *said: Conversation) -> None:
        super().__init__({place: one for each in said for place, one in each.questions.items()})

    def asked_at(self, place: bytes) -> Question | None:
        return self.get(place)


def follow(sandbox: Sandbox, *said: Conversation) -> bytes | None:
    """Follow conversations; give where they ended."""
    return sandbox.follow(Questions(*said), PLACE, {})


def is_met(sandbox: Sandbox, *said: Conversation) -> bool:
    """Follow conversations, and take the end of one of them for the end of the check."""
    end = follow(sandbox, *said)
    if end not in {one.end for one in said}:
        return False
    sandbox.accept_ahead()
    return True


@contextmanager
def opened(code: str, start: Start, limits: Limits | None = None) -> Iterator[Sandbox]:
    """Open a conversation with a submission that has been loaded, after a reset."""
    sandbox = Sandbox(textwrap.dedent(code), limits or Limits(), start)
    try:
        sandbox.names()
        sandbox.reset()
        yield sandbox
    finally:
        sandbox.close()


def ask(sandbox: Sandbox, function: str, *args: object, refer: Callable[[object], Lent] | None = None) -> Any:
    name = encode([1, "name", function])
    call = encode([None, "call", Reference(1, ""), args, {}], refer)
    return sandbox.request("run", [name, call])["value"]


def known(code: str, start: Start, function: str = "double") -> Conversation:
    """Ask a function for some numbers, and give what was said."""
    with opened(code, start) as sandbox:
        sandbox.record(PLACE)
        for number in ASKED:
            ask(sandbox, function, number)
        assert sandbox.conversation is not None
        return sandbox.conversation


def lend(sandbox: Sandbox, lent: list[int]) -> Any:
    """Ask a function that is lent another one, and take down what that is called with."""

    def tenfold(x: int) -> int:
        lent.append(x)
        return 10 * x

    return ask(sandbox, "apply", print, 5, refer=lambda _: sandbox.lend(tenfold))


def known_lending(code: str, start: Start) -> tuple[Conversation, list[int]]:
    """Lend a function, and give what was said, and what it was called with."""
    lent: list[int] = []
    with opened(code, start) as sandbox:
        sandbox.record(PLACE)
        lend(sandbox, lent)
        assert sandbox.conversation is not None
        return sandbox.conversation, lent


def test_known_conversation_is_found_among_others_where_all_answers_are_the_same(start: Start) -> None:
    others = [known(COUNTS.replace("2 *", by), start) for by in ("3 *", "1 *", "2.0 *")]
    right = known(COUNTS, start)
    with opened(f"# the same, in other words\n{textwrap.dedent(COUNTS)}", start) as sandbox:
        assert follow(sandbox, *others, right) == right.end
        sandbox.accept_ahead()
        sandbox.reset()
        assert ask(sandbox, "called") == [*ASKED]


def test_answers_that_differ_late_are_met_where_the_same_is_asked_and_nothing_is_asked_twice(
    start: Start,
) -> None:
    code = COUNTS.replace("return 2 * x", "return 2 * x if x < 3 else 7")
    with opened(code, start) as sandbox:
        assert not is_met(sandbox, known(COUNTS, start))
        sandbox.record(PLACE)
        assert [ask(sandbox, "double", number) for number in ASKED] == [2, 4, 7]
        assert ask(sandbox, "called") == [*ASKED]
        assert sandbox.conversation is not None
        assert len(sandbox.conversation.questions) == len(ASKED) + 1


def test_what_goes_both_ways_is_known_with_what_the_worker_asks(start: Start) -> None:
    said, lent = known_lending(COUNTS, start)
    assert lent == [5]
    with opened(f"{textwrap.dedent(COUNTS)}\n# again", start) as sandbox:
        assert is_met(sandbox, said)
        sandbox.reset()
        assert ask(sandbox, "called") == [5]


def test_question_that_is_not_the_known_one_is_answered_by_what_is_lent(start: Start) -> None:
    said, _ = known_lending(COUNTS, start)
    code = COUNTS.replace("g(x) + 1", "g(x) + g(x + 1)")
    lent: list[int] = []
    with opened(code, start) as sandbox:
        assert not is_met(sandbox, said)
        assert lend(sandbox, lent) == 50 + 60
        assert lent == [5, 6]
        assert ask(sandbox, "called") == [5]


def test_worker_that_asks_again_and_again_has_the_time_of_one_call(start: Start) -> None:
    spend = """
    import time
    def apply(g, x):
        for number in range(60):
            end = time.process_time() + {}
            while time.process_time() < end:
                pass
            g(number)
    """
    said, _ = known_lending(spend.format(0.0), start)
    limits = Patient(cpu_seconds_per_call=0.5)
    # None takes so long that somebody would look at the time before it has answered.
    with opened(spend.format(0.03), start, limits) as sandbox:
        assert not is_met(sandbox, said)
        with pytest.raises(TimedOut):
            lend(sandbox, [])
        assert sandbox.cpu_seconds < 1.0


def test_request_within_a_request_is_not_kept(start: Start) -> None:
    with opened(COUNTS, start) as sandbox:
        sandbox.record(PLACE)

        def use(x: int) -> Any:
            return ask(sandbox, "double", x)

        assert ask(sandbox, "apply", print, 5, refer=lambda _: sandbox.lend(use)) == 11
        assert sandbox.conversation is None


def test_what_is_found_without_the_worker_is_part_of_a_conversation(start: Start) -> None:
    with opened(COUNTS, start) as sandbox:
        sandbox.record(PLACE)
        sandbox.take_down("weather", b"today", b"rain")
        assert ask(sandbox, "double", 1) == 2
        said = sandbox.conversation
    assert said is not None
    for weather in (b"rain", b"sun"):
        with opened(COUNTS, start) as sandbox:
            end = sandbox.follow(Questions(said), PLACE, {"weather": {b"today": weather}.__getitem__})
            assert (end == said.end) is (weather == b"rain")
            sandbox.accept_ahead()
            assert ask(sandbox, "called") == ([1] if weather == b"rain" else [])


def test_what_is_printed_between_two_checks_belongs_to_neither(start: Start) -> None:
    code = """
        class Loud:
            def __del__(self):
                print("gone")
        def make():
            return Loud()
        def double(x):
            return 2 * x
        """
    with opened(code, start) as sandbox:
        ask(sandbox, "make")
        sandbox.reset()
        assert ask(sandbox, "double", 1) == 2
        assert sandbox.output == ""


def test_time_that_was_used_up_before_is_met_by_the_request(start: Start) -> None:
    spend = """
    import time
    def spend():
        end = time.process_time() + 0.4
        while time.process_time() < end:
            pass
    """
    said = known(COUNTS, start)
    limits = Patient(cpu_seconds_per_call=2.0, cpu_seconds_total=0.3)
    with opened(textwrap.dedent(COUNTS) + textwrap.dedent(spend), start, limits) as sandbox:
        ask(sandbox, "spend")
        sandbox.reset()
        assert not is_met(sandbox, said)
        with pytest.raises(TimedOut):
            ask(sandbox, "double", ASKED[0])
        sandbox.reset()
        assert "double" in sandbox.names()


@pytest.mark.parametrize(
    "body, fault",
    [("raise KeyError(x)", Raised), ("import os; os._exit(3)", Crashed), ("while True: pass", TimedOut)],
)
def test_what_ends_a_call_ends_the_same_call_of_the_suite(
    body: str, fault: type[Exception], start: Start
) -> None:
    code = COUNTS.replace("        return 2 * x", f"        {body}")
    said = known(COUNTS, start)
    limits = Patient(cpu_seconds_per_call=0.3)
    with opened(code, start, limits) as sandbox:
        assert not is_met(sandbox, said)
        with pytest.raises(fault):
            ask(sandbox, "double", ASKED[0])
        assert sandbox.cpu_seconds < 0.6, "it was called once"
        sandbox.reset()
        assert ask(sandbox, "called") == ([ASKED[0]] if fault is Raised else [])


def test_another_question_than_the_known_one_is_noticed(start: Start) -> None:
    with opened(COUNTS.replace("2 *", "3 *"), start) as sandbox:
        assert not is_met(sandbox, known(COUNTS, start))
        with pytest.raises(OtherConversationError):
            ask(sandbox, "double", 17)
        sandbox.reset()  # what was asked for may still be on its way
        assert ask(sandbox, "double", 17) == 51


@pytest.mark.parametrize(
    "code, limits, fault",
    [
        ("raise ValueError", Limits(), Raised),
        ("import time; time.sleep(100)", Brisk(), (TimedOut, WallClock)),
        ("import os; os._exit(3)", Limits(), Crashed),
    ],
)
def test_what_keeps_a_submission_from_being_loaded_is_met_by_the_first_request_and_happens_once(
    code: str, limits: Limits, fault: type[Exception] | tuple[type[Exception], ...], start: Start
) -> None:
    started = []

    def start_one() -> WorkerProcess:
        started.append(1)
        return start()

    said = known(COUNTS, start)
    sandbox = Sandbox(code, limits, start_one)
    assert not is_met(sandbox, said)
    assert not sandbox.is_loaded()
    assert not is_met(sandbox, said)
    with pytest.raises(fault):
        ask(sandbox, "double", 1)
    assert len(started) == 1
    sandbox.close()


def test_long_conversation_is_not_kept(start: Start) -> None:
    with opened("def size(x): return len(x)", start) as sandbox:
        sandbox.record(PLACE)
        for _ in range(3):
            assert ask(sandbox, "size", bytes(1 << 22)) == 1 << 22
        assert sandbox.conversation is None
    with opened("def make(n): return bytes(n)", start) as sandbox:
        sandbox.record(PLACE)
        for _ in range(3):
            assert len(ask(sandbox, "make", 3 << 20)) == 3 << 20
        assert sandbox.conversation is None, "whoever follows it would hold all of its answers"
