"""Start a runner process for one suite and one submission, and gather what it tells."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from grader.scoring import Check
from grader.scoring.reading import check_from_plain
from grader.suite.job import Job

__all__ = ["SuiteRun", "run_suite"]

_RUNNER: Final = (sys.executable, "-P", "-m", "grader.suite.runner")


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteRun:
    """What one run of a suite found.

    Attributes:
        checks: Every check, in the order of the suite.
        faults: What is wrong with the suite or with the run; empty if nothing is.
    """

    checks: tuple[Check, ...]
    faults: tuple[str, ...]


def run_suite(job: Job, on_check: Callable[[Check, int], None] = lambda _check, _total: None) -> SuiteRun:
    """Run a suite in a fresh process, so that no run sees another's module state.

    Args:
        job: What to run.
        on_check: Told each check as it is decided, and how many there are.

    Returns:
        Every check. Those a runner that died left undecided are pending, by fault of the grader.
    """
    process = subprocess.Popen(
        _RUNNER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=_environment()
    )
    planned: dict[str, Check] = {}
    faults: tuple[str, ...] | None = None
    try:
        assert process.stdin is not None  # noqa: S101  # PIPE was asked for
        assert process.stdout is not None  # noqa: S101  # as above
        assert process.stderr is not None  # noqa: S101  # as above
        with process.stdin as pipe:
            pipe.write(job.to_json().encode("utf-8"))
        for line in process.stdout:
            message: dict[str, Any] = json.loads(line)
            if "plan" in message:
                planned = {plain["id"]: check_from_plain(plain) for plain in message["plan"]}
            elif "check" in message:
                check = check_from_plain(message["check"])
                planned[check.id] = check
                on_check(check, len(planned))
            else:
                faults = tuple(message["end"])
        diagnostics = process.stderr.read().decode("utf-8", "replace")
    finally:
        process.kill()
        process.wait()
    if faults is None:
        last = diagnostics.strip().rpartition("\n")[2]
        faults = (f"the process that runs the suite ended early: {last or 'it left no message'}",)
    return SuiteRun(checks=tuple(planned.values()), faults=faults)


def _environment() -> Mapping[str, str]:
    """The caller's environment without what would change how pytest runs."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    return {**kept, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1"}
