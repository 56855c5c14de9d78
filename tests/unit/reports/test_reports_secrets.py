"""Whatever a student's code writes into a hidden check, no report shows it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.model.check import Argument, Call, Check, Difference, Fault, Location, Outcome, RunFault
from grader.model.report import Report
from grader.reports.registry import RenderOptions, format_names, render_report
from tests.support.report_samples import GOOD, assignment, report

FAILED = [outcome for outcome in Outcome if outcome is not Outcome.PASSED]
SECRET = 7349731
WORD = f"s{SECRET}"
NUMBER = SECRET + 0.5


def location(*, name: str = WORD) -> Location:
    return Location(file="mine.py", line=12, cell=None, function=name)


def leaky_call() -> Call:
    entry = Argument(name=WORD, kind="array", shape=(SECRET,), value=WORD)
    return Call(
        function="loss",
        arguments=(
            Argument(name="out", kind="array", shape=(SECRET, 0), value=WORD),
            Argument(name="cache", kind="dict", value=WORD, items=(entry,)),
        ),
    )


def safe_first_call() -> Call:
    return Call(
        function="forward",
        arguments=(
            Argument(name="X", kind="array", shape=(5, 4), value=WORD),
            Argument(name="k", kind="float", value=str(NUMBER)),
        ),
    )


DIFFERENCES = st.builds(
    Difference,
    name=st.just("W1"),
    problem=st.sampled_from(["missing", "type", "shape", "finite", "value"]),
    message=st.just(WORD),
    expected_shape=st.sampled_from([None, (3, 4)]),
    actual_shape=st.just((SECRET,)),
    expected=st.just(WORD),
    actual=st.just(WORD),
    greatest=st.just(NUMBER),
    index=st.just((SECRET, 1)),
    expected_there=st.just(NUMBER),
    actual_there=st.just(NUMBER),
    mismatched=st.just(SECRET),
    total=st.just(SECRET),
    location=st.none() | st.builds(location),
)
CHECKS = st.builds(
    Check,
    id=st.uuids().map(str),
    title=st.just("a hidden check"),
    part=st.sampled_from(["activations", "forward", "backward"]),
    hidden=st.just(value=True),
    outcome=st.sampled_from(FAILED),
    message=st.just(f"{WORD} {NUMBER}"),
    exception=st.sampled_from(["ValueError", WORD]),
    calls=st.lists(st.builds(leaky_call), max_size=5).map(lambda later: (safe_first_call(), *later)),
    differences=st.lists(DIFFERENCES, max_size=3).map(tuple),
    location=st.none() | st.builds(location),
    trace=st.lists(st.builds(location), max_size=20).map(tuple),
    hint=st.just("Look at the shapes."),
    output=st.just(f"{WORD}\n{NUMBER}"),
)


def run(checks: list[Check], reveal: str) -> Report:
    return report(replace(assignment((*GOOD, *checks)), reveal=reveal))


@given(st.lists(CHECKS, min_size=1, max_size=6), st.sampled_from(["name", "hint"]))
def test_no_report_shows_what_a_hidden_check_must_not(checks: list[Check], reveal: str) -> None:
    shown = run(checks, reveal)
    texts = [render_report(form, shown) for form in format_names()]
    for text in (*texts, render_report("terminal", shown, RenderOptions(width=400))):
        # A form may fold a line in the middle of a word.
        assert str(SECRET) not in "".join(text.replace(",", "").replace("_", "").split())


def faulty(reveal: str) -> Report:
    fault = RunFault(kind=Fault.GRADER, message="The suite could not be run.", traceback=WORD)
    mine = replace(assignment(GOOD), reveal=reveal, faults=(fault,), defects=(WORD,), runner_errors=WORD)
    return report(mine)


@pytest.mark.parametrize("reveal", ["name", "hint"])
@pytest.mark.parametrize("form", format_names())
def test_no_report_shows_where_the_grader_failed(form: str, reveal: str) -> None:
    assert WORD not in render_report(form, faulty(reveal))


def test_full_reveal_shows_where_the_grader_failed() -> None:
    assert render_report("json", faulty("full")).count(WORD) == 3


@given(CHECKS)
def test_full_reveal_shows_it(check: Check) -> None:
    # Only what the student's code did wrong is told in every form.
    for form in format_names() if check.outcome is Outcome.WRONG else ("json",):
        assert str(SECRET) in "".join(render_report(form, run([check], "full")).split())
