"""A check that has passed does not run again on the same answers, and nobody can tell by the results."""

import os
import select
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.course import load_course
from grader.course.solution import read_solved
from grader.diagnosis.catalogue import load_catalogue, mistaken_source
from grader.diagnosis.failure_signature import Answer, FailureSignature
from grader.grading.grade import suite_job
from grader.model.check import Check, Outcome
from grader.sandbox.dialogue import Conversation, heard
from grader.suite.check_run import CheckRun, FailedBefore, Touched
from grader.suite.forking import can_fork
from grader.suite.jobs import RunRequest, SubmissionJob
from grader.suite.known_runs import KnownRuns
from grader.suite.results import SuiteRun
from grader.suite.runner import Runner
from grader.wire.codec import encode
from tests.support.course_files import ROOT
from tests.support.shared_runner import sharing_a_runner
from tests.support.small_suites import SmallSuite, by_name
from tests.support.warm_suites import SEED, judge, warm

pytestmark = pytest.mark.skipif(not can_fork(), reason="a suite is warm only where processes can fork")

COURSE = load_course(ROOT)
DRAW_LESS = ("stages-square-without-2", "stages-weights-twice")
"""Mistakes with which a hidden check ends before it has drawn all that it draws from a right program."""
ENDS = {
    "stub": "def loss(*_, **__):\n    raise NotImplementedError\n",
    "raises": "def loss(*_, **__):\n    raise KeyError('loss')\n",
    "dies": "def loss(*_, **__):\n    import os\n    os._exit(3)\n",
    "prints": "right = loss\ndef loss(*a, **k):\n    print('called')\n    return right(*a, **k)\n",
    "remembers": "n = []\nright = loss\ndef loss(*a, **k):\n    n.append(1)\n"
    "    return right(*a, **k) * (1 + len(n) % 3 // 2)\n",
    "other words": "right = loss\ndef loss(*values, **named):\n    return right(*values, **named)\n",
    "another type": "right = loss\ndef loss(*a, **k):\n    return [right(*a, **k)][0].astype('f4')\n",
    "no such name": "del loss\n",
    "a value": "loss = 1.0\n",
}


def without_times(run: SuiteRun) -> SuiteRun:
    checks = tuple(replace(check, seconds=0.0) for check in run.checks)
    return replace(run, checks=checks, cpu_seconds=0.0)


def programs(name: str) -> dict[str, str]:
    """Give programs of every kind: right ones, every ninth known mistake, and some that end otherwise."""
    assignment = COURSE.assignment(name)
    assert assignment.files.solution is not None
    right, suite = read_solved(assignment.files.solution), assignment.files.suite
    catalogue = [
        one for number, one in enumerate(load_catalogue(suite)) if not number % 9 or one.name in DRAW_LESS
    ]
    wrong = {one.name: mistaken_source(one, right, suite) for one in catalogue}
    variants = {path.stem: f"{right}\n{path.read_text('utf-8')}" for path in suite.glob("variants/*.py")}
    ends = {key: f"{right}\n{text}" for key, text in ENDS.items()}
    return {"right": right, **wrong, **variants, **ends}


@pytest.mark.slow
def test_many_submissions_get_what_each_gets_alone() -> None:
    job = suite_job(COURSE.assignment("quadratic-model"))
    sources = programs("quadratic-model")
    with warm(RunRequest(suite=job)) as suite:
        first, second = (
            {key: judge(suite, f"{source}\n# {number}\n") for key, source in sources.items()}
            for number in range(2)
        )
    with sharing_a_runner(), Runner() as runner:
        for key, source in sources.items():
            request = RunRequest(suite=job, submission=SubmissionJob(source=source, seed=SEED))
            alone = without_times(runner.start(request).finish())
            assert without_times(first[key]) == alone, key
            assert without_times(second[key]) == alone, f"{key}, with all of it known"


def counting(small_suite: SmallSuite, checks: str) -> RunRequest:
    """Write checks of which each leaves a line in a file whenever it runs."""
    log = small_suite.root.parent / "log.txt"
    ran = f"def ran(name):\n    with open({str(log)!r}, 'a') as file:\n        file.write(name + '\\n')\n"
    small_suite.visible(ran + checks)
    return small_suite.job("", "def double(x): return 2 * x\ndef half(x): return x / 2\n")


