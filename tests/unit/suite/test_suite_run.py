"""Small suites, run from beginning to end in a process of their own."""

from pathlib import Path

import pytest

from grader.scoring import Check, Fault, Outcome
from grader.suite.run import Runner, run_suite
from tests.support.small_suites import SmallSuite, by_name, record, write

SUBMISSION = """
def right(x=1):
    print("printed")
    return x
def wrong(): return 2.0
def raises(x):
    return 1 / x
def todo(): raise NotImplementedError
def needs(): return todo()
def slow():
    while True: pass
def hungry(): return bytearray(1 << 40)
def dies():
    import os
    os._exit(3)
class Value:
    def __init__(self, data): self.data = data
def returns_object(): return Value(1.0)
"""

EVERY_OUTCOME = """
pytestmark = pytest.mark.part("one", hint="Think.")

def test_passed(submission, expect):
    '''A right answer. It is not told.

    More is not the title.'''
    expect(submission.right(x=3), 3)

def test_wrong(submission, expect):
    expect(submission.wrong(), 1.0, "answer")

def test_raised(submission):
    submission.right()
    submission.raises(0)

def test_not_started(submission):
    submission.todo()

def test_skipped_for_a_stub(submission):
    submission.needs()

def test_skipped_for_what_is_missing(submission):
    submission.nothing_of_that_name()

def test_timeout(submission):
    submission.slow()

def test_memory(submission):
    submission.hungry()

def test_crashed(submission):
    submission.dies()

@pytest.mark.part("two")
@pytest.mark.parametrize("kind", ["a", "b"])
def test_pending(oracle, kind):
    oracle("nothing_recorded")

class TestFirst:
    def test_same_name(self, submission):
        submission.right()

class TestSecond:
    def test_same_name(self, submission):
        submission.wrong()
        assert False, "wrong on purpose"
"""


@pytest.fixture(scope="module")
def every_outcome(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Check]:
    """Run a suite with a check for every outcome, once for all that look at it."""
    suite = SmallSuite(tmp_path_factory.mktemp("every_outcome"))
    suite.visible(EVERY_OUTCOME)
    run = suite.run(SUBMISSION, cpu_seconds_per_call=0.3)
    advice = "An instructor records it with `grade record`, which needs PyTorch."
    assert run.faults == (f"case 'nothing_recorded' is not recorded\n{advice}",)
    assert run.isolation in ("L1", "L3", "L4")
    return {check.id.partition("::")[2]: check for check in run.checks}


@pytest.mark.parametrize(
    "name, outcome",
    [
        ("test_passed", Outcome.PASSED),
        ("test_wrong", Outcome.WRONG),
        ("test_raised", Outcome.RAISED),
        ("test_not_started", Outcome.NOT_STARTED),
        ("test_skipped_for_a_stub", Outcome.SKIPPED),
        ("test_skipped_for_what_is_missing", Outcome.SKIPPED),
        ("test_timeout", Outcome.TIMEOUT),
        ("test_memory", Outcome.MEMORY),
        ("test_crashed", Outcome.CRASHED),
        ("test_pending[a]", Outcome.PENDING),
        ("TestFirst::test_same_name", Outcome.PASSED),
        ("TestSecond::test_same_name", Outcome.WRONG),
    ],
)
def test_a_check_ends_with_its_outcome(name: str, outcome: Outcome, every_outcome: dict[str, Check]) -> None:
    assert every_outcome[name].outcome is outcome


def test_a_check_tells_what_it_is(every_outcome: dict[str, Check]) -> None:
    passed, pending = every_outcome["test_passed"], every_outcome["test_pending[b]"]

    assert passed.id == "visible/test_visible.py::test_passed"
    assert passed.title == "A right answer. It is not told"
    assert (passed.part, passed.hint, passed.hidden) == ("one", "Think.", False)
    assert (pending.title, pending.part, pending.hint) == ("pending (b)", "two", "")


def test_a_check_tells_what_was_called_and_printed(every_outcome: dict[str, Check]) -> None:
    passed, raised = every_outcome["test_passed"], every_outcome["test_raised"]

    (call,) = passed.calls
    assert (call.function, [(one.name, one.value) for one in call.arguments]) == ("right", [("x", "3")])
    assert passed.output == "printed\n"
    assert [call.function for call in raised.calls] == ["right", "raises"]


