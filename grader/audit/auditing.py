"""The audit of one assignment, from its files to its findings."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from grader.audit.findings import AssignmentAudit, Counts
from grader.audit.gradients import try_gradients
from grader.audit.material import read_material
from grader.audit.right import SEEDS, right_trials, try_right
from grader.audit.wrong import try_wrong, wrong_trials
from grader.course import Assignment
from grader.grading.jobs import suite_job
from grader.suite.job import Job

__all__ = ["audit"]

_CPU_PER_CALL: Final = 0.3  # seconds
_CPU_TOTAL: Final = 3.0

OnProgram = Callable[[int], None]


def audit(assignment: Assignment, on_program: OnProgram = lambda _: None) -> AssignmentAudit:
    """Prove what can be proved of an assignment's suite.

    Args:
        assignment: The assignment, with its solved file.
        on_program: Told after each program how many there are, as far as that is known; from any thread.

    Returns:
        The findings; none if the suite catches what it should and nothing else.

    Raises:
        CourseFault: A file of the assignment is at fault, or the suite cannot be run.
        UsageError: This machine cannot confine the code as far as grading asks.
    """
    material = read_material(assignment)
    job = suite_job(assignment)
    # Both runs begin with the solution, which is in neither list.
    total = len(right_trials(material)) + len(material.wrong) + len(material.mutants) + 2
    right = try_right(job, material, lambda _: on_program(total))
    dependence = right.dependence
    trials = wrong_trials(material, dependence)
    wrong = try_wrong(_hurried(job), material, dependence, trials, lambda _: on_program(total))
    gradients = try_gradients(assignment)
    counts = Counts(
        checks=len(dependence.checks),
        seeds=SEEDS,
        variants=len(material.variants),
        misconceptions=len(material.misconceptions),
        mutants=len(material.mutants),
        equivalent=len(material.equivalents),
        gradients=gradients.compared,
    )
    return AssignmentAudit(
        name=assignment.name,
        counts=counts,
        findings=(*right.findings, *wrong.findings, *gradients.findings),
        caught_by=wrong.caught_by,
    )


def _hurried(job: Job) -> Job:
    """Give little time to programs that may loop for ever; a call of the solution takes milliseconds."""
    return replace(
        job,
        limits=replace(job.limits, cpu_seconds_per_call=_CPU_PER_CALL, cpu_seconds_total=_CPU_TOTAL),
    )
