"""From an assignment of the course to what a runner process is told."""

from typing import Final

from grader.course import Assignment, Isolation
from grader.sandbox.limits import WorkerLimits
from grader.submission.solved import read_solved
from grader.suite.job import Job, Selection, SuiteFolder

__all__ = ["suite_job"]

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
    limits = assignment.limits
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
        limits=WorkerLimits(
            cpu_seconds_per_call=limits.cpu_seconds_per_call,
            cpu_seconds_total=limits.cpu_seconds_total,
            memory_bytes=limits.memory_mb * 1_000_000,
            output_bytes=limits.output_kb * 1_000,
        ),
    )
