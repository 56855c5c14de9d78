"""Grade what was handed in for some of a course's assignments, side by side."""

import secrets
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from grader import __version__
from grader.course.solution import read_solved
from grader.errors import GraderError, UnusableSubmission, UsageError
from grader.files import read_course_bytes
from grader.grading.assessment import assess, unusable
from grader.model.assignment import Assignment, Course
from grader.model.formatting import printable_name
from grader.model.isolation import Isolation
from grader.model.report import AssignmentReport, Report
from grader.submission.code_lookup import Importable
from grader.submission.handin import packed_for
from grader.submission.reader import ExecutedCells, Submission, read_cells, read_submission
from grader.suite.jobs import RunRequest, Selection, SubmissionJob, SuiteFolder, SuiteJob
from grader.suite.patience import patience_with
from grader.suite.runner import Runner, RunningSuite

__all__ = ["OnCheck", "OnTried", "Target", "grade", "importable_by", "marked", "submission_job", "suite_job"]


def suite_job(
    assignment: Assignment,
    isolation: Isolation = Isolation.L1,
) -> SuiteJob:
    """Describe an assignment's suites, the visible one and, where it is, the hidden one.

    Args:
        assignment: The assignment.
        isolation: Lowest level of isolation that will do.

    Raises:
        CourseFault: The solved file or a given one cannot be read.
    """
    folders = [SuiteFolder(path=str(assignment.visible), hidden=False)]
    if assignment.hidden.is_dir():
        folders.append(SuiteFolder(path=str(assignment.hidden), hidden=True))
    solution = assignment.files.solution
    return SuiteJob(
        folders=tuple(folders),
        parts=tuple(part.name for part in assignment.parts_by_checks),
        solution=read_solved(solution) if solution is not None else "",
        tolerance=assignment.tolerances,
        limits=assignment.limits,
        isolation=isolation,
        patience=patience_with(folders, assignment.limits),
        given={
            path.relative_to(assignment.files.stub.parent).as_posix(): read_course_bytes(path, "given file")
            for path in assignment.files.given
        },
        packages=assignment.packages,
    )


def importable_by(assignment: Assignment) -> Importable:
    """Describe what the submissions of an assignment can import besides NumPy.

    Raises:
        UsageError: A package is not installed here as the assignment names it.
    """
    modules = {*assignment.given_modules}
    if assignment.packages:
        # What reads the metadata of packages takes time to import, and few assignments name any.
        from grader.sandbox.packages import importable_modules  # noqa: PLC0415  # see above

        modules |= {*importable_modules(assignment.packages)}
    return Importable(modules=frozenset(modules), packages=assignment.package_names)


_SEEDS: Final = 2**31
_UNPROVED: Final = (
    "These checks were handed over without proof that the right solution passes them (--unproved). "
    "If a result looks wrong to you, tell your instructor."
)
_LONGEST_NAME: Final = 80
_HANDIN_OF_ANOTHER: Final = "This is a hand-in for {other}, and {wanted} is graded."
_MAKE_A_HANDIN: Final = "Make one with `grade submit {wanted}`, and hand this one in for {other}."

