"""The examination of a whole course: its files, and what running its suites shows."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from grader.authoring.catalogue_check import find_catalogue_problems
from grader.authoring.examination.places import place_of_given, place_of_package
from grader.authoring.examination.problems import Problem, ProblemKind, relative_name
from grader.authoring.examination.solved_functions import SolvedFunctions
from grader.authoring.examination.suite_examination import SuiteExamination
from grader.authoring.exercises import StaleExercise, compare_exercises
from grader.authoring.recorded_mistakes import find_mistakes_problem
from grader.course.solution import read_solved
from grader.diagnosis.catalogue import (
    catalogue_files,
    find_python_catalogue,
    load_catalogue,
    mistaken_source,
)
from grader.errors import CourseFault, UsageError
from grader.model.assignment import Assignment, Course
from grader.oracle.recordings import find_problems
from grader.sandbox.packages import find_packages
from grader.suite.runner import Runner

__all__ = ["Examination", "examine_course", "examine_given"]

_LONGEST_LINE: Final = 80
_UNREADY: Final = {
    ProblemKind.RECORDING: "its recordings are out of date",
    ProblemKind.PACKAGE: "what its submissions may import is not installed here",
}
_PUBLISH_FROM: Final = (
    "If you changed the source, type `grade publish`. If you edited {exercise}, make that change in {source} "
    "first: publishing overwrites the exercise."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """What the examination of a course found.

    Attributes:
        problems: What is wrong, in the order of the manifest.
        notes: What was not examined, and why.
    """

    problems: tuple[Problem, ...]
    notes: tuple[str, ...]


def examine_course(
    course: Course, *, fast: bool = False, on_program: Callable[[str, int], None] = lambda _name, _total: None
) -> Examination:
    """Examine a course: read its files, and run its suites against right and wrong programs.

    Args:
        course: The course.
        fast: Whether to leave out what needs to run the suites.
        on_program: Called after each program with the assignment and how many programs it has, from any
            thread.

    Raises:
        UsageError: This machine cannot confine the code as far as the suites ask.
    """
    problems: list[Problem] = []
    notes: list[str] = []
    unready: dict[str, str] = {}
    for assignment in course.assignments:
        found = [*_find_recording_problems(course, assignment), *_find_strays(course, assignment)]
        found += [*examine_given(course, assignment), *_find_package_problems(course, assignment)]
        problems += found
        for kind, reason in _UNREADY.items():
            if any(problem.kind is kind for problem in found):
                unready[assignment.name] = reason
    problems += _find_exercise_problems(course, notes)
    if not fast:
        solved = [one for one in course.assignments if one.files.solution is not None]
        ready = [one for one in solved if one.name not in unready]
        notes += [
            f"the suite of {one.name} was not run, since {unready[one.name]}"
            for one in solved
            if one not in ready
        ]
        problems += _run_suites(course, ready, on_program)
    order = [assignment.name for assignment in course.assignments]
    problems.sort(key=lambda problem: order.index(problem.assignment) if problem.assignment in order else -1)
    return Examination(problems=tuple(dict.fromkeys(problems)), notes=tuple(notes))


def examine_given(course: Course, assignment: Assignment) -> list[Problem]:
    """Find what the manifest lists as given and the solved file does not define.

    Returns:
        The problems; also a solved file that cannot be read is one.
    """
    solution = assignment.files.solution
    if solution is None:
        return []
    try:
        unknown = SolvedFunctions.read(solution, assignment.given).unknown_given
    except CourseFault as fault:
        return _of_fault(course, assignment, fault, solution)
    path, line = place_of_given(course, assignment) if unknown else (solution, 0)
    return [
        Problem(
            kind=ProblemKind.GIVEN,
            assignment=assignment.name,
            file=relative_name(path, course.root),
            line=line,
            message=f"`{name}` is listed as given, and {relative_name(solution, course.root)} defines no "
            "function or class of that name",
            advice="Correct the name; a method is named with its class, such as `Account.deposit`.",
        )
        for name in unknown
    ]


def _run_suites(
    course: Course, assignments: list[Assignment], on_program: Callable[[str, int], None]
) -> list[Problem]:
    problems: list[Problem] = []
    if not assignments:
        return problems
    with Runner() as runner:
        for assignment in assignments:
            solution = assignment.files.solution
            if solution is None:
                continue
            try:
                problems += SuiteExamination(
                    course=course,
                    assignment=assignment,
                    solved=SolvedFunctions.read(solution, assignment.given),
                    mistaken=_mistaken_sources(assignment),
                    runner=runner,
                    on_program=lambda total, name=assignment.name: on_program(name, total),  # type: ignore[misc]
                ).run()
            except CourseFault:
                continue  # a solved file that cannot be read, which is told already
            except UsageError as error:
                if not assignment.packages:
                    raise
                # What is installed may still not run, or not where it is confined.
                problems.append(_of_package(course, assignment, 0, error))
    return problems


def _mistaken_sources(assignment: Assignment) -> dict[str, str]:
    """Write the programs of the catalogue; those that cannot be made are problems of their own."""
    sources: dict[str, str] = {}
    suite, solution = assignment.files.suite, assignment.files.solution
    if solution is None:
        return sources
    with suppress(CourseFault):
        source = read_solved(solution)
        for program in (program for entry in load_catalogue(suite) for program in entry.programs):
            with suppress(CourseFault):
                sources[program.name] = mistaken_source(program, source, suite)
    return sources


def _of_fault(course: Course, assignment: Assignment, fault: CourseFault, path: Path) -> list[Problem]:
    """Turn a fault of a file into problems: as a rule, lines of its message begin with the place."""
    name = relative_name(path, course.root)
    problems = []
    for text in fault.message.replace(f"{course.root}/", "").split("\n"):
        placed = re.fullmatch(rf"{re.escape(name)}:(\d+): (.*)", text)
        problems.append(
            Problem(
                kind=ProblemKind.SUITE,
                assignment=assignment.name,
                file=name,
                line=int(placed[1]) if placed else 0,
                message=placed[2] if placed else text,
                advice=fault.advice or "Correct the file.",
            )
        )
    return problems


def _find_recording_problems(course: Course, assignment: Assignment) -> Iterator[Problem]:
    record = f"Type `grade record {assignment.name}`."
    for folder in (assignment.visible, assignment.hidden):
        for problem in find_problems(folder, assignment.files.solution):
            yield Problem(
                kind=ProblemKind.RECORDING,
                assignment=assignment.name,
                file=relative_name(folder / "oracle.py", course.root),
                line=0,
                message=f"{assignment.name}/{folder.name}: {problem}",
                advice=record,
            )
    files = catalogue_files(assignment.files.suite)
    in_python = any(find_python_catalogue(assignment.files.suite))  # which is told as what it is
    if files and not in_python and (problem := find_mistakes_problem(assignment)):
        yield Problem(
            kind=ProblemKind.RECORDING,
            assignment=assignment.name,
            file=relative_name(files[0], course.root),
            line=0,
            message=f"{assignment.name}: {problem}",
            advice=record,
        )


def _find_package_problems(course: Course, assignment: Assignment) -> Iterator[Problem]:
    """Find packages that are not installed here as the assignment names them."""
    for number, package in enumerate(assignment.packages):
        try:
            find_packages([package])
        except UsageError as error:
            yield _of_package(course, assignment, number, error)


def _of_package(course: Course, assignment: Assignment, number: int, error: UsageError) -> Problem:
    path, line = place_of_package(course, assignment, number)
    return Problem(
        kind=ProblemKind.PACKAGE,
        assignment=assignment.name,
        file=relative_name(path, course.root),
        line=line,
        message=error.message,
        advice=error.advice,
    )


def _find_strays(course: Course, assignment: Assignment) -> Iterator[Problem]:
    """Find what is wrong with the catalogue: its form, and misconceptions that fit no part or no solution."""
    try:
        found = find_catalogue_problems(assignment)
    except CourseFault as fault:
        yield from _of_fault(course, assignment, fault, assignment.files.solution or assignment.files.suite)
        return
    for problem in found:
        yield Problem(
            kind=ProblemKind.MISCONCEPTION,
            assignment=assignment.name,
            file=relative_name(problem.path, course.root),
            line=problem.line,
            message=problem.message,
            advice=problem.advice,
        )


def _find_exercise_problems(course: Course, notes: list[str]) -> Iterator[Problem]:
    try:
        stale = compare_exercises(course)
    except CourseFault as fault:
        owner = next((one for one in course.assignments if str(one.files.solution) in fault.message), None)
        assignment = owner or course.assignments[0]
        path = assignment.files.solution or assignment.files.stub
        yield from _of_fault(course, assignment, fault, path)
    except UsageError as error:
        # What renders handouts is installed for instructors alone.
        notes.append(f"whether exercises/ is up to date was not checked: {error.message}")
    else:
        yield from (_describe_stale(course, one) for one in stale)


def _describe_stale(course: Course, stale: StaleExercise) -> Problem:
    exercise, source = (relative_name(path, course.root) for path in (stale.path, stale.source))
    line = 0
    if stale.present is None:
        message = f"the exercise is missing; it is made from {source}"
        advice = "Type `grade publish`."
    else:
        line, present, rendered = stale.first_difference
        message = f"says {_shown(present)}, and {source} gives {_shown(rendered)}"
        advice = _PUBLISH_FROM.format(exercise=exercise, source=source)
    return Problem(
        kind=ProblemKind.EXERCISE,
        assignment=stale.assignment,
        file=exercise,
        line=line,
        message=message,
        advice=advice,
    )


def _shown(line: str | None) -> str:
    return "no such line" if line is None else repr(line.strip()[:_LONGEST_LINE])
