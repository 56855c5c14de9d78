"""Run one job in this process and tell what happens, line by line."""

import json
import os
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import Any, Final, TextIO

import pytest

from grader.errors import CourseFault, InsufficientIsolation
from grader.model.isolation import Isolation
from grader.sandbox.client import Sandbox
from grader.sandbox.launcher import Launcher
from grader.submission.code_lookup import parameter_names
from grader.suite.jobs import Job
from grader.suite.judging import Judge
from grader.suite.plugin import SuitePlugin
from grader.suite.proxy import Session
from grader.suite.trials import try_program

__all__ = ["serve"]

# They report, remember and debug, which is ours to do. Left out by `addopts` they would be imported first.
_UNUSED: Final = (
    "cacheprovider",
    "debugging",
    "doctest",
    "faulthandler",
    "junitxml",
    "legacypath",
    "logging",
    "pastebin",
    "setuponly",
    "setupplan",
    "stepwise",
    "terminal",
    "threadexception",
    "unraisableexception",
    "warnings",
)


def serve(launcher: Launcher) -> int:
    """Read a job from standard input, run it, and write what is found to standard output as JSON lines.

    Each line is an object with one key: `plan` (every check, undecided), `check` (one decided check),
    `reasons` (why checks failed) or `trial` (how one program fared), and last `end` (what is wrong with the
    suite, the level the code was confined at, and how many checks of each part were not asked for).
    Or there is only one, `refused`, because this machine cannot confine the code as far as is asked.

    Args:
        launcher: Starts workers.
    """
    results = _keep_stdout_for_results()
    job = Job.from_json(sys.stdin.buffer.read().decode("utf-8"))

    def emit(kind: str, content: Any) -> None:
        results.write(json.dumps({kind: content}, default=_plain) + "\n")
        results.flush()

    try:
        launcher.require(Isolation[job.isolation])
    except InsufficientIsolation as refusal:
        emit("refused", {"message": refusal.message, "advice": refusal.advice})
        return 0
    with closing(_Workload(job, launcher, emit)) as workload:
        bench = SuitePlugin(job, workload)
        status = pytest.main(_arguments(job), plugins=[bench])
    faults = list(bench.faults)
    ended = (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
    if status not in ended and not faults and not bench.left_out:
        faults.append(f"pytest ended with status {int(status)}: the suite holds no checks or cannot be run")
    emit("end", {"faults": faults, "isolation": str(launcher.level), "left_out": bench.left_out})
    return 0


class _Workload:
    """What a job does with the checks once they are collected.

    Args:
        job: The job.
        launcher: Starts workers.
        emit: Writes one line of results.
    """

    def __init__(self, job: Job, launcher: Launcher, emit: Callable[[str, Any], None]) -> None:
        self._job = job
        self._launcher = launcher
        self._emit = emit
        self._parameters = parameter_names(job.source)
        self._submission = self.open(job.source)
        if not job.trials:
            self._submission.prepare()  # its worker starts while the checks are collected

    def close(self) -> None:
        """End the submission's worker."""
        self._submission.close()

    def open(self, source: str) -> Session:
        """Start a conversation with a program."""
        return Session(Sandbox(source, self._job.limits, self._launcher.start), self._parameters)

    def __call__(self, bench: SuitePlugin) -> None:
        """Judge the submission, or try the programs the job brings."""
        self._emit("plan", bench.planned)
        if bench.faults:
            return
        if self._job.trials:
            for trial in self._job.trials:
                self._emit("trial", try_program(bench, trial, self.open).to_plain())
            return
        solve = partial(self.open, self._job.solution) if self._job.solution else None
        judge = Judge(self._submission, solve, partial(self._emit, "check"))
        judge.decide_all(bench)
        if judge.observations:
            self._explain(bench, judge)

    def _explain(self, bench: SuitePlugin, judge: Judge) -> None:
        """Say why checks failed; whatever goes wrong in it costs explanations and no points."""
        # A run without a wrong answer does without the catalogue.
        from grader.suite.explainer import Explainer  # noqa: PLC0415  # see above

        try:
            found = Explainer(self._job, bench, self.open).explain(judge.decided, judge.observations)
        except CourseFault as fault:
            bench.faults.append(fault.message)
        except Exception as error:  # noqa: BLE001  # it works on whatever a submission has returned
            bench.faults.append(f"no explanations were found: {type(error).__name__}")
        else:
            self._emit("reasons", found)


def _plain(record: Any) -> dict[str, Any]:
    """Give the fields of a record to what writes JSON, which asks for those of the records in it."""
    return {field.name: getattr(record, field.name) for field in fields(record)}


def _keep_stdout_for_results() -> TextIO:
    """Keep standard output for results alone: what a suite prints goes nowhere."""
    private = os.dup(1)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    return os.fdopen(private, "w", encoding="utf-8", newline="\n")


def _arguments(job: Job) -> list[str]:
    folders = [folder.path for folder in job.folders]
    root = os.path.commonpath([str(Path(folder).parent) for folder in folders])
    return [
        *(f"-pno:{plugin}" for plugin in _UNUSED),
        "-c",
        str(Path(__file__).with_name("pytest.ini")),
        f"--rootdir={root}",
        f"--confcutdir={root}",
        *folders,
    ]
