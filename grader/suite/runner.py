"""Run suites in processes of their own, and read what they report."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.model.check import Check
    from grader.suite.jobs import Job

__all__ = ["Runner", "SuiteRun", "run_suite"]

_COMMAND: Final = (sys.executable, "-P", "-m", "grader.suite.runner_main")


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteRun:
    """What one run of a suite found.

    Attributes:
        checks: Every check that was asked for, in the order of the suite.
        faults: What is wrong with the suite or with the run; empty if nothing is.
        isolation: Level the student's code was confined at, such as `L1`; empty if the run ended early.
        left_out: How many checks of each part were not asked for; parts without any are not named.
    """

    checks: "tuple[Check, ...]"
    faults: tuple[str, ...]
    isolation: str
    left_out: Mapping[str, int] = field(default_factory=dict)


class Runner:
    """A fresh process for one suite and one submission, so that no run sees another's module state.

    It starts at once and imports what it needs while the caller finds out what it is to run. Use it as a
    context manager: leaving ends the process, whatever it is doing.

    Args:
        levels: Levels of isolation to try, such as `L3`; all if none is named.
    """

    def __init__(self, levels: Sequence[str] = ()) -> None:
        self._diagnostics = tempfile.TemporaryFile()  # noqa: SIM115  # closed with the runner
        self._process = subprocess.Popen(
            [*_COMMAND, *levels],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._diagnostics,
            env=_environment(),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._diagnostics):
            if stream is not None:
                with suppress(OSError):  # what was not read or written does not matter any more
                    stream.close()

    def begin(self, job: "Job") -> None:
        """Tell the process what to run, and return while it runs."""
        if self._process.stdin is not None:
            # A runner that has died is noticed where its results are read.
            with suppress(OSError), self._process.stdin as pipe:
                pipe.write(job.to_json().encode("utf-8"))

    def finish(
        self,
        on_check: "Callable[[Check, int], None]" = lambda _check, _total: None,
        on_trial: Callable[[Mapping[str, Any]], None] = lambda _trial: None,
    ) -> SuiteRun:
        """Read the results to their end.

        Args:
            on_check: Told each check as it is decided, and how many there are.
            on_trial: Told how each program of a job with trials fared, in plain data.

        Returns:
            Every check. Those a runner that died left undecided are pending, by fault of the grader.

        Raises:
            UsageError: This machine cannot confine the code as far as the job asks.
        """
        # The process is to start before all this is imported.
        from grader.model.check import Check, Explanation  # noqa: PLC0415  # see above
        from grader.model.serialisation import from_builtins  # noqa: PLC0415  # see above

        checks: dict[str, Check] = {}
        for line in self._process.stdout or ():
            if not line.endswith(b"\n"):
                break  # it was ended in the middle of a word
            message: dict[str, Any] = json.loads(line)
            if "refused" in message:
                raise UsageError(**message["refused"])
            if "plan" in message:
                checks = {plain["id"]: from_builtins(plain, Check) for plain in message["plan"]}
            elif "check" in message:
                check = from_builtins(message["check"], Check)
                checks[check.id] = check
                on_check(check, len(checks))
            elif "reasons" in message:
                for name, reason in message["reasons"].items():
                    checks[name] = replace(checks[name], explanation=Explanation(**reason))
            elif "trial" in message:
                on_trial(message["trial"])
            else:
                return SuiteRun(checks=tuple(checks.values()), **_end(message["end"]))
        return SuiteRun(checks=tuple(checks.values()), faults=(self._last_words(),), isolation="")

    def _last_words(self) -> str:
        self._process.wait()
        self._diagnostics.seek(0)
        last = self._diagnostics.read().decode("utf-8", "replace").strip().rpartition("\n")[2]
        return f"the process that runs the suite ended early: {last or 'it left no message'}"


def run_suite(job: "Job") -> SuiteRun:
    """Run one job from beginning to end in a process of its own."""
    with Runner() as runner:
        runner.begin(job)
        return runner.finish()


def _end(end: Mapping[str, Any]) -> dict[str, Any]:
    return {**end, "faults": tuple(end["faults"])}


def _environment() -> Mapping[str, str]:
    """The caller's environment without what would change how pytest runs."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    return {**kept, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1"}