def test_a_check_tells_why_it_failed_and_where(every_outcome: dict[str, Check]) -> None:
    raised, wrong = every_outcome["test_raised"], every_outcome["test_wrong"]

    assert (raised.exception, raised.message) == ("ZeroDivisionError", "division by zero")
    assert raised.location is not None
    assert (raised.location.line, raised.location.function) == (7, "raises")
    assert [one.name for one in wrong.differences] == ["answer"]
    assert every_outcome["TestSecond::test_same_name"].message == "wrong on purpose"


def test_a_check_tells_what_it_needs(every_outcome: dict[str, Check]) -> None:
    assert every_outcome["test_not_started"].needs == "todo"
    assert every_outcome["test_skipped_for_a_stub"].needs == "todo"
    assert every_outcome["test_skipped_for_what_is_missing"].needs == "nothing_of_that_name"


ARBITRATED = """
import os
pytestmark = pytest.mark.part("one")

def test_its_own_mistake(submission):
    submission.right()
    [][0]

def test_its_own_skip():
    pytest.skip("not today")

def test_an_object_for_a_number(submission):
    assert float(submission.returns_object()) == 1.0

def test_a_number_without_a_length(submission):
    assert len(submission.wrong()) == 1

def test_a_failed_assertion(submission):
    assert submission.wrong() == 1.0, "it is not one"

def test_a_failure_by_name(submission):
    if submission.wrong() != 1.0:
        pytest.fail("it is not one")

def test_that_cannot_be_set_up(no_such_fixture):
    pass

def test_that_passes(submission):
    submission.right()
"""


def test_what_a_check_does_to_the_solution_too_is_the_suites_fault(small_suite: SmallSuite) -> None:
    small_suite.visible(ARBITRATED)
    solution = "def right(): return 1\ndef wrong(): return 1.0\ndef returns_object(): return 1.0"
    run = small_suite.run(SUBMISSION, solution)
    checks = by_name(run)

    for name in ("test_its_own_mistake", "test_its_own_skip", "test_that_cannot_be_set_up"):
        assert (checks[name].outcome, checks[name].fault) == (Outcome.PENDING, Fault.SUITE)
        assert checks[name].message == "the check itself failed"
        assert any(f"::{name} fails with the solution too" in fault for fault in run.faults)
    assert any("IndexError at test_visible.py:" in fault for fault in run.faults)
    for name in ("test_an_object_for_a_number", "test_a_failed_assertion", "test_a_failure_by_name"):
        assert checks[name].outcome is Outcome.WRONG
    assert "an object of type Value" in checks["test_an_object_for_a_number"].message
    assert checks["test_a_failed_assertion"].message == "it is not one"
    assert checks["test_that_passes"].outcome is Outcome.PASSED


def test_what_a_check_does_to_the_submission_alone_is_a_wrong_answer(small_suite: SmallSuite) -> None:
    small_suite.visible(
        """
        pytestmark = pytest.mark.part("one")
        def test_length(submission):
            assert len(submission.f()) == 2
        def test_key(submission):
            assert submission.f()[1] == 2
        """
    )
    run = small_suite.run("def f(): return 5", "def f(): return (1, 2)")

    assert [check.outcome for check in run.checks] == [Outcome.WRONG, Outcome.WRONG]
    assert "TypeError" in run.checks[0].message
    assert run.faults == ()


def test_without_a_solution_only_assertions_and_objects_are_judged(small_suite: SmallSuite) -> None:
    small_suite.visible(ARBITRATED)
    run = small_suite.run(SUBMISSION)
    checks = by_name(run)

    for name in ("test_an_object_for_a_number", "test_a_failed_assertion", "test_a_failure_by_name"):
        assert checks[name].outcome is Outcome.WRONG
    undecided = (
        "test_its_own_mistake",
        "test_its_own_skip",
        "test_that_cannot_be_set_up",
        "test_a_number_without_a_length",
    )
    for name in undecided:
        assert (checks[name].outcome, checks[name].fault) == (Outcome.PENDING, Fault.SUITE)
        assert any(f"::{name} fails by itself" in fault for fault in run.faults)


