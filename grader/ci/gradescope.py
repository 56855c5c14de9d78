"""Gradescope: the autograder to upload there, and the grading of one upload inside it."""

from importlib.resources import files as resources
from pathlib import Path
from typing import Final

from grader.authoring.bundle import make_bundle, open_bundle
from grader.authoring.packaging import build_wheel, render_requirements
from grader.course import load_course
from grader.course.solution import pristine_fingerprints
from grader.files import pack_zip, write_bytes, write_text
from grader.grading import Target, grade
from grader.model.assignment import Course
from grader.model.report import Report
from grader.reports.formats.gradescope import render_not_graded
from grader.reports.registry import RenderOptions, Visibility, render_report

__all__ = ["BUNDLE", "grade_upload", "write_autograder"]

BUNDLE: Final = "bundle.zip"
"""Name of the bundle in the autograder."""


def write_autograder(course: Course, name: str, path: Path, *, hidden: Visibility) -> None:
    """Write the autograder of an assignment as a zip, whole or not at all.

    Args:
        course: The course, with its hidden suites.
        name: Name of the assignment.
        path: Path of the zip.
        hidden: When students see the results of hidden checks.

    Raises:
        UsageError: There is no such assignment, the course is a release, or the grader is not installed.
        CourseFault: A file of the course cannot be read, or something is not recorded.
    """
    assignment = course.assignment(name)
    wheel, content = build_wheel()
    templates = resources("grader.authoring") / "templates" / "gradescope"
    scripts = {}
    for script in ("setup.sh", "run_autograder"):
        template = (templates / script).read_text(encoding="utf-8")
        scripts[script] = template.replace("@assignment@", assignment.name).replace("@hidden@", hidden.value)
    texts = {
        **scripts,
        "requirements.txt": render_requirements(f"./{wheel}"),
        "not-graded.json": render_not_graded(),
    }
    files = {entry: text.encode("utf-8") for entry, text in texts.items()}
    write_bytes(
        path,
        pack_zip({**files, wheel: content, BUNDLE: make_bundle(course)}, executable=scripts),
        secret=True,
    )


def grade_upload(root: Path, name: str, *, hidden: Visibility) -> Report:
    """Grade an upload, and write `results/results.json`, whole or not at all.

    Args:
        root: Gradescope's folder, with `source`, `submission` and `results` in it.
        name: Name of the assignment.
        hidden: When students see the results of hidden checks.

    Returns:
        The report, for the log, which only instructors see.

    Raises:
        UsageError: There is no such assignment, the submission is ambiguous, or isolation is too low.
        CourseFault: The bundle is not valid.
    """
    with open_bundle(root / "source" / BUNDLE) as folder:
        course = load_course(folder)
        assignment = course.assignment(name)
        # An empty name: students know the names of the files they uploaded, not where these lie here.
        target = Target(
            assignment=assignment,
            path=root / "submission",
            name="",
            pristine=pristine_fingerprints(assignment),
        )
        report = grade(course, [target], isolation=course.isolation)
    results = render_report("gradescope", report, RenderOptions(hidden=hidden))
    write_text(root / "results" / "results.json", results)
    return report
