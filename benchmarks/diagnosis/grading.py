"""Grade wrong submissions as `grade` does, and put down what was said of them.

A suite is collected once and judges every submission in a fork, so that one costs about a second of CPU time.
"""

import sys
import tempfile
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from benchmarks.diagnosis.submissions import COURSE, Wrong
from grader.diagnosis.catalogue import load_catalogue
from grader.grading.assessment import assess
from grader.grading.grade import submission_job, suite_job
from grader.model.assignment import Assignment
from grader.model.check import Check, Outcome
from grader.model.report import AssignmentReport
from grader.submission.reader import Submission, read_submission
from grader.suite.jobs import SuiteJob
from grader.suite.results import SuiteRun
from grader.suite.runner import Runner, RunningSuite, usable_cores

__all__ = ["Said", "grade_all", "progress"]

SEED: Final = 5
_LOOK_SECONDS: Final = 5.0
_MOST_TRIES: Final = 5
JOBS: Final = usable_cores()


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What was said of a submission.

    Attributes:
        wrong: The submission.
        report: What grading it found.
        named: Names of the misconceptions that explanations gave.
        signs: Names of everything else that explanations gave.
    """

    wrong: Wrong
    report: AssignmentReport
    named: frozenset[str]
    signs: frozenset[str]

    @property
    def lost(self) -> tuple[Check, ...]:
        """The checks that did not pass."""
        return tuple(
            check
            for part in self.report.parts
            for check in part.checks
            if check.outcome is not Outcome.PASSED
        )

    @property
    def caught(self) -> bool:
        """Whether it lost points."""
        return bool(self.lost)

    @property
    def misled(self) -> bool:
        """Whether a misconception was named that it has not."""
        return bool(self.named - self.wrong.names)

    @property
    def right(self) -> bool:
        """Whether a misconception that it has was named, and no other."""
        return bool(self.named) and not self.misled

    @property
    def verdict(self) -> str:
        """The same in a word."""
        if not self.caught:
            return "not caught"
        return "right" if self.right else "wrong" if self.misled else "unnamed"

    @property
    def words(self) -> str:
        """What was said."""
        return ", ".join(sorted(self.named) or sorted(self.signs)) or "nothing"


def grade_all(submissions: Sequence[Wrong], *, hidden: bool = True) -> list[Said]:
    """Grade submissions, and give what was said of each, in their order.

    Args:
        submissions: The submissions.
        hidden: Whether hidden checks run as well, as they do in marking; students have the visible ones only.
    """
    order = {(one.assignment, one.name): place for place, one in enumerate(submissions)}
    said: list[Said] = []
    for name in dict.fromkeys(one.assignment for one in submissions):
        mine = [one for one in submissions if one.assignment == name]
        for one in _grade_one_assignment(COURSE.assignment(name), mine, hidden=hidden):
            said.append(one)
            progress(len(said), len(submissions))
    return sorted(said, key=lambda one: order[one.wrong.assignment, one.wrong.name])


def progress(done: int, total: int) -> None:
    """Say on standard error how far it is."""
    print(f"\r{done} of {total}", end="\n" if done == total else "", file=sys.stderr, flush=True)


def _grade_one_assignment(
    assignment: Assignment, submissions: Sequence[Wrong], *, hidden: bool
) -> Iterator[Said]:
    catalogue = frozenset(entry.name for entry in load_catalogue(assignment.files.suite))
    waiting = deque(submissions)
    tries: Counter[str] = Counter()
    active: deque[tuple[Wrong, Submission, RunningSuite]] = deque()
    with tempfile.TemporaryDirectory() as folder, Runner() as runner:
        suite = runner.open_suite(_suite(assignment, hidden=hidden))
        while not suite.is_collected(_LOOK_SECONDS):
            continue
        while waiting or active:
            while waiting and len(active) < JOBS:
                wrong = waiting.popleft()
                submission = _read(Path(folder), assignment, wrong)
                job = replace(submission_job(submission, SEED), seek_repairs=True)
                active.append((wrong, submission, suite.start(job)))
            wrong, submission, running = active.popleft()
            run = running.finish()
            running.close()
            said = _said(assignment, wrong, submission, run, catalogue)
            if said.report.unusable and tries[wrong.name] < _MOST_TRIES:
                tries[wrong.name] += 1
                waiting.append(wrong)  # on a busy machine, loading alone may run out of time
                continue
            yield said


def _suite(assignment: Assignment, *, hidden: bool) -> SuiteJob:
    job = suite_job(assignment)
    return job if hidden else replace(job, folders=tuple(one for one in job.folders if not one.hidden))


def _read(folder: Path, assignment: Assignment, wrong: Wrong) -> Submission:
    path = folder / f"{assignment.module}.py"
    path.write_text(wrong.source, encoding="utf-8")
    return read_submission(path, module=assignment.module, name=path.name)


def _said(
    assignment: Assignment, wrong: Wrong, submission: Submission, run: SuiteRun, catalogue: frozenset[str]
) -> Said:
    if run.faults:
        raise RuntimeError(f"{wrong.name}: {run.faults}")
    report = assess(assignment, submission, run, SEED)
    said = {check.explanation.name for check in run.checks if check.explanation}
    return Said(
        wrong=wrong, report=report, named=frozenset(said & catalogue), signs=frozenset(said - catalogue)
    )
