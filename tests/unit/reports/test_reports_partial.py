"""No renderer lets a run on some of the checks pass for a grade."""

import json

import pytest

from grader.reports.registry import format_names, render_report
from tests.support.report_samples import KINDS


@pytest.mark.parametrize("form", [name for name in format_names() if name != "json"])
def test_every_report_for_people_counts_the_checks_that_ran(form: str) -> None:
    assert "only 4 of 7 checks ran" in render_report(form, KINDS["partial"])
    assert "checks ran" not in render_report(form, KINDS["two-assignments"])


def test_json_counts_checks_left_out_of_assignment_and_part() -> None:
    some, whole = json.loads(render_report("json", KINDS["partial"]))["assignments"]
    assert [some["left_out"], whole["left_out"]] == [3, 0]
    assert [part["left_out"] for part in some["parts"]] == [2, 1, 0]
    assert some["score"]["pending"]["exact"] == "45/2"
