"""Run the suites of one assignment against many programs in one process, as a run of `grade` judges each.

A test runs this module as a program: a description of the work on standard input, one JSON line a program on
standard output. Beside the checks as `grade` gets them it tells what no student may read: the numbers.
"""

import json
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
from grader.model.serialisation import from_plain
from grader.suite.jobs import Job

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


def run_all(job: Job, sources: Sequence[str]) -> list[HiddenRun]:
    """Run a job's suites against each of the programs.

    Args:
        job: The suites; its own submission is not run.
        sources: Texts of the programs.
    """
    done = subprocess.run(
        [sys.executable, "-m", __name__],
        cwd=ROOT,
        input=json.dumps({"job": job.to_json(), "sources": sources}),
        capture_output=True,
        encoding="utf-8",
        check=True,
        env={"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "OPENBLAS_NUM_THREADS": "1"},
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(lines) == len(sources), done.stderr
    return [
        HiddenRun(checks=from_plain(line["checks"], tuple[Check, ...]), numbers=frozenset(line["numbers"]))
        for line in lines
    ]


def main() -> None:
    """Judge every program, and tell what was found."""
    from grader.sandbox.launcher import Launcher

    work = json.loads(sys.stdin.read())
    job = Job.from_json(work["job"])
    with Launcher() as launcher:
        # As in a runner: what starts workers is there before the checks are.
        import pytest

        from grader.suite.plugin import SuitePlugin
        from grader.suite.runner_process import _arguments, _keep_stdout_for_results

        results = _keep_stdout_for_results()

        def judge_all(bench: SuitePlugin) -> None:
            for source in work["sources"]:
                line = _judge(replace(job, source=source), bench, launcher.start)
                results.write(json.dumps(line) + "\n")
                results.flush()

        pytest.main(_arguments(job), plugins=[SuitePlugin(job, judge_all)])


def _judge(job: Job, bench: Any, start: Any) -> Mapping[str, Any]:
    from grader.sandbox.client import Sandbox
    from grader.submission.code_lookup import parameter_names
    from grader.suite.explainer import Explainer
    from grader.suite.judging import Judge
    from grader.suite.proxy import Session

    def open_session(source: str) -> Session:
        return Session(Sandbox(source, job.limits, start), parameter_names(job.source))

    bench.reseed(job.seed)
    with closing(open_session(job.source)) as session:
        judge = Judge(session, lambda: open_session(job.solution), lambda _: None)
        judge.decide_all(bench)
    found = Explainer(job, bench, open_session).explain(judge.decided, judge.observations)
    checks = [
        replace(one, explanation=found.get(name, one.explanation)) for name, one in judge.decided.items()
    ]
    hidden = (one for name, one in judge.observations.items() if judge.decided[name].hidden)
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