def test_a_solution_that_does_not_load_withholds_points_too(small_suite: SmallSuite) -> None:
    small_suite.visible(
        """
        @pytest.mark.part("one")
        def test_one(submission):
            assert submission.f() == 1
        """
    )
    run = small_suite.run("def f(): return 2", "raise RuntimeError")

    assert run.checks[0].outcome is Outcome.PENDING
    assert any("Raised" in fault for fault in run.faults)


@pytest.mark.parametrize(
    "code, words",
    [
        ("def test_one(submission): pass", "test_one does not say which part it counts for"),
        (
            "@pytest.mark.part('three')\ndef test_one(): pass",
            "counts for part 'three'; the assignment has one, two",
        ),
        ("@pytest.mark.part('one', 'two')\ndef test_one(): pass", "does not say which part"),
        ("import no_such_module", "cannot be collected: E   ModuleNotFoundError"),
        ("def test_one(:", "cannot be collected: E   SyntaxError"),
        ("x = 1", "the suite holds no checks"),
        ("@pytest.mark.part_of_it\ndef test_one(): pass", "'part_of_it' not found in `markers`"),
    ],
    ids=["no part", "unknown part", "two parts", "import", "syntax", "empty", "marker"],
)
def test_a_suite_that_is_not_in_order_decides_nothing(code: str, words: str, small_suite: SmallSuite) -> None:
    small_suite.visible(code)
    small_suite.visible("@pytest.mark.part('one')\ndef test_other(submission): pass", "test_other.py")
    if code == "x = 1":
        (small_suite.root / "visible" / "test_other.py").unlink()
    run = small_suite.run("def f(): return 1")

    assert words in "\n".join(run.faults)
    assert all(check.outcome is Outcome.PENDING for check in run.checks)


DRAWS = """
pytestmark = pytest.mark.part("one")

@pytest.mark.parametrize("number", range(6))
def test_two_draws(oracle, submission, number):
    first, second = oracle("drawn"), oracle("drawn")
    assert first.seed != second.seed
    assert first.inputs["x"] == first.seed
    submission.f(first.inputs["x"])
"""


def test_hidden_seeds_and_the_order_are_drawn_for_each_run_and_can_be_repeated(
    small_suite: SmallSuite,
) -> None:
    small_suite.visible(DRAWS)
    small_suite.hidden(DRAWS)
    record(small_suite.root / "visible", "drawn", 4)
    record(small_suite.root / "hidden", "drawn", 64)
    runs = [(small_suite.run("def f(x): return 1", seed=seed), small_suite.order) for seed in (1, 1, 2)]
    drawn = [{check.id: check.seeds for check in run.checks if check.hidden} for run, _ in runs]

    assert all(check.outcome is Outcome.PASSED for run, _ in runs for check in run.checks)
    for run, order in runs:
        shown = [check.seeds for check in run.checks if not check.hidden]
        assert shown == [(("drawn", 0), ("drawn", 1))] * 6
        assert [one.startswith("hidden/") for one in order] == [False] * 6 + [True] * 6
        assert [check.hidden for check in run.checks] == [False] * 6 + [True] * 6
    assert drawn[0] == drawn[1]
    assert runs[0][1] == runs[1][1]
    assert drawn[0] != drawn[2]
    assert runs[0][1] != runs[2][1]
    assert len(set(drawn[0].values())) > 3


def test_a_case_with_too_few_seeds_is_the_suites_fault(small_suite: SmallSuite) -> None:
    small_suite.visible(DRAWS)
    record(small_suite.root / "visible", "drawn", 1)
    run = small_suite.run("def f(x): return 1")

    assert {check.fault for check in run.checks} == {Fault.SUITE}
    assert run.faults == ("case 'drawn' has 1 recorded seeds, and one more was drawn",)


