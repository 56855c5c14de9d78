"""Grade what was handed in for some of a course's assignments, side by side."""

import secrets
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from grader import __version__
from grader.course.solution import read_solved
from grader.errors import UnusableSubmission
from grader.grading.assessment import assess, unusable
from grader.model.assignment import Assignment, Course
from grader.model.isolation import Isolation
from grader.model.report import AssignmentReport, Report
from grader.submission.reader import ExecutedCells, Submission, read_cells, read_submission
from grader.suite.jobs import Job, Selection, SuiteFolder
from grader.suite.runner import Runner

__all__ = ["OnCheck", "Target", "grade", "suite_job"]

_EVERYTHING: Final = Selection()


def suite_job(
    assignment: Assignment,
    *,
    source: str = "",
    seed: int = 0,
    isolation: Isolation = Isolation.L1,
    selection: Selection = _EVERYTHING,
) -> Job:
    """Describe a run of an assignment's suites, the visible one and, where it is, the hidden one.

    Args:
        assignment: The assignment.
        source: Text of the submission.
        seed: What the run's seeds are drawn from.
        isolation: Lowest level of isolation that will do.
        selection: Which checks to run.

    Raises:
        CourseFault: The solved file cannot be read.
    """
    folders = [SuiteFolder(path=str(assignment.visible), hidden=False)]
    if assignment.hidden.is_dir():
        folders.append(SuiteFolder(path=str(assignment.hidden), hidden=True))
    solution = assignment.files.solution
    return Job(
        folders=tuple(folders),
        parts=tuple(part.name for part in assignment.parts),
        source=source,
        solution=read_solved(solution) if solution is not None else "",
        seed=seed,
        isolation=isolation.value,
        selection=selection,
        rtol=assignment.tolerances.rtol,
        atol=assignment.tolerances.atol,
        limits=assignment.limits,
    )


_SEEDS: Final = 2**31

OnCheck = Callable[[str, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One submission to grade.

    Attributes:
        assignment: What it was handed in for.
        path: The file, notebook, folder or zip; with `cells`, the folder in which they were run.
        name: What reports call it; None for its path.
        pristine: Fingerprints of the stub and the notebook as they were handed out.
        selection: Which checks to run; the report says how many others there are.
        cells: What is graded in place of a file: the cells that were run in a notebook.
    """

    assignment: Assignment
    path: Path
    name: str | None = None
    pristine: frozenset[str] = field(default_factory=frozenset)
    selection: Selection = field(default_factory=Selection)
    cells: ExecutedCells | None = None


def grade(
    course: Course,
    targets: Sequence[Target],
    *,
    seed: int | None = None,
    isolation: Isolation = Isolation.L1,
    runner: Runner | None = None,
    on_check: OnCheck = lambda _assignment, _total: None,
) -> Report:
    """Grade submissions and report on all of them.

    Args:
        course: The course.
        targets: What to grade; at most one submission for each assignment.
        seed: What the run's seeds are drawn from; None for a fresh one. The same seed repeats a run exactly.
        isolation: Lowest level of isolation that will do.
        runner: A runner process that has been started already, for one submission; the caller closes it.
        on_check: Told assignment and number of checks whenever a check is decided.

    Raises:
        UsageError: A file is missing, two could be meant, or isolation is too low here.
        CourseFault: A solved file cannot be read.
    """
    run_seed = secrets.randbelow(_SEEDS) if seed is None else seed
    read = [_read(target) for target in targets]
    with ExitStack() as stack:
        ready = [runner] if runner is not None else []  # it serves one submission, as any other does
        running: list[Runner | None] = []
        for target, submission in zip(targets, read, strict=True):
            if isinstance(submission, UnusableSubmission):
                running.append(None)
                continue
            fresh = ready.pop() if ready else stack.enter_context(Runner())
            fresh.begin(_job(target, submission, run_seed, isolation))
            running.append(fresh)
        done = [
            _finish(target, submission, started, run_seed, on_check)
            for target, submission, started in zip(targets, read, running, strict=True)
        ]
    levels = [level for _, level in done if level]
    return Report(
        course=course.name,
        course_version=course.version,
        grader_version=__version__,
        isolation=min(levels, default=""),
        isolation_asked=course.isolation.value,
        seed=run_seed,
        assignments=tuple(report for report, _ in done),
    )


def _read(target: Target) -> Submission | UnusableSubmission:
    try:
        if target.cells is not None:
            return read_cells(target.cells, target.path, target.name or target.path.name)
        return read_submission(
            target.path, module=target.assignment.module, pristine=target.pristine, name=target.name
        )
    except UnusableSubmission as error:
        return error


def _job(target: Target, submission: Submission, seed: int, isolation: Isolation) -> Job:
    return suite_job(
        target.assignment,
        source=submission.source,
        seed=seed,
        isolation=isolation,
        selection=target.selection,
    )


def _finish(
    target: Target,
    submission: Submission | UnusableSubmission,
    runner: Runner | None,
    seed: int,
    on_check: OnCheck,
) -> tuple[AssignmentReport, str]:
    """Wait for a run and assess it; give the report and the level it ran at, empty if nothing ran."""
    assignment = target.assignment
    if isinstance(submission, UnusableSubmission) or runner is None:
        name = target.name or target.path.name
        return unusable(assignment, name, str(submission), seed), ""
    run = runner.finish(lambda _check, total: on_check(assignment.name, total))
    return assess(assignment, submission, run, seed, target.pristine), run.isolation
