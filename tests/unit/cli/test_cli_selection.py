"""`grade --part` and `grade --failed`: some of the checks, and a report that says so."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.support.command import Result, copy_course, grade_here
from tests.support.course_files import ROOT

NAME = "quadratic-model"
FILE = "exercises/quadratic_model.py"
SOLUTION = (ROOT / "solutions" / "quadratic_model.py").read_text(encoding="utf-8")
SLIP = SOLUTION.replace("= 2 * ", "= ").replace("lr * 2 * ", "lr * ")
"""Squares whose derivatives lack their 2: a known mistake of each part, so nothing is looked for."""
AT_A_DESK = {"CI": ""}


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course of one assignment, whose stub is filled in with one slip."""
    folder = copy_course(tmp_path, NAME)
    write(folder, SLIP)
    return folder


def write(course: Path, text: str) -> None:
    (course / FILE).write_text(text, encoding="utf-8")


def run(course: Path, *words: str) -> Result:
    return grade_here(*words, cwd=course, env=AT_A_DESK)


def report(course: Path, *words: str) -> dict[str, Any]:
    (found,) = json.loads(run(course, "--json", *words).out)["assignments"]
    assert isinstance(found, dict)
    return found


def outcomes(found: dict[str, Any]) -> dict[str, str]:
    return {check["id"]: check["outcome"] for part in found["parts"] for check in part["checks"]}


def failing(found: dict[str, Any]) -> set[str]:
    return {name for name, outcome in outcomes(found).items() if outcome != "passed"}


def test_a_part_alone_runs_every_check_of_it_and_no_other(course: Path) -> None:
    whole, some = report(course), report(course, "--part", "loss", "--part", "training")
    ran = {part["name"]: len(part["checks"]) for part in some["parts"]}
    assert ran == {
        part["name"]: len(part["checks"]) if part["name"] in ("loss", "training") else 0
        for part in whole["parts"]
    }
    assert some["left_out"] == len(outcomes(whole)) - len(outcomes(some))
    assert whole["left_out"] == 0


def test_points_that_hang_on_what_was_left_out_are_pending(course: Path) -> None:
    write(course, SOLUTION)
    score = report(course, "--part", "loss")["score"]
    assert [score[key]["decimal"] for key in ("points", "pending", "possible")] == [15, 85, 100]


