"""The short form of a report: one failure in full, a line for each other, and what to do next at the end."""

import shlex
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

import pytest

from grader.model.check import Check, Outcome
from grader.model.report import AssignmentReport, MissingFunction
from grader.reports.brief import LINES
from grader.reports.context import ReaderContext
from grader.reports.grouping import group_failures, nearest_the_loss
from grader.reports.next_step import fold_command
from grader.reports.registry import RenderOptions, render_report
from tests.support.report_samples import GOOD, WRONG_W1, assignment, not_started, raised, report, wrong

DUE = datetime(2026, 12, 11, 23, 59, tzinfo=UTC)
COMMANDS = ReaderContext(again="grade x", again_part="grade x --part", hand_in="grade submit x")


def brief(found: AssignmentReport, context: ReaderContext = COMMANDS, *, color: bool = False) -> str:
    options = RenderOptions(brief=True, contexts={found.name: context}, color=color)
    return render_report("terminal", report(found), options)


def differing(title: str, *names: str) -> Check:
    return replace(wrong(title=title), differences=tuple(replace(WRONG_W1, name=name) for name in names))


def test_each_further_failure_takes_one_line() -> None:
    long = "a title that is far too long for a line of eighty columns, and goes on for many more"
    text = brief(assignment((*GOOD, wrong(), *(differing(f"{long} {name}", name) for name in "abc"))))
    lines = [line for line in text.splitlines() if line.startswith("✗")]
    assert len(lines) == 4
    assert all(line.endswith("...") for line in lines[1:])


@pytest.mark.parametrize("title", ["Backward", "Backward " * 12, "Backward " * 30], ids=[1, 2, 4])
def test_first_failure_gives_way_to_a_title_of_several_lines(title: str) -> None:
    long = replace(wrong(), hint="A hint of many words. " * 20, output="printed\n" * 9)
    found = replace(assignment((*GOOD, long)), title=title)
    options = RenderOptions(brief=True, width=80, contexts={found.name: replace(COMMANDS, due=DUE)})
    assert len(render_report("terminal", report(found), options).splitlines()) <= LINES


def test_next_step_stands_last_with_the_command_in_a_line_of_its_own() -> None:
    assert brief(assignment((*GOOD, wrong()))).endswith(
        "Next: look at two_layer_mlp.py:143 in backward, then run\n    grade x --part backward\n"
    )
    unwritten = assignment((*GOOD, not_started("forward", "hidden layer", "forward", 55)))
    assert brief(unwritten).endswith("(two_layer_mlp.py:55), then run\n    grade x\n")
    visible = replace(assignment(GOOD), hidden_ran=False)
    assert brief(visible).endswith("Next: hand it in with\n    grade submit x\n")
    assert "Next" not in brief(assignment(GOOD))
    assert "Next" not in brief(assignment((*GOOD, wrong())), ReaderContext())


@pytest.mark.parametrize(
    "nearest, sentence",
    [
        ("relu", "Next: make `relu` the `Value.relu` that is missing, then run\n    grade x\n"),
        ("", "Next: write `Value.relu`, then run\n    grade x\n"),
    ],
)
def test_function_that_is_not_there_is_the_next_step(nearest: str, sentence: str) -> None:
    lacking = replace(wrong(), outcome=Outcome.SKIPPED, differences=(), needs="Value.relu")
    found = replace(
        assignment((*GOOD, lacking)), missing=(MissingFunction(name="Value.relu", nearest=nearest),)
    )
    assert brief(found).endswith(sentence)


def test_while_watching_the_next_step_is_to_save() -> None:
    text = brief(assignment((*GOOD, wrong())), replace(COMMANDS, saves=True))
    assert text.endswith("Next: look at two_layer_mlp.py:143 in backward, then save.\n")


def test_failure_nearest_the_loss_comes_first() -> None:
    far, near, nearest = (
        differing("far", "X"),
        differing("near", "z1", "X"),
        differing("nearest", "z2", "z1", "X"),
    )
    for order in ((far, near, nearest), (nearest, far, near), (near, nearest, far)):
        assert nearest_the_loss(group_failures(assignment(order))).first.title == "nearest"
    round_about = (differing("one", "a", "b"), differing("two", "b", "a"))
    assert nearest_the_loss(group_failures(assignment(round_about))).first.title in ("one", "two")
    hidden = replace(nearest, hidden=True)
    assert nearest_the_loss(group_failures(assignment((hidden, far)))).first.title == "far"
    assert nearest_the_loss(group_failures(assignment((nearest, raised())))).first.part == "forward"


@pytest.mark.parametrize("overdue, words, red", [(False, "due", "2m"), (True, "was due", "31m")])
def test_due_date_stands_in_the_head_in_red_once_it_is_past(*, overdue: bool, words: str, red: str) -> None:
    context = replace(COMMANDS, due=DUE, overdue=overdue)
    head = brief(assignment(GOOD), context, color=True).splitlines()[0]
    assert f"[{red}{words} 11 Dec 2026," in head


def test_table_shows_what_changed_since_the_last_run() -> None:
    before = {"activations": Fraction(15), "forward": Fraction(20), "backward": Fraction(95, 2)}
    text = brief(assignment(GOOD), replace(COMMANDS, points_before=before))
    assert "100 of 100 points (+17.5 since your last run)" in text
    rows = {line.split()[0]: line for line in text.splitlines() if line.startswith("  ")}
    assert rows["forward"].endswith("-5")
    assert rows["backward"].endswith("+22.5")
    assert rows["activations"].endswith("█")
    assert "Change" not in brief(assignment(GOOD))


def test_what_is_still_to_write_takes_a_line_for_each_part() -> None:
    checks = [not_started("forward", f"layer {number}", "forward", 55) for number in range(6)]
    checks += [not_started("backward", "gradients", name, 90) for name in ("backward", "step", "run", "more")]
    lines = [line for line in brief(assignment((*GOOD[:2], *checks))).splitlines() if line.startswith("- ")]
    assert len(lines) == 2
    assert lines[0] == "- Still to write in forward: `forward` (two_layer_mlp.py:55)"


def test_functions_that_were_replaced_are_named_with_what_to_run() -> None:
    text = " ".join(brief(assignment((*GOOD, replace(wrong(), assumed=("loss", "forward"))))).split())
    assert "Here your `loss` and `forward` were taken as right, which they are not yet." in text
    assert "run `grade --part backward`" in text


@pytest.mark.parametrize("width", [20, 60])
def test_command_is_folded_so_that_a_shell_takes_it_as_one(width: int) -> None:
    command = "    grade two-layer-mlp --submission '../my work, third try/two_layer_mlp.py' --part backward"
    folded = fold_command(command, width)
    assert shlex.split(folded.replace("\\\n", " ")) == shlex.split(command)
    assert all(line.endswith(" \\") for line in folded.split("\n")[:-1])
    assert "'../my work, third try/two_layer_mlp.py'" in folded


def test_folded_command_fits_a_terminal_of_60_columns() -> None:
    folded = fold_command(
        "    grade scalar-graphs --submission 'my work/scalar_graphs.py' --part factory", 60
    )
    assert folded == (
        "    grade scalar-graphs --submission \\\n      'my work/scalar_graphs.py' --part factory"
    )
    assert fold_command("    grade --part factory", 60) == "    grade --part factory"
