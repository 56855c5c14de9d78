"""No renderer lets a run on some of the checks pass for a grade."""

import json
from collections.abc import Callable

import pytest

from grader.model.report import Report
from grader.reports.annotations import render_annotations
from grader.reports.gradescope import render_gradescope
from grader.reports.html import render_html
from grader.reports.json_report import render_json
from grader.reports.junit import render_junit
from grader.reports.markdown import render_markdown
from grader.reports.terminal import render_terminal
from tests.support.report_samples import KINDS

RENDERERS = [
    render_annotations,
    render_gradescope,
    render_html,
    render_junit,
    render_markdown,
    render_terminal,
]


@pytest.mark.parametrize("render", RENDERERS)
def test_every_report_for_people_says_how_many_checks_ran(render: Callable[[Report], str]) -> None:
    text = render(KINDS["partial"])
    assert "only 4 of 7 checks ran" in text
    assert "checks ran" not in render(KINDS["two-assignments"])


def test_programs_are_told_how_many_were_left_out_of_assignment_and_part() -> None:
    some, whole = json.loads(render_json(KINDS["partial"]))["assignments"]
    assert [some["left_out"], whole["left_out"]] == [3, 0]
    assert [part["left_out"] for part in some["parts"]] == [2, 1, 0]
    assert some["score"]["pending"]["exact"] == "45/2"