def test_a_report_on_some_of_the_checks_follows_the_schema(course: Path) -> None:
    schema = json.loads((ROOT / "docs/schemas/report.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(run(course, "--json", "--part", "loss").out), schema)


def test_the_terminal_says_that_it_is_no_grade(course: Path) -> None:
    text = run(course, "--part", "loss").text
    assert "checks ran, as was asked for" in text
    assert "This is no grade" in text
    assert "of 100 points" not in text
    assert "This is no grade" not in run(course).text


def test_a_part_that_no_assignment_has_is_refused_with_the_nearest_name(course: Path) -> None:
    result = run(course, "--part", "bakward")
    assert result.status == 2
    assert "Did you mean backward?" in result.err


def test_assignments_without_the_part_are_passed_over() -> None:
    found = json.loads(grade_here("--json", "--part", "engine").out)["assignments"]
    assert [one["name"] for one in found] == ["scalar-graphs"]


def test_failed_runs_what_failed_until_it_passes(course: Path) -> None:
    lost = failing(report(course))
    assert lost
    assert set(outcomes(report(course, "--failed"))) == lost
    write(course, SOLUTION)
    again = report(course, "--failed")
    assert set(outcomes(again)) == lost
    assert not failing(again)
    result = run(course, "--failed")
    assert result.status == 0
    assert "Nothing failed in your last run" in result.out


def test_what_is_not_written_yet_has_not_failed_and_points_are_remembered(course: Path) -> None:
    begin = SLIP.index("def loss(")
    write(
        course,
        SLIP[:begin]
        + "def loss(y_hat, y):\n    raise NotImplementedError\n\n"
        + SLIP[SLIP.index("def stages(") :],
    )
    found = outcomes(report(course))
    assert "not started" in found.values()
    wrong = {name for name, outcome in found.items() if outcome in ("wrong", "raised")}
    assert set(outcomes(report(course, "--failed"))) == wrong
    write(course, SOLUTION)
    assert "since your last run)" in run(course).text


def test_a_part_that_was_not_run_keeps_what_failed_in_it(course: Path) -> None:
    lost = failing(report(course))
    report(course, "--part", "forward")
    assert set(outcomes(report(course, "--failed"))) == lost


def test_failed_and_part_together_run_what_failed_in_that_part(course: Path) -> None:
    lost = failing(report(course))
    part = report(course, "--part", "backward")
    both = set(outcomes(report(course, "--failed", "--part", "backward")))
    assert both == failing(part)
    assert both <= lost


@pytest.mark.parametrize("words", [["--failed"], ["--failed", "--part", "loss"]])
def test_without_a_last_run_everything_that_was_named_runs(course: Path, words: list[str]) -> None:
    assert outcomes(report(course, *words)) == outcomes(report(course, *words[1:]))


def test_a_file_that_cannot_be_run_leaves_the_last_run_as_it_was(course: Path) -> None:
    lost = failing(report(course))
    write(course, "def forward(:\n")
    assert run(course).status == 0
    write(course, SOLUTION)
    assert set(outcomes(report(course, "--failed"))) == lost


def test_the_last_run_is_that_of_the_same_file_and_version_of_the_course(course: Path) -> None:
    every = len(outcomes(report(course)))
    assert (
        len(outcomes(report(course, "--failed", NAME, "--submission", "solutions/quadratic_model.py")))
        == every
    )
    report(course)
    manifest = course / "assignments.yaml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("2026.1", "2026.2"), encoding="utf-8")
    assert len(outcomes(report(course, "--failed"))) == every


@pytest.mark.parametrize(
    "damaged", ["", "{", "[]", '{"version": 1, "assignments": {"quadratic-model": 3}}', "\xff"]
)
def test_a_damaged_memory_is_no_memory(course: Path, damaged: str) -> None:
    every = len(outcomes(report(course)))
    (course / ".grade" / "last-run.json").write_text(damaged, encoding="latin-1")
    assert len(outcomes(report(course, "--failed"))) == every


def test_a_memory_that_cannot_be_written_keeps_nobody_from_grading(course: Path) -> None:
    (course / ".grade").write_text("a file where the folder would be", encoding="utf-8")
    assert run(course).status == 0


def test_git_does_not_see_the_memory(course: Path) -> None:
    run(course)
    assert (course / ".grade" / ".gitignore").read_text(encoding="utf-8") == "*\n"


def test_ci_neither_remembers_nor_runs_what_failed(course: Path) -> None:
    grade_here(cwd=course, env={"CI": "true"})
    assert not (course / ".grade").exists()
    result = grade_here("--failed", cwd=course, env={"CI": "true"})
    assert result.status == 2
    assert "not for CI" in result.err


@pytest.mark.parametrize(
    "words",
    [
        ["--part", "loss", "--fail-under", "10"],
        ["--failed", "--fail-under", "10"],
        ["--watch", "--fail-under", "10"],
        ["--watch", "--failed"],
        ["--watch", "--json"],
    ],
)
def test_options_that_contradict_each_other_are_refused(course: Path, words: list[str]) -> None:
    result = run(course, *words)
    assert result.status == 2
    assert "do not go together" in result.err


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda path: path.write_text("[" * 100_000), id="brackets without an end"),
        pytest.param(lambda path: path.write_bytes(b"\xff\xfe{}"), id="no text"),
        pytest.param(lambda path: path.write_text(" " * 3_000_000 + "{}"), id="far too long"),
        pytest.param(lambda path: path.write_text('{"version": 1, "assignments": []}'), id="another form"),
        pytest.param(lambda path: path.mkdir(), id="a folder"),
        pytest.param(
            lambda path: os.mkfifo(path),  # noqa: PLW0108 - Windows has no such function
            marks=pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes here"),
            id="a pipe that nobody writes to",
        ),
        pytest.param(lambda path: path.symlink_to(path.name), id="a link to itself"),
    ],
)
def test_whatever_lies_in_the_place_of_the_last_run_is_taken_for_nothing(
    course: Path, damage: Callable[[Path], object]
) -> None:
    (course / ".grade").mkdir()
    damage(course / ".grade" / "last-run.json")
    found = run(course, "--failed")
    assert found.status == 0
    assert "55.48 of 100" in found.out


@pytest.mark.parametrize("ids", [[[1, {}, None]], [["\ud800", "no such check"]], ["text"], [{"a": 1}]])
def test_a_last_run_of_odd_names_is_no_bug_of_ours(course: Path, ids: list[object]) -> None:
    run(course)
    path = course / ".grade" / "last-run.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    record["assignments"][NAME]["failed"] = {"backward": ids[0], "no part": []}
    path.write_text(json.dumps(record), encoding="utf-8")
    found = run(course, "--failed")
    assert found.status == 0
    assert FILE in found.out
