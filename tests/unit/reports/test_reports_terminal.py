import os
import re
import subprocess
import sys
from dataclasses import replace
from unicodedata import category

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from grader.model.check import Check, Explanation, Fault, Location, Outcome
from grader.model.report import MissingFunction
from grader.model.scoring import lost_part
from grader.reports.registry import RenderOptions, render_report
from tests.support.report_samples import (
    GOOD,
    KINDS,
    WRONG_W1,
    assignment,
    not_started,
    raised,
    report,
    with_parts,
    wrong,
)

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)
OBEYED = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def told(*checks: Check) -> str:
    return render_report("terminal", report(assignment((*GOOD, *checks))), RenderOptions(width=100))


@pytest.mark.parametrize("width", [20, 40, 60, 80, 200])
@pytest.mark.parametrize("kind", KINDS)
def test_no_line_is_wider_than_the_terminal(kind: str, width: int) -> None:
    lines = render_report("terminal", KINDS[kind], RenderOptions(width=width)).splitlines()
    assert max(map(cell_len, lines)) <= width


@pytest.mark.parametrize("kind", KINDS)
def test_plain_report_has_no_escape_codes_and_ascii_report_is_ascii(kind: str) -> None:
    assert "\x1b" not in render_report("terminal", KINDS[kind])
    assert render_report("terminal", KINDS[kind], RenderOptions(ascii_only=True)).isascii()


@pytest.mark.parametrize("kind", KINDS)
def test_colours_change_nothing_but_colours(kind: str) -> None:
    colored = re.sub(r"\x1b\[[0-9;]*m", "", render_report("terminal", KINDS[kind], RenderOptions(color=True)))
    assert [line.rstrip() for line in colored.splitlines()] == render_report(
        "terminal", KINDS[kind]
    ).splitlines()


@given(ANY_TEXT, ANY_TEXT)
@settings(max_examples=50)
def test_student_text_is_never_obeyed(text: str, name: str) -> None:
    place = Location(file=name, line=1, function=text)
    check = replace(raised(), message=text, output=text, location=place, trace=(place, place), hint=text)
    shown = render_report(
        "terminal", report(replace(assignment((*GOOD, check)), submission=name, notices=(text,)))
    )
    assert {category(character) for character in shown if character != "\n"}.isdisjoint(OBEYED)


def test_environment_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    before = render_report("terminal", KINDS["wrong"], RenderOptions(width=60, color=True))
    for name, value in {"NO_COLOR": "1", "COLUMNS": "30", "TERM": "dumb", "FORCE_COLOR": "1"}.items():
        monkeypatch.setenv(name, value)
    assert render_report("terminal", KINDS["wrong"], RenderOptions(width=60, color=True)) == before
    assert "\x1b" not in render_report("terminal", KINDS["wrong"])


