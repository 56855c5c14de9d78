"""Attacks on marks: on whose fault a loss is called, and on what judging may take.

Each is judged by a suite of its own, at L3, at L4, and without the defence that it is about.
"""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass
from typing import Final
from unittest import mock

import pytest

from grader.diagnosis import failure_signature
from grader.model.check import Outcome
from grader.model.isolation import Isolation
from grader.model.limits import Limits
from grader.sandbox import client
from grader.sandbox.faults import Crashed, NoWorker
from grader.suite import check_deadline as deadline_module
from grader.suite import plugin
from tests.attacks.harness.arena import Arena
from tests.attacks.harness.judged_run import Judged, judge
from tests.support.small_suites import SmallSuite

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="levels above L1 are Linux's")

Removal = Callable[[], AbstractContextManager[object]]

_LONGEST_WAIT: Final = 3.0
_MOST_MEMORY: Final = 300_000_000
_MOST_LOOPING: Final = 1.5
_PATIENCE: Final = 1.0

_CALLS: Final = """
pytestmark = pytest.mark.part("one")
@pytest.mark.parametrize("number", range(16))
def test_f(submission, expect, number): expect(submission.f(number), np.zeros(3), "f")
def test_g(submission, expect): expect(submission.g(), 1, "g")
"""
_NAMES: Final = _CALLS.replace("np.zeros(3)", "{str(k): np.zeros(3) for k in range(60)}")
_LOOPS: Final = """
pytestmark = pytest.mark.part("one")
def test_f(submission):
    for _ in range(submission.f(0)): pass
def test_g(submission, expect): expect(submission.g(), 1, "g")
"""
_RIGHT: Final = "import numpy as np\ndef f(n): return np.zeros(3)\ndef g(): return 1\n"


def blamed(judged: Judged) -> str:
    """Find a loss that is called somebody else's fault."""
    pending = [name for name, check in judged.checks.items() if check.outcome is Outcome.PENDING]
    return f"pending: {', '.join(pending)}; {judged.faults}" if pending or judged.faults else ""


def waited(judged: Judged) -> str:
    """Find waiting far beyond the patience."""
    return f"waited {judged.waited:.1f} s" if judged.waited > _LONGEST_WAIT else ""


def held(judged: Judged) -> str:
    """Find memory that the grader should not need."""
    return f"the grader grew by {judged.grown >> 20} MiB" if judged.grown > _MOST_MEMORY else ""


def looped(judged: Judged) -> str:
    """Find a check that ran for as long as the submission wanted."""
    return f"{judged.cpu_seconds:.1f} s in checks" if judged.cpu_seconds > _MOST_LOOPING else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkAttack:
    """An attack on a mark.

    Attributes:
        name: Its name.
        source: The submission; it begins with a right `g`, which must earn its points.
        breach: Finds the breach, in words; empty if there is none.
        without: Takes the defence away.
        suite: The suite.
        outcomes: How checks of `f` may end.
        loads: Whether the submission loads, so that `g` earns its points.
    """

    name: str
    source: str
    breach: Callable[[Judged], str]
    without: Removal
    outcomes: frozenset[Outcome]
    suite: str = _CALLS
    loads: bool = True


def _believing_statuses() -> AbstractContextManager[object]:
    """Believe a worker's exit status, as a grader does that tells its own exits by it."""

    def ended(message: str) -> Exception:
        return NoWorker(message) if "exit status 113" in message else Crashed(message)

    return mock.patch.object(client, "Crashed", ended)


def _keeping_everything() -> AbstractContextManager[object]:
    """Read every answer that can be sent, and leave it to Python when to let go of it."""
    stack = ExitStack()
    stack.enter_context(mock.patch.object(client.Sandbox, "_require_useful"))
    stack.enter_context(mock.patch("gc.collect"))
    stack.enter_context(
        mock.patch.object(failure_signature, "_most_entries", return_value=failure_signature._MOST_ENTRIES)  # noqa: SLF001  # as before
    )
    return stack


def _patiently() -> AbstractContextManager[object]:
    """Wait for as long as a call asks for it."""
    return mock.patch.object(Limits, "idle_seconds_per_call", 60.0)


def _without_deadline() -> AbstractContextManager[object]:
    return mock.patch.object(plugin, "check_deadline", nullcontext)


def _with_deadline() -> AbstractContextManager[object]:
    brief = lambda: deadline_module.check_deadline(cpu_seconds=0.5)  # noqa: E731  # one line
    return mock.patch.object(plugin, "check_deadline", brief)


