"""What students read about typical submissions, compared with the text that was read and found good.

A case is a folder tests/golden/<assignment>/<name> with the file that is handed in and the reports on it:
`report.txt` as the course shows it, in short; where they are there, `report-name.txt` and `report-full.txt`
with hidden checks at another reveal, in full; and `report-released.txt` from a release, which has no hidden
check and no solution.
"""

from pathlib import Path
from typing import Final

import pytest

from grader.authoring.release import make_release
from grader.course import load_course
from grader.files import write_bytes
from grader.model.assignment import Course
from grader.model.report import Report
from grader.reports.brief import LINES
from grader.reports.registry import RenderOptions, render_report
from tests.conftest import Golden
from tests.support.golden_runs import (
    cases,
    contexts,
    course,
    graded,
    reports_of,
    submission_of,
    with_reveal,
)

_WIDTH: Final = 88


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Write a release of the course and load it."""
    folder = tmp_path_factory.mktemp("release")
    for path, content in make_release(course()).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        write_bytes(folder / path, content)
    return load_course(folder)


@pytest.mark.parametrize("case,name", [(case, name) for case in cases() for name in reports_of(case)])
def test_feedback_reads_as_before(
    case: str, name: str, golden: Golden, request: pytest.FixtureRequest
) -> None:
    kind = name.removesuffix(".txt").removeprefix("report").removeprefix("-")
    if kind == "released":
        report = graded(case, request.getfixturevalue("released"))
    else:
        report = with_reveal(graded(case), kind or "hint")
    options = RenderOptions(
        width=_WIDTH, brief=kind in ("", "released"), contexts=contexts(case.partition("/")[0])
    )
    golden(f"{case}/{name}", render_report("terminal", report, options))


@pytest.mark.parametrize("case", cases())
def test_feedback_fits_a_small_terminal(case: str) -> None:
    report = graded(case)
    further = {line for line in told(report, width=1000).splitlines() if line.startswith(("✗", "-"))}
    lines = told(report, width=80).splitlines()
    assert len(lines) <= LINES + max(0, len(further) - 1)
    assert lines[-1].startswith("    grade ")


def told(report: Report, width: int) -> str:
    (assignment,) = report.assignments
    options = RenderOptions(width=width, brief=True, contexts=contexts(assignment.name))
    return render_report("terminal", report, options)


@pytest.mark.parametrize("case", cases())
def test_golden_case_holds_only_a_submission_and_its_reports(case: str) -> None:
    path: Path = submission_of(case)
    assert path.stem == course().assignment(path.parent.parent.name).module
    known = {path.name, *(f"report{kind}.txt" for kind in ("", "-name", "-full", "-released"))}
    assert {one.name for one in path.parent.iterdir() if one.name != "__pycache__"} <= known


def test_every_assignment_has_cases_at_every_reveal_and_released() -> None:
    for one in course().assignments:
        names = {name for case in cases() if case.startswith(f"{one.name}/") for name in reports_of(case)}
        assert names == {"report.txt", "report-name.txt", "report-full.txt", "report-released.txt"}
