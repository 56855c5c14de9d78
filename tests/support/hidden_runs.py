"""Run the suites of one assignment against many programs in one process, as a run of `grade` judges each.

A test runs this module as a program: a description of the work on standard input, one JSON line a program on
standard output. Beside the checks as `grade` gets them it tells what no student may read: the numbers.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from grader.diagnosis.failure_signature import FailureSignature
from grader.model.check import Check
from grader.model.serialisation import from_builtins, from_json, to_json
from grader.suite.jobs import SubmissionJob, SuiteJob

__all__ = ["HiddenRun", "run_all"]

ROOT: Final = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenRun:
    """What a run of a suite found, and what it knew besides.

    Attributes:
        checks: Every check, explained and not redacted.
        numbers: What hidden checks drew, what they found right, what came instead, and the ratios.
    """

    checks: tuple[Check, ...]
    numbers: frozenset[float]


def run_all(suite: SuiteJob, seed: int, sources: Sequence[str]) -> list[HiddenRun]:
    """Run a suite against each of the programs.

    Args:
        suite: The suite.
        seed: What the runs' seeds are drawn from.
        sources: Texts of the programs.
    """
    done = subprocess.run(
        [sys.executable, "-m", __name__],
        cwd=ROOT,
        input=json.dumps({"suite": to_json(suite).decode(), "seed": seed, "sources": sources}),
        capture_output=True,
        encoding="utf-8",
        check=True,
        env={"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "OPENBLAS_NUM_THREADS": "1"},
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(lines) == len(sources), done.stderr
    return [
        HiddenRun(checks=from_builtins(line["checks"], tuple[Check, ...]), numbers=frozenset(line["numbers"]))
        for line in lines
    ]


def main() -> None:
    """Judge every program, and tell what was found."""
    from grader.sandbox.launcher import Launcher

    work = json.loads(sys.stdin.read())
    suite = from_json(work["suite"], SuiteJob)
    with Launcher() as launcher:
        # As in a runner: what starts workers is there before the checks are.

        from grader.suite.explainer import SuiteMistakes
        from grader.suite.plugin import SuitePlugin
        from grader.suite.runner_process import collect

        results = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)

        def judge_all(bench: SuitePlugin) -> None:
            mistakes = SuiteMistakes(suite)  # as in a class, what was tried for one is known for the next
            for source in work["sources"]:
                job = SubmissionJob(source=source, seed=work["seed"])
                line = _judge(suite, job, bench, launcher.start, mistakes)
                results.write(json.dumps(line) + "\n")
                results.flush()

        collect(SuitePlugin(suite, judge_all))


def _judge(suite: SuiteJob, job: SubmissionJob, bench: Any, start: Any, mistakes: Any) -> Mapping[str, Any]:
    from grader.sandbox.client import Sandbox
    from grader.submission.code_lookup import parameter_names
    from grader.suite.explainer import Explainer
    from grader.suite.judging import Judge
    from grader.suite.session import Session

    def open_session(source: str) -> Session:
        return Session(Sandbox(source, suite.limits, start), parameter_names(job.source))

    bench.begin(job.seed, job.selection)
    with closing(open_session(job.source)) as session:
        judge = Judge(session, lambda: open_session(suite.solution), lambda _: None)
        judge.decide_all(bench)
    explainer = Explainer(suite, bench, open_session, mistakes)
    found = explainer.explain(judge.decided, judge.signatures)
    checks = [
        replace(one, explanation=found.get(name, one.explanation)) for name, one in judge.decided.items()
    ]
    hidden = (one for name, one in judge.signatures.items() if judge.decided[name].hidden)
    numbers = {number for one in hidden for number in _numbers(one)}
    return {"checks": [asdict(one) for one in checks], "numbers": sorted(numbers)}


def _numbers(failure: FailureSignature) -> Iterator[float]:
    """Give every number of a failure, and how many times too great each is."""
    case = failure.case
    if case is not None:
        for named in (case.inputs, case.values, case.gradients):
            yield from _flat(named)
    for came, right in zip(failure.actual, failure.expected, strict=True):
        yield from _flat(came)
        yield from _flat(right)
        if not isinstance(came, str) and not isinstance(right, str) and came.shape == right.shape:
            with np.errstate(all="ignore"):
                yield from _flat(came / right)


def _flat(value: Any) -> Iterator[float]:
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from _flat(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _flat(inner)
    elif isinstance(value, np.ndarray | np.generic | int | float) and np.asarray(value).dtype.kind in "biuf":
        array = np.asarray(value, dtype=np.float64)
        yield from map(float, array[np.isfinite(array)].ravel())


if __name__ == "__main__":
    main()