def test_importing_the_reports_does_not_import_rich() -> None:
    code = (
        "import sys; from grader.reports.registry import *; format_names(); sys.exit('rich' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env=dict(os.environ))


def test_same_exception_at_the_same_line_is_reported_once() -> None:
    text = told(*(raised(title=f"batch {number}") for number in range(12)), wrong())
    assert text.count("could not be broadcast") == 1
    assert "11 other checks failed in the same way" in text
    assert "18 of 24 entries differ" in text


def test_exceptions_at_other_lines_are_separate() -> None:
    other = replace(raised(title="other"), location=Location(file="two_layer_mlp.py", line=99))
    assert told(raised(), other).count("could not be broadcast") == 2


def test_other_wrong_values_are_separate() -> None:
    other = replace(wrong(title="other"), differences=(replace(WRONG_W1, name="W2"),))
    text = told(wrong(), other)
    assert "in the same way" not in text
    assert text.count("18 of 24 entries differ") == 2


def test_certain_cause_shortens_the_rest() -> None:
    cause = Explanation(
        name="a", text="The advice.", detail="Besides, all comes out times 2.", certain=True, see="a.md#b"
    )
    both = (WRONG_W1, replace(WRONG_W1, name="b1"))
    text = told(replace(wrong(), differences=both, explanation=cause))
    assert "also wrong: b1" in text
    assert "read      a.md#b" in text
    assert "The advice. Besides, all comes out times 2." in " ".join(text.split())
    for needless in ("0.25", "hint"):
        assert needless not in text
    guess = told(replace(wrong(), differences=both, explanation=replace(cause, certain=False)))
    assert "This is a guess. The advice. Besides, all comes out times 2." in " ".join(guess.split())
    assert guess.count("18 of 24 entries differ") == 2


def test_hint_is_left_out_if_the_file_does_not_load() -> None:
    failed = replace(raised(), hint="Square first.")
    loading = Location(file="two_layer_mlp.py", line=3, function="<module>")

    assert "Square first." in told(failed)
    assert "Square first." not in told(replace(failed, location=loading, trace=(loading, *failed.trace)))


def test_visible_check_stands_for_hidden_ones_like_it() -> None:
    text = told(wrong(title="hidden one", hidden=True), wrong(title="visible one"))
    assert "✗ Backward: visible one\n" in text
    assert "hidden one (hidden)" in text


def test_untouched_stub_names_the_function_to_begin_with() -> None:
    text = render_report("terminal", KINDS["untouched"], RenderOptions(width=200))
    assert "Begin with `activate` in Activations (two_layer_mlp.py:31)" in text
    assert "✗" not in text


def test_function_to_begin_with_is_taken_from_the_call() -> None:
    check = replace(not_started("forward", "hidden layer", "", 55), calls=raised().calls)
    text = render_report("terminal", report(replace(assignment([check]), untouched=True)))
    assert "Begin with `forward` in Forward" in text


def lacking(number: int) -> Check:
    name = f"step_{number}"
    return replace(GOOD[2], id=name, title=name, outcome=Outcome.SKIPPED, needs=name)


def test_file_without_any_needed_function_is_questioned() -> None:
    checks = [lacking(number) for number in range(8)]
    missing = tuple(MissingFunction(name=check.needs) for check in checks)
    text = render_report(
        "terminal", report(replace(assignment(checks), missing=missing)), RenderOptions(width=100)
    )
    assert "none of: step_0, step_1, step_2, step_3, step_4, step_5, ...\n" in text
    assert "Is it the file for this assignment?" in text
    assert "Still to write" not in text
    assert "your file defines no" not in text


def test_method_that_stands_outside_its_class_is_told_as_one() -> None:
    missing = (MissingFunction(name="Value.tanh", nearest="tanh"),)
    checks = [*GOOD, replace(lacking(1), needs="Value.tanh")]
    text = render_report(
        "terminal", report(replace(assignment(checks), missing=missing)), RenderOptions(width=200)
    )
    assert "your class has no `Value.tanh`, but there is a function `tanh` outside its methods" in text


def test_missing_function_is_reported_with_the_nearest_name() -> None:
    missing = (MissingFunction(name="step_1", nearest="stepp_1"),)
    checks = [*GOOD, lacking(1), not_started("backward", "gradients", "backward", 90)]
    text = render_report(
        "terminal", report(replace(assignment(checks), missing=missing)), RenderOptions(width=100)
    )
    assert "1 check: your file defines no `step_1`, but it has `stepp_1`" in text
    assert "- Still to write in Forward: `step_1`\n" in text
    assert "- Still to write in Backward: `backward` (two_layer_mlp.py:90)\n" in text
    assert "Is it the file" not in text


@pytest.mark.parametrize("fault,place", [(Fault.SUITE, "the tests"), (Fault.GRADER, "the grader")])
def test_pending_check_is_not_blamed_on_the_student(fault: Fault, place: str) -> None:
    text = " ".join(told(replace(wrong(), outcome=Outcome.PENDING, fault=fault)).split())
    assert f"We could not judge 1 check. The fault is in {place}, not in your work" in text
    assert "no points are lost" in text


def test_only_a_provisional_score_says_so() -> None:
    assert "Only the visible checks ran" in render_report("terminal", KINDS["untouched"])
    assert "provisional" not in render_report("terminal", KINDS["passed"])


def test_nearly_equal_numbers_show_the_digits_that_differ() -> None:
    close = replace(WRONG_W1, expected_there=0.123456789, actual_there=0.123456780, greatest=9e-9)
    text = told(replace(wrong(), differences=(close,)))
    assert "most at [2, 1]: came 0.12345678, expected 0.123456789 (allowed: rtol" in " ".join(text.split())


def test_long_lists_are_cut_with_a_note() -> None:
    check = replace(
        wrong(),
        calls=raised().calls * 7,
        trace=tuple(Location(file="a.py", line=line) for line in range(1, 1001)),
        output="\n".join(f"line {number}" for number in range(100)),
        differences=tuple(replace(WRONG_W1, name=f"W{number}") for number in range(30)),
    )
    text = told(check)
    for note in ("4 earlier calls", "994 frames", "90 earlier lines"):
        assert f"({note} left out)" in text
    assert "also wrong: W9, W10, W11, W12, W13, W14, W15, W16, ..." in text
    assert "a.py:1000" in text
    assert "| line 99" in text


def test_number_is_not_described_as_an_array() -> None:
    loss = replace(WRONG_W1, name="loss", index=(), mismatched=1, total=1)
    text = told(replace(wrong(), differences=(loss,)))
    assert "loss      came 0.832, expected 0.416\n" in text


@pytest.mark.parametrize("outcome", [one for one in Outcome if one is not Outcome.PASSED])
@pytest.mark.parametrize("hidden", [False, True])
def test_every_outcome_reads_well_without_any_detail(outcome: Outcome, *, hidden: bool) -> None:
    bare = Check(id="a", title="the title", part="forward", hidden=hidden, outcome=outcome)
    text = told(bare)
    unwritten = outcome in (Outcome.NOT_STARTED, Outcome.SKIPPED)
    assert ("Still to write in Forward: 1 check did not run" if unwritten else "the title") in text
    assert "None" not in text
    assert "``" not in text


def test_part_worth_nothing_and_empty_run_are_printed() -> None:
    assert "Nothing (nothing)" not in render_report("terminal", report(with_parts([lost_part("a", "A", 0)])))
    assert "isolation L1" in render_report("terminal", report())