def replacing(small_suite: SmallSuite, checks: str, solution: str) -> RunRequest:
    """As `counting`, with another solution."""
    request = counting(small_suite, checks)
    return replace(request, suite=replace(request.suite, solution=solution))


def times_run(small_suite: SmallSuite) -> dict[str, int]:
    lines = (small_suite.root.parent / "log.txt").read_text("utf-8").split()
    return {name: lines.count(name) for name in lines}


DOUBLES = """
@pytest.mark.part("one")
def test_doubles(submission):
    ran("doubles")
    assert submission.double(3) == 6

@pytest.mark.part("one")
def test_halves(submission, rng):
    ran("halves")
    assert submission.half(float(rng.integers(1, 9))) >= 0.5
"""


def test_check_runs_again_only_where_answers_are_new(small_suite: SmallSuite) -> None:
    request = counting(small_suite, DOUBLES)
    with warm(request) as suite:
        assert times_run(small_suite) == {"doubles": 1, "halves": 1}
        for number in range(4):
            run = judge(suite, f"def double(x): return x + x\ndef half(x): return x * 0.5\n# {number}\n")
            assert {check.outcome for check in run.checks} == {Outcome.PASSED}
        assert times_run(small_suite) == {"doubles": 1, "halves": 1}
        wrong = judge(suite, "def double(x): return 5\ndef half(x): return 0.25\n")
    assert {check.outcome for check in wrong.checks} == {Outcome.WRONG}


FAILS = """
@pytest.mark.part("one")
def test_doubles(submission, expect):
    ran("doubles")
    expect(submission.double(np.array([1.0, 3.0])), np.array([2.0, 6.0]), "twice")

@pytest.mark.part("one")
def test_halves(submission, expect):
    ran("halves")
    expect(submission.half(3.0), 1.5, "half")
"""


def test_failure_is_known_where_it_follows_from_the_answers(small_suite: SmallSuite) -> None:
    """What is told of an exception depends on the text of the file as well, so that check runs each time."""
    ways = (("def half(x): raise KeyError('a')\n", 1), ("def half(x): raise NotImplementedError\n", 0))
    for half, again in ways:
        (small_suite.root.parent / "log.txt").write_text("", encoding="utf-8")
        with warm(counting(small_suite, FAILS)) as suite:
            sources = [f"def double(x): return {by}\n{half}" for by in ("3 * x", "x * 3", "x * 3.0")]
            runs = [without_times(judge(suite, source)) for source in sources]
            assert {check.outcome for check in runs[0].checks} != {Outcome.PASSED}
            assert by_name(runs[0])["test_doubles"].differences
            assert [by_name(run)["test_doubles"] for run in runs] == 3 * [by_name(runs[0])["test_doubles"]]
            assert times_run(small_suite) == {"doubles": 2, "halves": 2 + 2 * again}


ASKS_BACK = """
@pytest.mark.part("one")
def test_lends(submission, expect):
    expect(submission.total(float, 3000), 4498500.0)
"""
TOTAL = "def total(f, n): return sum({}f(k) for k in range(n))\n"


def test_check_that_is_asked_thousands_of_times_ends_as_any_other(small_suite: SmallSuite) -> None:
    with warm(replacing(small_suite, ASKS_BACK, TOTAL.format(""))) as suite:
        for number, (factor, outcome) in enumerate((("", Outcome.PASSED), ("2 * ", Outcome.WRONG)) * 2):
            run = judge(suite, f"{TOTAL.format(factor)}# {number}\n")
            assert {check.outcome for check in run.checks} == {outcome}
            assert not run.faults
            assert not run.defects


LENDS = """
from functools import partial
from grader.suite.api import Known

@pytest.mark.part("one")
def test_inner(submission, expect):
    expect(submission.inner({inner}), {inner} + 1.0)

@pytest.mark.part("two")
def test_outer(submission, judge, oracle):
    ran("outer")
    right = [Known("inner", {{"x": 2.0}}, 3.0), Known("other", {{"x": 2.0}}, 5.0)]
    judge(partial(submission.outer, 2.0), 15.0, known=right)
"""
OUTER = "def inner(x): return {inner}\ndef other(x): return x + 3.0\ndef outer(x): return {outer}\n"


