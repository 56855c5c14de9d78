"""Reports as Gradescope's results.json, by the rules of its specification."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from grader.model.report import Report
from grader.reports.formats.gradescope import render_not_graded
from grader.reports.registry import RenderOptions, Visibility, render_report
from tests.support.hostile_texts import HOSTILE, UNUSABLE
from tests.support.report_samples import GOOD, KINDS, assignment, report, wrong

VISIBILITY = {"enum": ["hidden", "after_due_date", "after_published", "visible"]}
FORMAT = {"enum": ["text", "html", "simple_format", "md", "ansi"]}
# The keys of the specification that we use, and no other.
SPECIFIED = Draft202012Validator(
    {
        "type": "object",
        "required": ["score", "tests"],
        "additionalProperties": False,
        "properties": {
            "score": {"type": "number"},
            "output": {"type": "string"},
            "output_format": FORMAT,
            "test_output_format": FORMAT,
            "test_name_format": FORMAT,
            "visibility": VISIBILITY,
            "stdout_visibility": VISIBILITY,
            "tests": {
                "type": "array",
                "items": {
                    "type": "object",
                    "additionalProperties": False,
                    "anyOf": [{"required": ["score", "max_score"]}, {"required": ["status"]}],
                    "properties": {
                        "score": {"type": "number"},
                        "max_score": {"type": "number"},
                        "status": {"enum": ["passed", "failed"]},
                        "name": {"type": "string"},
                        "number": {"type": "string", "pattern": r"^\d+(\.\d+)?$"},
                        "output": {"type": "string"},
                        "visibility": VISIBILITY,
                    },
                },
            },
        },
    }
)
REPORTS = {**KINDS, "hostile": HOSTILE, "hostile and unusable": UNUSABLE}


def results(shown: Report, hidden: Visibility = Visibility.VISIBLE) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(render_report("gradescope", shown, RenderOptions(hidden=hidden)))
    return document


@pytest.mark.parametrize("kind", REPORTS)
@pytest.mark.parametrize("hidden", Visibility)
def test_results_keep_to_the_specification(kind: str, hidden: Visibility) -> None:
    SPECIFIED.validate(results(REPORTS[kind], hidden))


def test_results_of_an_unfinished_run_are_valid_and_blame_no_student() -> None:
    document = json.loads(render_not_graded())
    SPECIFIED.validate(document)
    assert "no fault of yours" in document["output"]


def test_parts_have_points_and_failures_have_none() -> None:
    document = results(KINDS["many-wrong"])
    scored = [test for test in document["tests"] if "score" in test]
    assert [(test["number"], test["score"], test["max_score"]) for test in scored] == [
        ("1", 15, 15),
        ("2", 15, 15),
        ("3", 17.5, 70),
    ]
    assert document["score"] == 47.5
    assert [test["number"] for test in document["tests"] if "score" not in test] == ["3.1", "3.2"]


def test_parts_are_numbered_across_assignments() -> None:
    numbers = [test["number"] for test in results(KINDS["two-assignments"])["tests"]]
    assert numbers == ["1", "2", "3", "4", "5", "6", "6.1"]


@pytest.mark.parametrize("reveal", ["name", "hint", "full"])
def test_hidden_checks_are_visible_as_far_as_the_manifest_reveals(reveal: str) -> None:
    shown = report(replace(assignment((*GOOD, wrong(hidden=True))), reveal=reveal))
    document = results(shown)
    assert {test["visibility"] for test in document["tests"]} == {"visible"}
    (failed,) = [test for test in document["tests"] if "status" in test]
    assert failed["name"] == "gradients with relu (hidden)"
    assert ("divided by the batch size" in failed["output"]) == (reveal != "name")
    assert ("0.832" in failed["output"]) == (reveal == "full")


@pytest.mark.parametrize("when", [one for one in Visibility if one is not Visibility.VISIBLE])
def test_hidden_checks_and_their_points_can_be_withheld(when: Visibility) -> None:
    shown = report(assignment((wrong(), wrong(title="secret title", hidden=True), GOOD[0], GOOD[2])))
    document = results(shown, when)
    kept = {test["number"]: test["visibility"] for test in document["tests"]}
    assert kept == {"1": "visible", "2": "visible", "3": when.value, "3.1": "visible", "3.2": when.value}
    seen = [test for test in document["tests"] if test["visibility"] == "visible"]
    assert "secret title" not in json.dumps([document["output"], seen])
    assert "of 100 points" not in document["output"]


def test_report_says_when_hidden_checks_did_not_run() -> None:
    assert "Only the visible checks ran" in results(KINDS["untouched"])["output"]
    assert "Only the visible checks ran" not in results(KINDS["wrong"])["output"]


def test_pending_points_are_named_at_their_part() -> None:
    document = results(KINDS["pending"])
    assert "28.33 pending" in document["output"]
    assert any("5 points are pending" in test["output"] for test in document["tests"])


@pytest.mark.parametrize("shown", [HOSTILE, UNUSABLE], ids=["checks", "unusable"])
def test_student_text_is_printable(shown: Report) -> None:
    text = render_report("gradescope", shown)
    assert text.isascii()
    assert "<" not in text
    document = json.loads(text)
    for one in (document, *document["tests"]):
        for line in one["output"].split("\n"):
            assert line.isprintable()
            assert not line.lstrip().startswith("::")


@pytest.mark.parametrize("kind", ["many-wrong", "hidden-name", "pending"])
def test_report_reads_as_before(kind: str, golden: Callable[[str, str], None]) -> None:
    golden(f"gradescope/{kind}.json", render_report("gradescope", KINDS[kind]))
