"""Audit one assignment, from its files to its findings."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from grader.authoring.audit.faulty_programs import faulty_trials, try_faulty_programs
from grader.authoring.audit.findings import AssignmentAudit, Counts, Finding, Kind
from grader.authoring.audit.material import read_material
from grader.authoring.audit.sound_programs import SEEDS, sound_trials, try_sound_programs
from grader.grading.grade import suite_job
from grader.model.assignment import Assignment
from grader.oracle.backend import BackendMissing
from grader.oracle.gradient_check import check_gradients
from grader.suite.jobs import Job

__all__ = ["Gradients", "audit", "check_recorded_gradients"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gradients:
    """What a comparison of gradients has shown.

    Attributes:
        compared: How many gradients were compared.
        findings: What is wrong.
    """

    compared: int
    findings: tuple[Finding, ...]


def check_recorded_gradients(assignment: Assignment) -> Gradients:
    """Compare every recorded gradient of both suites with central differences of its model.

    Without PyTorch there is nothing to compare with; that is a finding, for the audit is not complete then.
    """
    folders = [one for one in (assignment.visible, assignment.hidden) if (one / "oracle.py").is_file()]
    compared = 0
    findings: list[Finding] = []
    try:
        for folder in folders:
            for wrong in check_gradients(folder):
                compared += 1
                if wrong is not None:
                    text = (
                        f"seed {wrong.seed}: the recorded gradient of {wrong.name} gives a slope of "
                        f"{wrong.recorded:.6g}, central differences {wrong.measured:.6g}"
                    )
                    case = f"{folder.name}/{wrong.case}"
                    findings.append(Finding(kind=Kind.GRADIENT, subject=case, text=text))
    except BackendMissing:
        text = "PyTorch is not installed: the recorded gradients were not compared with central differences"
        findings.append(Finding(kind=Kind.INCOMPLETE, subject="gradients", text=text))
    return Gradients(compared=compared, findings=tuple(findings))


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
    total = len(sound_trials(material)) + len(material.wrong) + len(material.mutants) + 2
    right = try_sound_programs(job, material, lambda _: on_program(total))
    dependence = right.dependence
    trials = faulty_trials(material, dependence)
    wrong = try_faulty_programs(_hurried(job), material, dependence, trials, lambda _: on_program(total))
    gradients = check_recorded_gradients(assignment)
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