def test_a_recording_that_is_missing_stale_or_damaged_withholds_points(small_suite: SmallSuite) -> None:
    small_suite.visible(
        """
        pytestmark = pytest.mark.part("one")
        @pytest.mark.parametrize("name", ["missing", "stale", "damaged", "misnamed", "whole"])
        def test_case(oracle, submission, name):
            submission.f(oracle(name).inputs["x"])
        """
    )
    folder = small_suite.root / "visible"
    stale = record(folder, "stale", 1).read_bytes()
    write(folder / "oracle.py", "# an oracle\n")
    for name in ("damaged", "misnamed", "whole"):
        record(folder, name, 1)
    recordings = folder / "recordings"
    (recordings / "stale.rec").write_bytes(stale)
    damaged = bytearray((recordings / "damaged.rec").read_bytes())
    damaged[-1] ^= 1
    (recordings / "damaged.rec").write_bytes(damaged)
    (recordings / "misnamed.rec").write_bytes((recordings / "whole.rec").read_bytes())

    run = small_suite.run("def f(x): return 1")
    checks = by_name(run)

    words = {
        "missing": "is not recorded",
        "stale": "is older than its oracle",
        "damaged": "is damaged",
        "misnamed": "is that of case 'whole'",
    }
    for name, word in words.items():
        check = checks[f"test_case[{name}]"]
        assert (check.outcome, check.fault) == (Outcome.PENDING, Fault.SUITE)
        assert word in check.message
        assert any(word in fault for fault in run.faults)
    assert checks["test_case[whole]"].outcome is Outcome.PASSED
    assert len(run.faults) == len(words)


