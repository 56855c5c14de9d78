"""Gradescope: the autograder to upload there, and the grading of one upload inside it."""

from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files as resources
from pathlib import Path
from typing import Final

from grader.authoring.bundle import make_bundle, open_bundle
from grader.authoring.packaging import build_wheel, render_requirements
from grader.authoring.suite_proof import prove_suites
from grader.course import load_course
from grader.course.solution import pristine_fingerprints
from grader.errors import UnusableSubmission, UsageError
from grader.files import pack_zip, write_bytes, write_text
from grader.grading import Target, grade
from grader.model.assignment import Course
from grader.model.formatting import join_first, printable_name
from grader.model.report import Report
from grader.reports.formats.gradescope import render_not_graded
from grader.reports.registry import RenderOptions, Visibility, render_report
from grader.submission.candidates import is_candidate
from grader.submission.containers import files_in_folder
from grader.submission.reader import read_submission

__all__ = ["BUNDLE", "grade_upload", "write_autograder"]

BUNDLE: Final = "bundle.zip"
"""Name of the bundle in the autograder."""

_MOST_NAMED: Final = 10
_UNCLEAR: Final = "More than one of the files could be meant, so none was graded. Files found: {files}."
_NOTHING_FOUND: Final = "The upload holds no Python file and no notebook. Files found: {files}."
_NO_FILES: Final = "none"
_WHAT_TO_NAME: Final = (
    "Name the file to grade {module}.py, or {module}.ipynb for a notebook, and upload it again."
)


def write_autograder(
    course: Course,
    name: str,
    path: Path,
    *,
    hidden: Visibility,
    unproved: bool = False,
    on_program: Callable[[str, int], None] = lambda _name, _total: None,
) -> None:
    """Prove the suite of an assignment, and write its autograder as a zip, whole or not at all.

    Args:
        course: The course, with its hidden suites.
        name: Name of the assignment.
        path: Path of the zip.
        hidden: When students see the results of hidden checks.
        unproved: Whether to leave out the proof, which marks the autograder.
        on_program: Called after each run of the solution with the assignment and how many runs there are.

    Raises:
        UsageError: There is no such assignment, the course is a release, or the grader is not installed.
        CourseFault: A file of the course cannot be read, something is not recorded, or the solution fails a
            check.
    """
    assignment = course.assignment(name)
    # What marks one assignment has no need of the others, nor of their solutions.
    bundle = make_bundle(replace(course, assignments=(assignment,)), unproved=unproved)
    if not unproved:
        prove_suites(course, [assignment], on_program)
    wheel, content = build_wheel()
    templates = resources("grader.authoring") / "templates" / "gradescope"
    scripts = {}
    for script in ("setup.sh", "run_autograder"):
        template = (templates / script).read_text(encoding="utf-8")
        scripts[script] = template.replace("@assignment@", assignment.name).replace("@hidden@", hidden.value)
    texts = {
        **scripts,
        "requirements.txt": render_requirements(f"./{wheel}", assignment.packages),
        "not-graded.json": render_not_graded(),
    }
    files = {entry: text.encode("utf-8") for entry, text in texts.items()}
    write_bytes(
        path,
        pack_zip({**files, wheel: content, BUNDLE: bundle}, executable=scripts),
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
        UsageError: There is no such assignment, or isolation is too low.
        CourseFault: The bundle is not valid.
    """
    with open_bundle(root / "source" / BUNDLE) as folder:
        course = load_course(folder)
        assignment = course.assignment(name)
        # An empty name: students know the names of the files they uploaded, not where these lie here.
        pristine = pristine_fingerprints(assignment)
        target = Target(
            assignment=assignment,
            path=root / "submission",
            name="",
            pristine=pristine,
            problem=_problem_of_choice(root / "submission", assignment.module, pristine),
        )
        report = grade(course, [target], isolation=course.isolation)
    results = render_report("gradescope", report, RenderOptions(hidden=hidden))
    write_text(root / "results" / "results.json", results)
    return report


def _problem_of_choice(folder: Path, module: str, pristine: frozenset[str]) -> UnusableSubmission | None:
    """Name the files of an upload, and what to name the right one, where it is not clear what to grade."""
    try:
        read_submission(folder, module=module, pristine=pristine, name="")
    except UnusableSubmission:
        if files_in_folder(
            folder, "", lambda inside: is_candidate(inside) or inside.suffix.lower() == ".zip"
        ):
            return None  # it was clear, and grading reports what is wrong with it
        template = _NOTHING_FOUND
    except UsageError:
        template = _UNCLEAR
    else:
        return None
    names = [printable_name(str(one.inside)) for one in files_in_folder(folder, "", lambda _inside: True)]
    return UnusableSubmission(
        template.format(files=join_first(names, most=_MOST_NAMED) or _NO_FILES),
        _WHAT_TO_NAME.format(module=module),
    )
