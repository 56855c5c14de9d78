"""Break a solution on purpose and see which parts lose points: what the tests of the suites share."""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from grader.course import load_course
from grader.diagnosis.catalogue import load_catalogue, mistaken_source
from grader.grading.grade import suite_job
from grader.model.assignment import Assignment
from grader.model.check import Check, Outcome
from grader.oracle import Recordings
from grader.oracle.recordings import Case
from grader.suite.jobs import RunRequest, SubmissionJob
from tests.support.shared_runner import run_suite

__all__ = [
    "ROOT",
    "Grading",
    "assignment",
    "mistaken",
    "recorded_cases",
    "run",
    "solution",
    "stub",
    "stub_function",
]

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grading:
    """What one run of an assignment's suite found.

    Attributes:
        checks: Every check, visible and hidden.
        faults: What is wrong with the suite itself.
    """

    checks: tuple[Check, ...]
    faults: tuple[str, ...]

    @property
    def failed(self) -> dict[str, Outcome]:
        """The checks that did not pass, by id."""
        return {check.id: check.outcome for check in self.checks if check.outcome is not Outcome.PASSED}

    @property
    def passed(self) -> list[str]:
        """Ids of the checks that passed."""
        return [check.id for check in self.checks if check.outcome is Outcome.PASSED]

    @property
    def lost(self) -> set[str]:
        """Names of the parts that lost points."""
        return {check.part for check in self.checks if check.outcome is not Outcome.PASSED}


@cache
def assignment(name: str) -> Assignment:
    """Look an assignment of this repository's course up."""
    return load_course(ROOT).assignment(name)


def solution(name: str) -> str:
    """Text of an assignment's solution."""
    path = assignment(name).files.solution
    assert path is not None
    return path.read_text(encoding="utf-8")


def stub(name: str) -> str:
    """Text of an assignment's stub, as handed out."""
    return assignment(name).files.stub.read_text(encoding="utf-8")


def stub_function(name: str, function: str) -> str:
    """Text of a function or class as an assignment's stub has it."""
    text = stub(name)
    found = [node for node in ast.parse(text).body if getattr(node, "name", "") == function]
    return ast.get_source_segment(text, found[0]) or ""


def mistaken(name: str, *mistakes: str) -> str:
    """Text of an assignment's solution with known mistakes, made one after the other."""
    suite = assignment(name).files.suite
    known = {entry.name: entry for entry in load_catalogue(suite)}
    source = solution(name)
    for mistake in mistakes:
        source = mistaken_source(known[mistake], source, suite)
    return source


@cache
def recorded_cases(name: str, *, hidden: bool) -> dict[str, list[Case]]:
    """Every recorded case of the hidden or the visible folder of an assignment, by the recording's name."""
    folder = assignment(name).hidden if hidden else assignment(name).visible
    assert folder is not None
    recordings = [
        Recordings(folder).load(path.stem) for path in sorted((folder / "recordings").glob("*.rec"))
    ]
    return {one.name: [one.draw(seed) for seed in one.seeds] for one in recordings}


@cache
def run(name: str, source: str, seed: int = 0) -> Grading:
    """Run the visible and the hidden suite of an assignment against a submission."""
    one = assignment(name)
    result = run_suite(RunRequest(suite=suite_job(one), submission=SubmissionJob(source=source, seed=seed)))
    return Grading(checks=result.checks, faults=tuple(map(str, result.faults)))
