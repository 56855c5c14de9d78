"""The audit of one assignment, from its files to its findings."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from grader.authoring.audit.faulty_programs import faulty_trials, try_faulty_programs
from grader.authoring.audit.findings import AssignmentAudit, Counts, Finding, FindingKind
from grader.authoring.audit.programs import load_programs
from grader.authoring.audit.promises import find_unkept_promises, load_promises
from grader.authoring.audit.sound_programs import SEEDS, sound_trials, try_sound_programs
from grader.grading.grade import suite_job
from grader.model.assignment import Assignment
from grader.oracle.central_differences import check_gradients
from grader.oracle.libraries import BackendMissing
from grader.suite.jobs import SuiteJob
from grader.suite.trials import TrialResult

__all__ = ["audit_assignment"]

# In seconds of CPU time: faulty programs may loop for ever, and a call of the solution takes milliseconds.
_LIMIT_PER_CALL: Final = 0.3
_LIMIT_TOTAL: Final = 3.0
_LAPS: Final = 9


def audit_assignment(
    assignment: Assignment,
    on_program: Callable[[int], None] = lambda _: None,
    on_estimate: Callable[[int, float | None], None] = lambda _programs, _seconds: None,
) -> AssignmentAudit:
    """Check that an assignment's suite passes every sound program and fails every faulty one.

    Args:
        assignment: The assignment, with its solved file.
        on_program: Called after each program with the number of programs known so far; from any thread.
        on_estimate: Called with the number of programs before the first, and again with the seconds that they
            will take, once some have shown that; from any thread.

    Returns:
        The audit; without findings if the suite catches what it should and nothing else.

    Raises:
        CourseFault: A file of the assignment is at fault, or the suite cannot be run.
        UsageError: This machine cannot confine the code as far as grading asks.
    """
    programs = load_programs(assignment)
    job = suite_job(assignment)
    # Both runs begin with the solution, which is in neither list.
    total = len(sound_trials(programs)) + len(programs.misconceptions) + len(programs.mutants) + 2
    on_estimate(total, None)
    watch = _Stopwatch(total, on_estimate)

    def count(_: TrialResult) -> None:
        watch.lap()
        on_program(total)

    coverage, sound_findings = try_sound_programs(job, programs, count)
    trials = faulty_trials(programs, coverage)
    faulty = try_faulty_programs(
        _limit_cpu_time(job), programs, coverage, trials, lambda _: on_program(total)
    )
    promises = find_unkept_promises(programs.stub, load_promises(assignment.files.suite), coverage.checks)
    gradients, gradient_findings = _check_recorded_gradients(assignment)
    counts = Counts(
        checks=len(coverage.checks),
        seeds=SEEDS,
        variants=len(programs.variants),
        misconceptions=len(programs.misconceptions),
        mutants=len(programs.mutants),
        equivalent=len(programs.equivalents),
        gradients=gradients,
    )
    return AssignmentAudit(
        name=assignment.name,
        counts=counts,
        findings=(*sound_findings, *faulty.findings, *promises, *gradient_findings),
        caught_by=faulty.caught_by,
        hidden_rules=faulty.hidden_rules,
    )


class _Stopwatch:
    """Estimates from the first programs how long all of them will take.

    Args:
        total: The number of programs.
        on_estimate: Called once, with that number and the seconds.
    """

    def __init__(self, total: int, on_estimate: Callable[[int, float | None], None]) -> None:
        self._total = total
        self._on_estimate = on_estimate
        self._lock = threading.Lock()
        self._began = 0.0
        self._laps = 0

    def lap(self) -> None:
        """Count a program; what comes before the end of the first one is not measured."""
        with self._lock:
            self._laps += 1
            if self._laps == 1:
                self._began = time.monotonic()
            if self._laps == _LAPS:
                each = (time.monotonic() - self._began) / (_LAPS - 1)
                self._on_estimate(self._total, each * self._total)


def _limit_cpu_time(job: SuiteJob) -> SuiteJob:
    limits = replace(job.limits, cpu_seconds_per_call=_LIMIT_PER_CALL, cpu_seconds_total=_LIMIT_TOTAL)
    return replace(job, limits=limits)


def _check_recorded_gradients(assignment: Assignment) -> tuple[int, list[Finding]]:
    """Compare every recorded gradient of both suites with central differences of its model.

    Returns:
        The number of gradients compared, and the findings. Without the library that models are written with,
        the only finding is that the audit is incomplete.
    """
    folders = [one for one in (assignment.visible, assignment.hidden) if (one / "oracle.py").is_file()]
    compared = 0
    findings: list[Finding] = []
    try:
        for folder in folders:
            for mismatch in check_gradients(folder):
                compared += 1
                if mismatch is not None:
                    text = (
                        f"seed {mismatch.seed}: the recorded gradient of {mismatch.name} gives a slope of "
                        f"{mismatch.recorded:.6g}, central differences {mismatch.measured:.6g}"
                    )
                    case = f"{folder.name}/{mismatch.case}"
                    findings.append(Finding(kind=FindingKind.GRADIENT, subject=case, text=text))
    except BackendMissing as missing:
        text = f"the recorded gradients were not compared with central differences: {missing.message}"
        findings.append(Finding(kind=FindingKind.INCOMPLETE, subject="gradients", text=text))
    return compared, findings
