"""The recorded failures of each misconception on the visible checks, and recordings that are out of date."""

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Final

from grader.authoring.catalogue_check import find_catalogue_problems
from grader.course.solution import read_solved
from grader.diagnosis.catalogue import (
    CATALOGUE_FILES,
    catalogue_files,
    find_python_catalogue,
    known_mistake,
    load_catalogue,
    mistaken_source,
)
from grader.diagnosis.recorded_failures import FILE, pack_known, read_key
from grader.errors import CatalogueFault, CourseFault
from grader.files import read_course_text, write_bytes
from grader.grading.grade import suite_job
from grader.model.assignment import Assignment, Course
from grader.oracle.recordings import find_problems
from grader.suite.jobs import RunRequest, SubmissionJob, Trial
from grader.suite.patience import read_patience_key, write_needed_seconds

__all__ = [
    "find_mistakes_problem",
    "find_recording_problems",
    "find_stale_times",
    "record_mistakes",
    "record_time",
    "require_recorded",
]

_SOURCES: Final = (
    *CATALOGUE_FILES,
    "conftest.py",
    "variants/*.py",
    "visible/*.py",
    "visible/recordings/*.json",
)


def record_mistakes(assignment: Assignment) -> Path:
    """Run every misconception on the visible checks and record the failures.

    Args:
        assignment: The assignment, with its solution.

    Returns:
        The written file.

    Raises:
        CourseFault: The catalogue or the suite is at fault.
    """
    # Running suites imports pytest and NumPy, which finding stale recordings does not need.
    from grader.suite.trials import run_trials  # noqa: PLC0415  # see above

    suite, solution = assignment.files.suite, _solution(assignment)
    if problems := find_catalogue_problems(assignment):
        raise CatalogueFault(problems)
    entries = load_catalogue(suite)
    programs = [(entry, number) for entry in entries for number in range(len(entry.programs))]
    trials = [
        Trial(name=one.name, source=mistaken_source(one, solution, suite))
        for one in (entry.programs[number] for entry, number in programs)
    ]
    job = suite_job(assignment)
    visible = replace(job, folders=tuple(folder for folder in job.folders if not folder.hidden))
    done = run_trials(visible, trials)
    tried = frozenset(check.id for check in done.checks)
    known = [
        known_mistake(entry, f"{assignment.name}.md", result.signatures, tried, number)
        for (entry, number), result in zip(programs, done.results, strict=True)
    ]
    path = assignment.visible / "recordings" / FILE
    write_bytes(path, pack_known(known, tried, _source_key(assignment)))
    return path


def find_mistakes_problem(assignment: Assignment) -> str:
    """Describe the problem of the recorded failures of an assignment's misconceptions.

    Returns:
        The problem; empty without one, or without a catalogue, as in a release for students.
    """
    suite = assignment.files.suite
    if assignment.files.solution is None:
        return ""
    for python in find_python_catalogue(suite):
        return str(python)
    if not catalogue_files(suite):
        return ""
    try:
        recorded = read_key(assignment.visible)
    except CourseFault as fault:
        return fault.message
    if not recorded:
        return "no wrong values of the misconceptions are recorded"
    if recorded != _source_key(assignment):
        return "the recorded wrong values are older than the suite, the solution or the catalogue"
    return ""


def _solution(assignment: Assignment) -> str:
    solution = assignment.files.solution
    if solution is None:
        raise CourseFault(f"{assignment.name} has no solved file, of which misconceptions are edits")
    return read_solved(solution)


def _source_key(assignment: Assignment) -> str:
    """Hash all sources that the recorded failures depend on, with newlines normalised."""
    digest = hashlib.sha256(_solution(assignment).encode("utf-8"))
    suite = assignment.files.suite
    for path in (path for pattern in _SOURCES for path in sorted(suite.glob(pattern))):
        digest.update(f"\0{path.relative_to(suite).as_posix()}\0".encode())
        digest.update(read_course_text(path, "suite").encode("utf-8"))
    return digest.hexdigest()


def find_stale_times(assignment: Assignment) -> list[Path]:
    """List the folders of checks whose record of the solution's time is missing or older than its sources."""
    if assignment.files.solution is None:
        return []
    folders = [folder for folder in (assignment.visible, assignment.hidden) if folder.is_dir()]
    return [folder for folder in folders if read_patience_key(folder) != _time_key(assignment, folder)]


def record_time(assignment: Assignment, folder: Path) -> Path:
    """Run the checks of a folder with the solution, and record the CPU time of its calls.

    Raises:
        CourseFault: The solution cannot be run.
    """
    from grader.suite.runner import run_suite  # noqa: PLC0415  # it imports what finding stale records does not need

    job = suite_job(assignment)
    alone = replace(job, folders=tuple(one for one in job.folders if one.path == str(folder)), patience=None)
    run = run_suite(RunRequest(suite=alone, submission=SubmissionJob(source=_solution(assignment), seed=1)))
    if run.faults:
        raise CourseFault("\n".join(fault.message for fault in run.faults))
    return write_needed_seconds(folder, _time_key(assignment, folder), run.cpu_seconds)


def _time_key(assignment: Assignment, folder: Path) -> str:
    """Hash what the time of the solution in a folder of checks depends on, with newlines normalised."""
    digest = hashlib.sha256(_solution(assignment).encode("utf-8"))
    for path in (*sorted(assignment.files.suite.glob("*.py")), *sorted(folder.glob("*.py"))):
        digest.update(f"\0{path.name}\0".encode())
        digest.update(read_course_text(path, "suite").encode("utf-8"))
    return digest.hexdigest()


def find_recording_problems(assignment: Assignment) -> list[str]:
    """List the recordings of an assignment that are missing, damaged or out of date."""
    found = [
        f"{assignment.name}/{folder.name}: {problem}"
        for folder in (assignment.visible, assignment.hidden)
        for problem in find_problems(folder, assignment.files.solution)
    ]
    problem = find_mistakes_problem(assignment)
    return [*found, f"{assignment.name}: {problem}"] if problem else found


def require_recorded(course: Course) -> None:
    """Require that every recording of a course is up to date.

    Raises:
        CourseFault: Recordings are missing, damaged or out of date; all of them are listed.
    """
    found = [problem for assignment in course.assignments for problem in find_recording_problems(assignment)]
    if found:
        raise CourseFault("\n".join(found), "Run `grade record`.")