def test_failure_is_known_only_where_the_same_functions_have_failed(small_suite: SmallSuite) -> None:
    """Of the functions that failed before right results are lent first; what comes of it is told."""
    right = OUTER.format(inner="x + 1.0", outer="inner(x) * other(x)")
    slips = [("x + 1.0", "inner(x)"), ("x + 1.0 if x < 5.0 else 0.0", "inner(x)"), ("9.0", "inner(x)")]
    with warm(replacing(small_suite, LENDS.format(inner=7.0), right)) as suite:
        for inner, outer in slips:
            source = OUTER.format(inner=inner, outer=outer)
            first, second = (without_times(judge(suite, f"{source}# {number}\n")) for number in range(2))
            assert first == second
            assert by_name(first)["test_outer"].assumed == (("inner",) if inner == "9.0" else ())
            outcomes = [by_name(first)[name].outcome for name in ("test_inner", "test_outer")]
            assert outcomes == [Outcome.PASSED if inner == "x + 1.0" else Outcome.WRONG, Outcome.WRONG]
    # Once for the solution and once for each slip, though the second one answers as the first does.
    assert times_run(small_suite)["outer"] == 1 + len(slips)


def test_pass_of_one_submission_is_known_to_the_next(small_suite: SmallSuite) -> None:
    code = "def double(x): return 2.0 * x\ndef half(x): return 4.0 * x\n# {}\n"
    with warm(counting(small_suite, DOUBLES)) as suite:
        before = sum(times_run(small_suite).values())
        ran: list[int] = []
        for number in range(4):
            assert {check.outcome for check in judge(suite, code.format(number)).checks} == {Outcome.PASSED}
            ran.append(sum(times_run(small_suite).values()) - before - sum(ran))
    assert ran[0] == 2, "nobody has given these answers before"
    assert ran[-1] == 0


def test_with_another_seed_every_check_of_drawn_numbers_runs(small_suite: SmallSuite) -> None:
    request = counting(small_suite, "")
    small_suite.hidden(
        """
        @pytest.mark.part("one")
        def test_loads(submission):
            assert submission.double(1) == 2

        @pytest.mark.part("one")
        @pytest.mark.parametrize("number", range(5))
        def test_doubles(submission, rng, number):
            drawn = float(rng.integers(1 << 30))
            assert submission.double(drawn) == 2 * drawn
        """
    )
    request = small_suite.job("", "def double(x): return 2 * x\n")
    guess = "seen = []\ndef double(x):\n    seen.append(x)\n    return 2 * x if len(seen) < 4 else 0\n"
    with warm(request) as suite:
        for seed in (SEED, SEED + 1):
            outcomes = [check.outcome for check in judge(suite, guess, seed).checks]
            assert outcomes.count(Outcome.PASSED) == 3


def test_check_that_asks_something_else_each_time_is_judged_by_what_it_asks(small_suite: SmallSuite) -> None:
    request = counting(
        small_suite,
        """
from itertools import count
import os

@pytest.mark.part("one")
@pytest.mark.parametrize("number", range(4))
def test_own_process(submission, number):
    own = os.getpid()
    assert submission.double(own) == 2 * own
""",
    )
    with warm(request) as suite:
        for source in ("def double(x): return 2 * x\n# again\n", "def double(x): return 2 * x + (x > 9)\n"):
            run = judge(suite, source)
            wrong = Outcome.WRONG if "9" in source else Outcome.PASSED
            assert {check.outcome for check in run.checks} == {wrong}
            assert not run.faults


@pytest.mark.parametrize("rest", ["", "half = None\n"])
def test_name_that_a_check_only_looks_up_must_be_there(small_suite: SmallSuite, rest: str) -> None:
    looks_up = "@pytest.mark.part('one')\ndef test_there(submission):\n    assert callable(submission.half)\n"
    with warm(counting(small_suite, DOUBLES + looks_up)) as suite:
        run = judge(suite, f"def double(x): return 2 * x\n{rest}")
    assert by_name(run)["test_doubles"].outcome is Outcome.PASSED
    assert by_name(run)["test_there"].outcome is not Outcome.PASSED


def test_what_ends_a_worker_costs_its_time_once(small_suite: SmallSuite) -> None:
    request = counting(
        small_suite,
        DOUBLES + "\n@pytest.mark.part('two')\ndef test_first(submission):\n    submission.half(1)\n",
    )
    request = replace(
        request, suite=replace(request.suite, limits=replace(request.suite.limits, cpu_seconds_per_call=0.5))
    )
    with warm(request) as suite:
        run = judge(suite, "def double(x):\n    while True: pass\ndef half(x): return x / 2\n")
    assert by_name(run)["test_doubles"].outcome is Outcome.TIMEOUT
    assert run.cpu_seconds < 0.9