OnCheck = Callable[[str, int], None]
OnTried = Callable[[str, int], None]


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
        problem: Why there is no file to grade; None where there is one.
    """

    assignment: Assignment
    path: Path
    name: str | None = None
    pristine: frozenset[str] = field(default_factory=frozenset)
    selection: Selection = field(default_factory=Selection)
    cells: ExecutedCells | None = None
    problem: GraderError | None = None


def grade(
    course: Course,
    targets: Sequence[Target],
    *,
    seed: int | None = None,
    isolation: Isolation = Isolation.L1,
    runner: Runner | None = None,
    raise_if_alone: bool = True,
    on_check: OnCheck = lambda _assignment, _total: None,
    on_tried: OnTried = lambda _assignment, _tried: None,
) -> Report:
    """Grade submissions and report on all of them.

    Args:
        course: The course.
        targets: What to grade; at most one submission for each assignment.
        seed: What the run's seeds are drawn from; None for a fresh one. The same seed repeats a run exactly.
        isolation: Lowest level of isolation that will do.
        runner: A runner process that has been started already; the caller closes it.
        raise_if_alone: Whether to raise if the only submission is missing or ambiguous; among others, and
            without it, the report says so.
        on_check: Told assignment and number of checks whenever a check is decided.
        on_tried: Told now and then the assignment, and how many small changes of its submission have been
            tried to find the line that is wrong.

    Raises:
        UsageError: The only file is missing, two could be meant for it, isolation is too low here, or what a
            submission may import is not installed.
        CourseFault: A solved file cannot be read.
    """
    run_seed = secrets.randbelow(_SEEDS) if seed is None else seed
    strict = raise_if_alone and len(targets) == 1
    importable = [importable_by(target.assignment) for target in targets]
    read = [_read(target, one, strict=strict) for target, one in zip(targets, importable, strict=True)]
    with ExitStack() as stack:
        ready = stack.enter_context(Runner()) if runner is None else runner
        running: list[RunningSuite | None] = []
        for target, submission in zip(targets, read, strict=True):
            if isinstance(submission, GraderError):
                running.append(None)
                continue
            running.append(ready.start(_request(target, submission, run_seed, isolation)))
        done = [
            _finish(target, submission, started, run_seed, on_check, on_tried)
            for target, submission, started in zip(targets, read, running, strict=True)
        ]
    levels = [level for _, level in done if level]
    reports = [marked(course, report) for report, _ in done]
    return Report(
        course=course.name,
        course_version=course.version,
        grader_version=__version__,
        isolation=min(levels, default=""),
        isolation_asked=course.isolation.value,
        seed=run_seed,
        assignments=tuple(reports),
    )


def marked(course: Course, report: AssignmentReport) -> AssignmentReport:
    """Note in a report that its checks were bundled without proof, if they were."""
    return replace(report, notices=(_UNPROVED, *report.notices)) if course.unproved else report


def _read(target: Target, importable: Importable, *, strict: bool) -> Submission | GraderError:
    """Read a submission; one that cannot be read says why in the report, and stops no other one.

    Raises:
        UsageError: It is the only one, and is missing or could be one of two files.
    """
    if target.problem is not None:
        return target.problem
    try:
        if target.cells is not None:
            return read_cells(target.cells, target.path, target.name or target.path.name, importable)
        if (other := packed_for(target.path)) not in ("", target.assignment.name):
            return _other_assignment(target, other)
        return read_submission(
            target.path,
            module=target.assignment.module,
            pristine=target.pristine,
            name=target.name,
            importable=importable,
        )
    except UnusableSubmission as error:
        return error
    except UsageError as error:
        if strict:
            raise
        return error


def _other_assignment(target: Target, other: str) -> UnusableSubmission:
    shown, wanted = printable_name(other)[:_LONGEST_NAME], target.assignment.name
    return UnusableSubmission(
        _HANDIN_OF_ANOTHER.format(other=shown, wanted=wanted),
        _MAKE_A_HANDIN.format(wanted=wanted, other=shown),
    )


def _request(target: Target, submission: Submission, seed: int, isolation: Isolation) -> RunRequest:
    job = replace(submission_job(submission, seed), selection=target.selection, seek_repairs=True)
    return RunRequest(suite=suite_job(target.assignment, isolation), submission=job)


def submission_job(submission: Submission, seed: int) -> SubmissionJob:
    """Describe a run of every check against a submission.

    Args:
        submission: The submission.
        seed: What the run's seeds are drawn from.
    """
    return SubmissionJob(
        source=submission.source,
        file=_python_name(submission),
        seed=seed,
        cells=tuple((cell.first, cell.first + cell.count - 1) for cell in submission.cells),
        parameters=submission.parameters,
    )


def _python_name(submission: Submission) -> str:
    """Return the name that the student's file has, or that a notebook's code would have as a file."""
    return Path(submission.name).with_suffix(".py").name if Path(submission.name).name else "submission.py"


def _finish(
    target: Target,
    submission: Submission | GraderError,
    running: RunningSuite | None,
    seed: int,
    on_check: OnCheck,
    on_tried: OnTried,
) -> tuple[AssignmentReport, str]:
    """Wait for a run and assess it; give the report and the level it ran at, empty if nothing ran."""
    assignment = target.assignment
    if isinstance(submission, GraderError) or running is None:
        name = target.name or target.path.name
        return unusable(assignment, name, str(submission), seed), ""
    run = running.finish(
        lambda _check, total: on_check(assignment.name, total),
        on_tried=lambda tried: on_tried(assignment.name, tried),
    )
    return assess(assignment, submission, run, seed, target.pristine), run.isolation
