"""Grade wrong submissions from beginning to end, and put down what was said of them."""

import os
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from benchmarks.diagnosis.submissions import COURSE, Wrong
from grader.diagnosis.catalogue import load_catalogue
from grader.grading.grade import suite_job
from grader.model.check import Outcome
from grader.suite.jobs import RunRequest, SubmissionJob
from grader.suite.runner import run_suite

__all__ = ["Said", "grade_all"]

SEED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What was said of a submission.

    Attributes:
        wrong: The submission.
        lost: How many checks did not pass.
        named: Names of the misconceptions that explanations gave.
        signs: Names of everything else that explanations gave.
    """

    wrong: Wrong
    lost: int
    named: frozenset[str]
    signs: frozenset[str]

    @property
    def caught(self) -> bool:
        """Whether it lost points."""
        return self.lost > 0

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


def grade_all(submissions: Sequence[Wrong]) -> list[Said]:
    """Grade submissions as `grade` does, as many at a time as there are cores."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        done = []
        for number, said in enumerate(pool.map(_grade, submissions), start=1):
            done.append(said)
            print(f"\r{number} of {len(submissions)}", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
    return done


def _grade(wrong: Wrong) -> Said:
    assignment = COURSE.assignment(wrong.assignment)
    submission = SubmissionJob(source=wrong.source, seed=SEED)
    run = run_suite(RunRequest(suite=suite_job(assignment), submission=submission))
    if run.faults:
        raise RuntimeError(f"{wrong.name}: {run.faults}")
    lost = [check for check in run.checks if check.outcome is not Outcome.PASSED]
    said = {check.explanation.name for check in lost if check.explanation}
    known = {entry.name for entry in load_catalogue(assignment.files.suite).entries}
    return Said(wrong=wrong, lost=len(lost), named=frozenset(said & known), signs=frozenset(said - known))