def test_function_that_is_slow_where_it_is_right_gets_the_same_time_in_a_class(
    small_suite: SmallSuite,
) -> None:
    small_suite.visible(
        """
        @pytest.mark.part("one")
        def test_long(submission):
            assert submission.work("long", 0) == "long"
        """
    )
    small_suite.hidden(
        """
        @pytest.mark.part("one")
        def test_endless(submission):
            submission.work("endless", 0)

        @pytest.mark.part("two")
        def test_long_again(submission):
            assert submission.work("long", 1) == "long"
        """
    )
    right = """
import time
def work(kind, number):
    begun = time.process_time()
    while time.process_time() - begun < 0.3 and kind != "quick":
        pass
    return kind
"""
    wrong = right.replace(" and kind", " or kind == 'endless' and kind")
    request = small_suite.job(wrong, right, seed=SEED, cpu_seconds_per_call=0.8)
    with warm(request) as suite:
        together = judge(suite, wrong)
    with sharing_a_runner(), Runner() as runner:
        alone = runner.start(request).finish()
    for run in (together, alone):
        outcomes = {name: check.outcome for name, check in by_name(run).items()}
        assert outcomes == {
            "test_long": Outcome.PASSED,
            "test_endless": Outcome.TIMEOUT,
            "test_long_again": Outcome.PASSED,
        }


def test_points_that_are_lost_stay_lost_if_the_run_ends_early(small_suite: SmallSuite) -> None:
    small_suite.visible(
        """
        @pytest.mark.part("one")
        def test_doubles(submission):
            assert submission.double(3) == 6
        """
    )
    small_suite.hidden(
        """
        import os
        OWN = os.getpid()

        @pytest.mark.part("two")
        def test_ends(submission):
            if submission.double(1) != 2 and os.getpid() != OWN:
                os._exit(7)
        """
    )
    request = small_suite.job("", "def double(x): return 2 * x\n")
    with warm(request) as suite:
        run = judge(suite, "def double(x): return 5\n")
    assert by_name(run)["test_doubles"].outcome is Outcome.WRONG
    assert by_name(run)["test_ends"].outcome is Outcome.PENDING
    assert run.faults


WORDS = st.lists(st.binary(max_size=80), max_size=5)
START = b"0:a"


def conversation(questions: Sequence[bytes], answer: bytes) -> Conversation:
    """Make a conversation in which every question gets the same answer."""
    asked, place = {}, START
    for question in questions:
        asked[place] = ("run", question)
        place = heard(place, answer)
    return Conversation(asked, place)


def known_run(*, wrong: bool = False) -> CheckRun:
    check = Check(
        id="a", title="a", part="one", hidden=False, outcome=Outcome.WRONG if wrong else Outcome.PASSED
    )
    answer = Answer(name="y", actual=np.array([2.0]), expected=np.array([1.0]))
    return CheckRun(
        check=check,
        error=FailedBefore() if wrong else None,
        signature=FailureSignature.of("a", "one", [answer], None) if wrong else None,
        touched=Touched(used=frozenset({"f"}), draws=(("case", 1),)),
    )


def ended(known: KnownRuns, said: Conversation) -> CheckRun | None:
    """Go through a conversation by what is known of it; give what it came to."""
    if any(known.asked_at(place) != question for place, question in said.questions.items()):
        return None
    return None if known.asked_at(said.end) else known.ended_at(said.end)


def add_in_a_fork(known: KnownRuns, *found: tuple[Conversation, CheckRun]) -> None:
    """Let a forked process find runs, and learn what it tells of them."""
    process = os.fork()
    if process == 0:
        for said, run in found:
            known.add(said, run)
        os._exit(0)
    os.waitpid(process, 0)
    take_all(known)


def take_all(known: KnownRuns) -> None:
    while select.select([known], [], [], 0)[0]:
        known.take()


