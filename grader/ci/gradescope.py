"""Grade one submission where Gradescope put it."""

from pathlib import Path

from grader.ci.autograder import BUNDLE
from grader.course import load_course
from grader.files import write_text
from grader.grading import Target, grade
from grader.publish.bundle import open_bundle
from grader.publish.pristine import pristine_fingerprints
from grader.reports.gradescope import Visibility, render_gradescope
from grader.scoring import Report

__all__ = ["grade_upload"]


def grade_upload(root: Path, name: str, *, hidden: Visibility) -> Report:
    """Grade what was uploaded, and write `results/results.json`, whole or not at all.

    Args:
        root: Gradescope's folder, with `source`, `submission` and `results` in it.
        name: Name of the assignment.
        hidden: When students see what hidden checks found.

    Returns:
        The report, for the log, which instructors alone see.

    Raises:
        UsageError: There is no such assignment, more than one file could be meant, or isolation is too low.
        CourseFault: The bundle is not valid.
    """
    with open_bundle(root / "source" / BUNDLE) as folder:
        course = load_course(folder)
        assignment = course.assignment(name)
        # An empty name: students know their files by what they uploaded, not by where it lies here.
        target = Target(
            assignment=assignment,
            path=root / "submission",
            name="",
            pristine=pristine_fingerprints(assignment),
        )
        report = grade(course, [target], isolation=course.isolation)
    write_text(root / "results" / "results.json", render_gradescope(report, hidden=hidden))
    return report
