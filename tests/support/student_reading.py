"""What a student reads who grades a program with the visible checks, which are all that a student has."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from grader.grading.assessment import assess
from grader.grading.grade import submission_job, suite_job
from grader.reports.registry import RenderOptions, render_report
from grader.submission.reader import read_submission
from grader.suite.jobs import RunRequest, Selection
from tests.support.report_samples import report
from tests.support.shared_runner import run_suite
from tests.unit.suites.breaking import assignment

__all__ = ["read_by_student"]

_WIDTH = 1000
"""No line is folded, so that a sentence is found as it was written."""


def read_by_student(name: str, source: str, *parts: str, brief: bool = True) -> str:
    """Grade a program for some parts of an assignment, and render the report on it.

    Args:
        name: The assignment.
        source: The program.
        parts: Names of the parts; every part if there is none.
        brief: Whether the report is the short one, or tells every failure in full.
    """
    one = assignment(name)
    job = suite_job(one)
    visible = replace(job, folders=tuple(folder for folder in job.folders if not folder.hidden))
    with TemporaryDirectory() as folder:
        path = Path(folder) / one.files.stub.name
        path.write_text(source, encoding="utf-8")
        submission = read_submission(path, module=one.module, name=path.name)
    chosen = replace(submission_job(submission, seed=7), selection=Selection(parts=parts))
    run = run_suite(RunRequest(suite=visible, submission=chosen))
    found = assess(one, submission, run, seed=7)
    return render_report("terminal", report(found), RenderOptions(width=_WIDTH, brief=brief))