_G: Final = "import os, time\nimport numpy as np\ndef g(): return 1\n"
_ENDS, _STOPS = frozenset({Outcome.CRASHED}), frozenset({Outcome.TIMEOUT})
_IS_WRONG = frozenset({Outcome.WRONG, Outcome.RAISED})

ATTACKS: Final = [
    MarkAttack(
        name="status_113_at_import",
        source=f"{_G}os._exit(113)\n",
        breach=blamed,
        without=_believing_statuses,
        outcomes=_ENDS,
        loads=False,
    ),
    MarkAttack(
        name="status_113_in_one_function",
        source=f"{_G}def f(n): os._exit(113)\n",
        breach=blamed,
        without=_believing_statuses,
        outcomes=_ENDS,
    ),
    MarkAttack(
        name="text_with_one_astral_character",
        source=f'{_G}def f(n): return "x" * 15_000_000 + "\\U0001F600"\n',
        breach=held,
        without=_keeping_everything,
        outcomes=_IS_WRONG,
    ),
    MarkAttack(
        name="nested_texts",
        source=f'{_G}def f(n): return [[{{"k": "x" * 50_000 + "\\U0001F600"}}] * 10] * 30\n',
        breach=held,
        without=_keeping_everything,
        outcomes=_IS_WRONG,
    ),
    MarkAttack(
        name="arrays_that_widen",
        source=f"{_G}def f(n): return {{str(k): np.ones(65536, dtype=np.int8) for k in range(60)}}\n",
        suite=_NAMES,
        breach=held,
        without=_keeping_everything,
        outcomes=_IS_WRONG,
    ),
    MarkAttack(
        name="sleeper_at_import",
        source=f"{_G}time.sleep(5)\n",
        breach=waited,
        without=_patiently,
        outcomes=_STOPS,
        loads=False,
    ),
    MarkAttack(
        name="sleeper_in_one_function",
        source=f"{_G}def f(n): time.sleep(0.6)\n",
        breach=waited,
        without=_patiently,
        outcomes=_STOPS | _IS_WRONG,
        loads=False,
    ),
    MarkAttack(
        name="loop_by_a_chosen_number",
        source=f"{_G}def f(n): return 2 * 10**8\n",
        suite=_LOOPS,
        breach=looped,
        without=_without_deadline,
        outcomes=_STOPS,
    ),
]

every_attack = pytest.mark.parametrize("attack", ATTACKS, ids=[attack.name for attack in ATTACKS])
Note = Callable[[str, tuple[str, ...]], None]


def _solution(attack: MarkAttack) -> str:
    return _RIGHT.replace("np.zeros(3)", "1") if attack.suite is _LOOPS else _RIGHT


@pytest.fixture
def suite(tmp_path_factory: pytest.TempPathFactory) -> SmallSuite:
    """Give an empty suite in a folder of its own."""
    return SmallSuite(tmp_path_factory.mktemp("suite"))


@pytest.mark.parametrize("level", [Isolation.L3, Isolation.L4])
@every_attack
def test_attack_on_a_mark_fails_at_every_level(
    attack: MarkAttack, level: Isolation, arena: Arena, suite: SmallSuite, record_property: Note
) -> None:
    if problem := arena.problem(level):
        record_property("attack", ("marks", attack.name, level.name, f"skipped: {problem}"))
        pytest.skip(problem)
    suite.visible(attack.suite)
    # Whoever watches needs CPU time too, so only what loops is judged by little of it.
    with _with_deadline() if attack.suite is _LOOPS else nullcontext():
        judged = judge(suite, attack.source, _solution(attack), arena.starter(level), _PATIENCE)
    breach = attack.breach(judged)
    told = {check.outcome for name, check in judged.checks.items() if name != "test_g"}
    shown = f"BREACH {breach}" if breach else " | ".join(sorted(told))
    record_property("attack", ("marks", attack.name, level.name, shown))
    assert not breach, judged
    assert told <= attack.outcomes, judged
    if attack.loads:
        assert judged.checks["test_g"].outcome is Outcome.PASSED


@every_attack
def test_attack_on_a_mark_succeeds_without_its_defence(
    attack: MarkAttack, arena: Arena, suite: SmallSuite, record_property: Note
) -> None:
    suite.visible(attack.suite)
    with attack.without():
        judged = judge(suite, attack.source, _solution(attack), arena.starter(Isolation.L3))
    breach = attack.breach(judged)
    record_property("attack", ("marks", attack.name, "without", "live" if breach else "NOT LIVE"))
    assert breach, judged
