"""A run says why checks failed: by recorded mistakes, and by running them on hidden checks."""

from collections.abc import Callable
from pathlib import Path

import pytest

from grader.errors import CourseFault
from grader.model.check import Outcome
from grader.suite.jobs import Trial
from grader.suite.results import SuiteRun
from grader.suite.trials import run_trials
from tests.support.small_catalogue import CATALOGUE, SOLUTION, record_mistakes
from tests.support.small_suites import SmallSuite, by_name, record, write

VISIBLE = """
@pytest.mark.part("one")
@pytest.mark.parametrize("x", [3.0, 5.0, -1.5])
def test_square(submission, expect, x):
    expect(submission.square(x), x * x)

@pytest.mark.part("two")
def test_twice(submission, expect):
    expect(submission.twice(4.0), 8.0)
"""
HIDDEN = """
@pytest.mark.part("one")
def test_hidden_square(submission, expect, oracle):
    x = oracle("number").inputs["x"] + 7.5
    expect(submission.square(x), x * x)

@pytest.mark.part("two")
@pytest.mark.parametrize("least", [100.0, 200.0])
def test_hidden_twice(submission, expect, oracle, least):
    x = oracle("number").inputs["x"] + least
    expect(submission.twice(x), 2 * x)
"""

Explained = Callable[[str], SuiteRun]


@pytest.fixture
def explained(small_suite: SmallSuite) -> Explained:
    """Return a function that runs the suite, with its mistakes recorded, against a submission."""
    small_suite.visible(VISIBLE)
    write(small_suite.root / "misconceptions.toml", CATALOGUE)
    record_mistakes(small_suite)
    small_suite.hidden(HIDDEN)
    record(small_suite.root / "hidden", "number", seeds=16)
    return lambda submission: small_suite.run(submission, SOLUTION)


def _names(run: SuiteRun) -> dict[str, str]:
    return {
        name: f"{check.explanation.name}{'' if check.explanation.certain else '?'}"
        for name, check in by_name(run).items()
        if check.explanation
    }


def test_a_mistake_written_in_another_way_is_named_in_visible_and_hidden_checks(explained: Explained) -> None:
    run = explained("def square(x):\n    return x ** 3\ndef twice(x):\n    return x + x\n")
    checks = ("test_square[3.0]", "test_square[5.0]", "test_square[-1.5]", "test_hidden_square")
    assert _names(run) == dict.fromkeys(checks, "cube")
    why = by_name(run)["test_hidden_square"].explanation
    assert why is not None
    assert (why.text, why.see) == ("The result is the third power. Count.", "handout.md#powers")


def test_a_mistake_made_by_an_alternative_is_named_in_visible_and_hidden_checks(explained: Explained) -> None:
    run = explained("def square(x):\n    return x ** 4\ndef twice(x):\n    return x + x\n")
    checks = ("test_square[3.0]", "test_square[5.0]", "test_square[-1.5]", "test_hidden_square")
    assert _names(run) == dict.fromkeys(checks, "cube")


LIKELY = """
@pytest.mark.part("one")
@pytest.mark.parametrize("x", [3.0, 5.0, -1.5])
def test_square(submission, x):
    assert submission.square(x) == x * x, "this is not the square"
"""
LONG = """
@pytest.mark.part("one")
@pytest.mark.parametrize("x", [1.25, 4.5])
def test_hidden_square(submission, expect, x):
    expect(submission.square(x), x * x)

@pytest.mark.part("one")
@pytest.mark.apart
def test_hidden_long(submission, expect):
    with open({log!r}, "a") as file:
        file.write("ran\\n")
    expect(submission.square(7.0), 49.0)
"""


