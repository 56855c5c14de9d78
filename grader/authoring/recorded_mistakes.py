"""Record how each known mistake fails the visible checks, and find recordings that are out of date."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from grader.course.solution import read_solved
from grader.diagnosis.catalogue import FILE as CATALOGUE
from grader.diagnosis.catalogue import Catalogue, known_of, load_catalogue, wrong_source
from grader.diagnosis.recorded_failures import FILE, pack_known, read_key
from grader.errors import CourseFault
from grader.files import read_text, write_bytes
from grader.grading.grade import suite_job
from grader.model.assignment import Assignment, Course
from grader.oracle.recordings import find_problems
from grader.suite.jobs import Trial

__all__ = ["mistakes_problem", "record_mistakes", "recording_problems", "require_recorded"]

_SOURCES: Final = (
    CATALOGUE,
    "conftest.py",
    "variants/*.py",
    "visible/*.py",
    "visible/recordings/*.json",
)


def record_mistakes(assignment: Assignment) -> Path:
    """Run every misconception on the visible checks and record how they fail.

    Args:
        assignment: The assignment; it has its solution.

    Returns:
        The file that was written.

    Raises:
        CourseFault: The catalogue or the suite is at fault.
    """
    # Running suites imports pytest and NumPy, which a check of what is recorded does without.
    from grader.suite.trials import run_trials  # noqa: PLC0415  # see above

    suite, solution = assignment.files.suite, _solution(assignment)
    entries = _of_known_parts(load_catalogue(suite), assignment).entries
    trials = [Trial(name=one.name, source=wrong_source(one, solution, suite)) for one in entries]
    job = suite_job(assignment)
    visible = replace(job, folders=tuple(folder for folder in job.folders if not folder.hidden))
    done = run_trials(visible, trials)
    tried = frozenset(check.id for check in done.checks)
    known = [
        known_of(entry, f"{assignment.name}.md", result.observations, tried)
        for entry, result in zip(entries, done.results, strict=True)
    ]
    path = _path(assignment)
    write_bytes(path, pack_known(known, tried, _key(assignment)))
    return path


def _of_known_parts(catalogue: Catalogue, assignment: Assignment) -> Catalogue:
    """Require that every entry is of a part: one that is not would never explain anything."""
    parts = [part.name for part in assignment.parts]
    stray = [
        f"the misconception {one.name!r} is of part {one.part!r}; {assignment.name} has {', '.join(parts)}"
        for one in catalogue.entries
        if one.part not in parts
    ]
    if stray:
        raise CourseFault("\n".join(stray), f"Correct {assignment.files.suite / CATALOGUE}.")
    return catalogue


def mistakes_problem(assignment: Assignment) -> str:
    """Say what is wrong with the recorded wrong values of an assignment; empty if nothing is.

    Where there is no catalogue, as in a release for students, nothing can be out of date.
    """
    if assignment.files.solution is None or not (assignment.files.suite / CATALOGUE).is_file():
        return ""
    try:
        recorded = read_key(assignment.visible)
    except CourseFault as fault:
        return fault.message
    if not recorded:
        return "no wrong values of the misconceptions are recorded"
    current = recorded == _key(assignment)
    return (
        "" if current else "the recorded wrong values are older than the suite, the solution or the catalogue"
    )


def _solution(assignment: Assignment) -> str:
    solution = assignment.files.solution
    if solution is None:
        raise CourseFault(f"{assignment.name} has no solved file, of which misconceptions are edits")
    return read_solved(solution)


def _path(assignment: Assignment) -> Path:
    return assignment.visible / "recordings" / FILE


def _key(assignment: Assignment) -> str:
    """Key of all sources that the wrong values depend on, with newlines normalised."""
    digest = hashlib.sha256(_solution(assignment).encode("utf-8"))
    for path in _sources(assignment.files.suite):
        digest.update(f"\0{path.relative_to(assignment.files.suite).as_posix()}\0".encode())
        digest.update(read_text(path, "suite").encode("utf-8"))
    return digest.hexdigest()


def _sources(suite: Path) -> Iterator[Path]:
    for pattern in _SOURCES:
        yield from sorted(suite.glob(pattern))


def recording_problems(assignment: Assignment) -> list[str]:
    """Say what is missing, damaged or out of date among all recordings of an assignment."""
    found = [
        f"{assignment.name}/{folder.name}: {problem}"
        for folder in (assignment.visible, assignment.hidden)
        for problem in find_problems(folder)
    ]
    mistakes = mistakes_problem(assignment)
    return [*found, f"{assignment.name}: {mistakes}"] if mistakes else found


def require_recorded(course: Course) -> None:
    """Refuse to go on with a course whose recordings are not what its sources say.

    Raises:
        CourseFault: Something is missing, damaged or out of date; all of it is listed.
    """
    found = [problem for assignment in course.assignments for problem in recording_problems(assignment)]
    if found:
        raise CourseFault("\n".join(found), "Run `grade record`, which needs PyTorch.")