def test_nothing_of_the_machine_or_the_course_changes_how_a_suite_runs(
    small_suite: SmallSuite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTEST_ADDOPTS", "--no-such-option")
    monkeypatch.setenv("PYTEST_PLUGINS", "no_such_plugin")
    course = small_suite.root.parent
    write(course / "pyproject.toml", "[tool.pytest.ini_options]\naddopts = ['--no-such-option']\n")
    write(course / "pytest.ini", "[pytest]\naddopts = --no-such-option\n")
    write(course / "conftest.py", "raise RuntimeError('of the course')\n")
    write(small_suite.root / "pytest.ini", "[pytest]\npython_files = nothing_*.py\n")
    for name in ("pytest", "numpy", "random"):
        write(course / f"{name}.py", "raise RuntimeError('of the course')\n")
        write(small_suite.root / "visible" / f"{name}.py", "raise RuntimeError('of the suite')\n")
    monkeypatch.chdir(course)
    small_suite.visible(
        """
        @pytest.mark.part("one")
        def test_one(submission, expect):
            expect(submission.f(), 1)
        """
    )

    run = small_suite.run("def f(): return 1")

    assert [check.outcome for check in run.checks] == [Outcome.PASSED]
    assert run.faults == ()


def test_a_suite_may_be_named_by_a_path_from_here(
    small_suite: SmallSuite, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_suite.visible("@pytest.mark.part('one')\ndef test_one(submission): submission.f()")
    monkeypatch.chdir(small_suite.root.parent)
    run = SmallSuite(Path(small_suite.root.name)).run("def f(): return 1")

    assert [check.outcome for check in run.checks] == [Outcome.PASSED]
    assert run.faults == ()


def test_a_suite_that_prints_changes_nothing_of_what_is_found(small_suite: SmallSuite) -> None:
    small_suite.visible(
        """
        import os, sys
        print('{"end": {}}')
        @pytest.mark.part("one")
        def test_one(submission, expect):
            print('{"check": {}}', flush=True)
            os.write(1, b'{"check": {}}\\n' * 10000)
            sys.stderr.write("anything\\n" * 10000)
            expect(submission.f(), 1)
        """
    )
    write(small_suite.root / "conftest.py", "print('from a conftest')\n")
    run = small_suite.run("def f(): return 1")

    assert [check.outcome for check in run.checks] == [Outcome.PASSED]
    assert run.faults == ()


def test_a_runner_that_ends_in_the_middle_leaves_the_rest_to_the_grader(small_suite: SmallSuite) -> None:
    small_suite.visible("@pytest.mark.part('one')\ndef test_one(submission): submission.f()")
    small_suite.hidden(
        """
        import os, stat
        pytestmark = pytest.mark.part("two")
        @pytest.mark.parametrize("number", range(3))
        def test_end(number):
            for descriptor in range(3, 100):
                try:
                    if stat.S_ISFIFO(os.fstat(descriptor).st_mode):
                        os.write(descriptor, b'{"check": {"id": ')
                except OSError:
                    pass
            os.kill(os.getpid(), 9)
        """
    )
    run = small_suite.run("def f(): return 1")

    assert [check.outcome for check in run.checks] == [Outcome.PASSED, *[Outcome.PENDING] * 3]
    assert {check.fault for check in run.checks[1:]} == {Fault.GRADER}
    assert run.faults == ("the process that runs the suite ended early: it left no message",)
    assert run.isolation == ""


def test_a_runner_that_cannot_begin_says_so(tmp_path: Path) -> None:
    suite = SmallSuite(tmp_path)
    (tmp_path / "visible").mkdir()
    run = run_suite(suite.job("def f(): return 1"))

    assert run.checks == ()
    assert len(run.faults) == 1


def test_a_runner_that_is_left_is_gone(small_suite: SmallSuite) -> None:
    small_suite.visible("import time\n@pytest.mark.part('one')\ndef test_one(submission): time.sleep(600)")
    with Runner() as runner:
        runner.begin(small_suite.job("def f(): return 1"))
        process = runner._process  # noqa: SLF001  # that it ends is what is tested
    assert process.poll() is not None


def test_the_state_of_one_check_is_gone_in_the_next(small_suite: SmallSuite) -> None:
    small_suite.visible(
        """
        pytestmark = pytest.mark.part("one")
        @pytest.mark.parametrize("number", range(3))
        def test_state(submission, number):
            assert submission.changed_arguments == []
            assert submission.outer() == "own"
            submission.assume("inner", {}, "assumed")
            assert submission.outer() == "assumed"
            submission.change([1])
            assert submission.changed_arguments == ["items of `change`"]
        """
    )
    code = """
        def inner(): return "own"
        def outer():
            print("x" * 30)
            return inner()
        def change(items): items.append(1)
        """
    run = small_suite.run(code)

    assert [check.outcome for check in run.checks] == [Outcome.PASSED] * 3
    assert {check.output for check in run.checks} == {("x" * 30 + "\n") * 2}


def test_a_submission_that_dies_costs_only_the_check_it_died_in(small_suite: SmallSuite) -> None:
    small_suite.visible(
        """
        pytestmark = pytest.mark.part("one")
        @pytest.mark.parametrize("how", ["die", "live", "die", "live", "hang", "live"], ids=list("abcdef"))
        def test_it(submission, how):
            assert getattr(submission, how)() == 1
        """
    )
    code = "import os\ndef die(): os._exit(1)\ndef live(): return 1\ndef hang():\n    while True: pass"
    run = small_suite.run(code, code, cpu_seconds_per_call=0.2)

    assert [check.outcome for check in run.checks] == [
        Outcome.CRASHED,
        Outcome.PASSED,
        Outcome.CRASHED,
        Outcome.PASSED,
        Outcome.TIMEOUT,
        Outcome.PASSED,
    ]


def test_a_submission_that_does_not_load_fails_every_check_at_once(small_suite: SmallSuite) -> None:
    small_suite.visible(
        """
        pytestmark = pytest.mark.part("one")
        @pytest.mark.parametrize("number", range(20))
        def test_it(submission, number):
            submission.f()
        """
    )
    run = small_suite.run("x = 1\nx.nothing")

    assert {check.outcome for check in run.checks} == {Outcome.RAISED}
    assert {check.location.line for check in run.checks if check.location} == {2}


def test_a_number_no_text_can_hold_is_only_a_wrong_answer(small_suite: SmallSuite) -> None:
    small_suite.visible(
        """
        @pytest.mark.part("one")
        def test_one(submission, expect):
            expect(submission.f(), 1.0)
        """
    )
    run = small_suite.run("def f(): return 10 ** 5000", "def f(): return 1.0")

    assert run.checks[0].outcome is Outcome.WRONG
    assert run.checks[0].message == "result is not finite (NaN or infinity)"