def test_a_check_that_takes_long_runs_only_with_mistakes_that_the_others_leave_over(
    small_suite: SmallSuite, tmp_path: Path
) -> None:
    log = tmp_path / "log.txt"
    small_suite.visible(LIKELY)
    write(small_suite.root / "misconceptions.toml", CATALOGUE.partition("[two.unseen]")[0])
    record_mistakes(small_suite)
    small_suite.hidden(LONG.format(log=str(log)))
    run = small_suite.run("def square(x): return x * x * x\n", SOLUTION)
    assert _names(run)["test_hidden_long"] == "cube"
    assert log.read_text(encoding="utf-8").count("ran") == 2, "the submission, and one of three programs"


PAIR = """
def lift(x):
    return x + 0.25
def drop(x):
    return x - 0.75
"""
PAIRED = """
[one.down]
mistake = "It goes down."
advice = "Go up."
see = "ways"
edits = [{ find = 'return x + 0.25', becomes = 'return x - 0.25' }]

[one.up]
mistake = "It goes up."
advice = "Go down."
see = "ways"
edits = [{ find = 'return x - 0.75', becomes = 'return x + 0.75' }]
"""
APART = """
@pytest.mark.part("one")
@pytest.mark.parametrize("x", [3.3, 5.1])
@pytest.mark.parametrize("name, far", [("lift", 0.25), ("drop", -0.75)])
def test_one(submission, expect, name, far, x):
    expect(getattr(submission, name)(x), x + far)
"""
MIXED = """
@pytest.mark.part("one")
def test_hidden_mixture(submission, expect):
    expect(submission.lift(submission.drop(7.3)), 6.8)
"""


@pytest.mark.parametrize(
    "wrong, certain",
    [
        (("x - 0.25", "x + 0.75"), {"down", "up"}),
        (("x - 0.25", "x - 0.75"), {"down"}),
        (("x - 0.25", "x - 0.75 if x < 6 else x + 0.5"), {"down?"}),
    ],
    ids=["two mistakes", "one", "one, and something unknown in hidden checks"],
)
def test_mistakes_that_visible_checks_tell_apart_stay_certain_where_hidden_ones_mix_them(
    small_suite: SmallSuite, wrong: tuple[str, str], certain: set[str]
) -> None:
    small_suite.visible(APART)
    write(small_suite.root / "misconceptions.toml", PAIRED)
    record_mistakes(small_suite, PAIR)
    small_suite.hidden(MIXED)
    lift, drop = wrong
    run = small_suite.run(f"def lift(x): return {lift}\ndef drop(x): return {drop}\n", PAIR)
    visible = {name: why for name, why in _names(run).items() if "hidden" not in name}
    assert set(visible.values()) == certain


def test_a_mistake_that_only_hidden_checks_see_is_found_by_running_it(explained: Explained) -> None:
    run = explained("def square(x):\n    return x ** 2\ndef twice(x):\n    return x + x if x < 45 else 90\n")
    assert _names(run) == dict.fromkeys(("test_hidden_twice[100.0]", "test_hidden_twice[200.0]"), "unseen")


def test_what_no_mistake_explains_is_read_by_its_sign_in_visible_checks_alone(explained: Explained) -> None:
    run = explained("def square(x):\n    return -x * x\ndef twice(x):\n    return 2 * x\n")
    visible = ("test_square[3.0]", "test_square[5.0]", "test_square[-1.5]")
    assert _names(run) == dict.fromkeys(visible, "constant-ratio")
    assert by_name(run)["test_hidden_square"].outcome is Outcome.WRONG


def test_a_right_submission_is_told_nothing(explained: Explained) -> None:
    assert _names(explained(SOLUTION)) == {}


def test_a_catalogue_that_cannot_be_read_costs_no_points_and_is_told(
    explained: Explained, small_suite: SmallSuite
) -> None:
    write(small_suite.root / "misconceptions.toml", "[one.cube")
    run = explained("def square(x):\n    return x ** 3\ndef twice(x):\n    return 2 * x\n")
    (fault,) = run.faults
    assert "misconceptions.toml" in str(fault)
    outcomes = {name: check.outcome for name, check in by_name(run).items()}
    assert outcomes["test_twice"] is Outcome.PASSED
    assert outcomes["test_square[3.0]"] is Outcome.WRONG


