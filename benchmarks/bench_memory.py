"""How much memory the process that runs a suite holds at most, over everything there is to hand in.

That is every golden submission, every attack on the course that attacks are handed in for, and answers that
are larger when they are read than on the way. Each is judged in a process of its own, whose peak the system
counts. The benchmark fails if one of them goes beyond BUDGET.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from benchmarks.measure import machine, table
from grader.errors import GraderError
from grader.grading.grade import submission_job, suite_job
from grader.model.assignment import Assignment
from grader.submission.reader import read_submission
from grader.suite.jobs import RunRequest, SubmissionJob
from grader.suite.runner import Runner
from tests.attacks.harness.attack import load_attacks
from tests.attacks.harness.world import World
from tests.support.giant_answers import GIANTS, SOURCE, suite_of
from tests.support.golden_runs import cases, course, submission_of
from tests.support.small_suites import SmallSuite

BUDGET: Final = 300_000_000
"""Bytes that the process may hold at most."""

Corpus = Iterator[tuple[str, RunRequest]]


def main() -> int:
    """Measure and print; 1 if a run held too much."""
    with tempfile.TemporaryDirectory(prefix="bench-memory-") as folder:
        corpora = {
            "golden submissions": _golden(),
            "attacks": _attacks(),
            "giant answers": _giants(Path(folder)),
        }
        peaks = {name: _peaks(corpus) for name, corpus in corpora.items()}
    print(f"Memory of the process that runs a suite, {machine()}\n")
    rows = []
    for name, found in peaks.items():
        most = max(found, key=lambda one: found[one])
        rows.append((name, f"{len(found)}", f"{found[most] / 1e6:.0f}", most))
    print(table(("handed in", "runs", "MB at most", "by"), rows))
    print(f"\n{BUDGET / 1e6:.0f} MB are permitted.")
    return 0 if max(max(found.values()) for found in peaks.values()) <= BUDGET else 1


def _peaks(corpus: Corpus) -> dict[str, int]:
    found = {}
    with Runner() as runner:
        for name, request in corpus:
            run = runner.start(request)
            run.finish()
            found[name] = run.peak_memory()
            run.close()
    return found


def _golden() -> Corpus:
    for case in cases():
        path = submission_of(case)
        assignment = course().assignment(path.parent.parent.name)
        try:
            yield case, _request(assignment, path)
        except GraderError:
            continue  # refused before anything runs


def _attacks() -> Corpus:
    world = World()
    try:
        (assignment,) = world.course.assignments
        suite = suite_job(assignment)
        for attack in load_attacks():
            if attack.make is None and attack.via != "reading":
                world.reset()
                source = world.fill(attack.source)
                yield attack.id, RunRequest(suite=suite, submission=SubmissionJob(source=source, seed=1))
    finally:
        world.close()


def _giants(folder: Path) -> Corpus:
    suite = SmallSuite(folder)
    suite.visible(suite_of(GIANTS))
    yield "all of them", suite.job(SOURCE)


def _request(assignment: Assignment, path: Path) -> RunRequest:
    read = read_submission(path, module=assignment.module, name=path.name)
    return RunRequest(suite=suite_job(assignment), submission=submission_job(read, 7))


if __name__ == "__main__":
    sys.exit(main())