@pytest.mark.parametrize("length", [1 << 16, 1 << 20])
def test_run_that_a_forked_process_tells_is_as_it_was_found(length: int) -> None:
    known = KnownRuns()
    known.share()
    said, run = conversation([b"short", bytes(length)], b"one"), known_run(wrong=True)
    add_in_a_fork(known, (said, run))
    assert not any("memfd:note" in str(file.readlink()) for file in open_files())
    known.close()
    found = ended(known, said)
    assert found is not None
    assert isinstance(found.error, FailedBefore)
    assert (found.check, found.touched) == (run.check, run.touched)
    assert found.signature is not None
    assert run.signature is not None
    assert encode(asdict(found.signature)) == encode(asdict(run.signature))


def open_files() -> list[Path]:
    return [file for file in Path("/proc/self/fd").iterdir() if file.is_symlink()]


def test_message_that_is_known_is_told_by_its_name() -> None:
    """The second answer to a long question is told in a note that has no room for the question."""
    questions = [b"short", bytes(1 << 22)]
    known = KnownRuns()
    known.add(conversation(questions, b"one"), known_run())
    known.share()
    told = conversation(questions, b"other")
    add_in_a_fork(known, (told, known_run()))
    known.close()
    assert ended(known, told) == known_run()


def test_run_that_is_too_long_to_be_told_is_not_known_and_those_after_it_are() -> None:
    known = KnownRuns()
    known.share()
    long, short = conversation([b"a", bytes(1 << 22)], b"one"), conversation([b"a"], b"other")
    add_in_a_fork(known, (long, known_run()), (short, known_run()))
    known.close()
    assert ended(known, long) is None
    assert ended(known, short) == known_run()


def test_after_a_note_is_lost_nothing_is_told_that_may_build_on_it() -> None:
    known = KnownRuns()
    known.share()
    for number in range(5000):
        known.add(conversation([b"a", b"%d" % number], b"%d" % number), known_run())
    assert known.has_lost, "nobody listens"
    take_all(known)
    known.add(conversation([b"a", b"b"], b"later"), known_run())
    assert not select.select([known], [], [], 0)[0]
    known.close()


def test_few_long_runs_wait_to_be_learnt() -> None:
    """Each takes memory until then."""
    known = KnownRuns()
    known.share()
    long = [conversation([b"a", b"%d" % number + bytes(1 << 18)], b"%d" % number) for number in range(100)]
    add_in_a_fork(known, *((said, known_run()) for said in long))
    known.close()
    assert 0 < sum(ended(known, said) is not None for said in long) < 50


def test_runs_that_are_long_leave_room_for_others() -> None:
    known = KnownRuns()
    answers = [b"%d" % number for number in range(9)]
    long = [conversation([b"a", answer + bytes(1 << 22)], answer) for answer in answers]
    short = conversation([b"a"], b"other")
    for said in (*long, short):
        known.add(said, known_run())
    kept = [ended(known, said) is not None for said in long]
    assert kept == [*[True] * 7, False, False]
    assert ended(known, short) == known_run()


def test_check_that_does_not_always_ask_the_same_is_not_known() -> None:
    known = KnownRuns()
    first = conversation([b"a", b"b"], b"1")
    others: tuple[list[bytes], ...] = ([b"a", b"c"], [b"a"], [b"a", b"b", b"c"], [])
    known.add(first, known_run())
    elsewhere = Conversation({START: ("run", b"a"), heard(START, b"1"): ("run", b"c")}, heard(START, b"2"))
    known.add(elsewhere, known_run())
    assert known.ended_at(elsewhere.end) is None
    for questions in others:
        other = conversation(questions, b"1")
        known.add(other, known_run(wrong=True))
        assert ended(known, other) is None
    assert ended(known, first) == known_run()


def test_conversation_that_is_too_long_to_be_told_is_not_known() -> None:
    for length in (1 << 10, 1 << 17):
        known = KnownRuns()
        said = conversation([b"%d" % number for number in range(length)], b"1")
        known.add(said, known_run())
        assert (ended(known, said) is None) is (length > 1 << 16)


@given(st.lists(st.tuples(WORDS, st.binary(max_size=3)), min_size=1, max_size=6))
def test_what_forked_processes_find_is_known_as_if_one_process_had_found_it(
    found: list[tuple[list[bytes], bytes]],
) -> None:
    runs = [conversation(*one) for one in found]
    alone, known = KnownRuns(), KnownRuns()
    for one in runs:
        alone.add(one, known_run())
    known.share()
    for one in runs:
        add_in_a_fork(known, (one, known_run()))
    known.close()
    assert [ended(known, one) for one in runs] == [ended(alone, one) for one in runs]