def test_an_explanation_that_breaks_off_costs_no_points_and_is_told(
    explained: Explained, small_suite: SmallSuite
) -> None:
    write(small_suite.root / "steps.py", "STEPS = 5")
    run = explained("def square(x):\n    return x * x\ndef twice(x):\n    return x * float('nan')\n")
    assert [str(fault) for fault in run.faults] == ["no explanations were found: AttributeError"]
    assert run.isolation
    outcomes = {name: check.outcome for name, check in by_name(run).items()}
    assert outcomes["test_square[3.0]"] is Outcome.PASSED
    assert outcomes["test_twice"] is Outcome.WRONG


def test_a_release_without_the_catalogue_names_mistakes_by_their_recorded_values(
    explained: Explained, small_suite: SmallSuite
) -> None:
    (small_suite.root / "misconceptions.toml").unlink()
    run = explained("def square(x):\n    return x ** 3\ndef twice(x):\n    return 2 * x\n")
    assert _names(run)["test_square[3.0]"] == "cube"
    assert "test_hidden_square" not in _names(run)


def test_a_program_tried_on_the_suite_tells_how_it_fared(small_suite: SmallSuite) -> None:
    small_suite.visible(VISIBLE)
    cube = SOLUTION.replace("x * x", "x * x * x")
    trials = [Trial(name="right", source=SOLUTION), Trial(name="cube", source=cube)]
    trials += [Trial(name="stops", source=cube, until_lost=True)]
    trials += [Trial(name="one", source=cube, checks=("visible/test_visible.py::test_twice",))]
    right, wrong, stopped, one = run_trials(small_suite.job("").suite, trials).results
    assert (right.lost, right.signatures) == ([], {})
    assert len(wrong.outcomes) == 4
    assert set(wrong.lost) == set(wrong.signatures) == {id_ for id_ in wrong.outcomes if "square" in id_}
    assert len(stopped.lost) == 1
    assert list(one.outcomes) == ["visible/test_visible.py::test_twice"]


@pytest.mark.parametrize("other", ["hidden", "visible"])
def test_a_program_that_stops_at_a_check_leaves_nothing_to_the_next(
    small_suite: SmallSuite, other: str
) -> None:
    add = small_suite.hidden if other == "hidden" else small_suite.visible
    small_suite.visible("@pytest.mark.part('one')\ndef test_first(submission):\n    submission.twice(1.0)")
    checks = (
        "@pytest.mark.part('one')\n@pytest.mark.parametrize('x', [3.0, 5.0])\ndef test_more(submission, x):"
    )
    add(f"{checks}\n    assert submission.square(x) == x * x", "test_more.py")
    order = (
        "visible/test_visible.py::test_first",
        *(f"{other}/test_more.py::test_more[{x}]" for x in (3.0, 5.0)),
    )
    sources = [SOLUTION.replace("x * x", "x"), SOLUTION] * 6
    trials = [
        Trial(name=str(number), source=source, checks=order, until_lost=True)
        for number, source in enumerate(sources)
    ]
    results = run_trials(small_suite.job("").suite, trials).results
    assert [len(one.lost) for one in results] == [1, 0] * 6
    assert [len(one.outcomes) for one in results] == [2, 3] * 6


def test_a_fault_of_the_suite_is_told_once_however_many_programs_meet_it(small_suite: SmallSuite) -> None:
    small_suite.visible("@pytest.mark.part('one')\ndef test_one(oracle):\n    oracle('nothing')")
    trials = [Trial(name=str(number), source=SOLUTION) for number in range(8)]

    with pytest.raises(CourseFault) as caught:
        run_trials(small_suite.job("").suite, trials)
    assert caught.value.message.count("'nothing'") == 1
