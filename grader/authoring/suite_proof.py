"""The proof without which nothing is written that marks: solutions pass every check, with several seeds."""

from collections.abc import Callable, Sequence
from functools import partial

from grader.authoring.examination.problems import Problem, raise_all
from grader.authoring.examination.suite_examination import SEEDS, prove_solution
from grader.errors import CourseFault
from grader.model.assignment import Assignment, Course
from grader.suite.runner import Runner

__all__ = ["prove_suites"]


def prove_suites(
    course: Course,
    assignments: Sequence[Assignment],
    on_program: Callable[[str, int], None] = lambda _name, _total: None,
) -> None:
    """Prove that the solutions of assignments pass every check of their suites, with several seeds.

    Args:
        course: The course.
        assignments: Those of its assignments that are to be marked.
        on_program: Called after each run of a solution with its assignment and how many runs that has.

    Raises:
        CourseFault: A solution fails a check, a check crashes or counts for no part, a part has no check, or
            there is no solution; all of this is listed.
        UsageError: This machine cannot confine the code as far as the suites ask.
    """
    if unsolved := [one.name for one in assignments if one.files.solution is None]:
        raise CourseFault(
            f"Nothing proves the suites of {', '.join(unsolved)}: the manifest names no solution.",
            "Name the solved file under `files`. In an emergency, --unproved writes what cannot be proved.",
        )
    problems: list[Problem] = []
    with Runner() as runner:
        for assignment in assignments:
            problems += prove_solution(
                runner, course, assignment, partial(on_program, assignment.name, SEEDS)
            )
    raise_all(
        "The suites do not pass their own solutions, and would take points from right ones",
        problems,
        "Nothing was written. In an emergency, --unproved writes it all the same and marks it.",
    )
