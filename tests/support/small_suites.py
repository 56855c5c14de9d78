"""Suites of a few lines, written to a folder, and jobs that run them."""

import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from grader.model.assignment import Tolerance
from grader.model.check import Check
from grader.model.limits import Limits
from grader.oracle.recordings import Recording, pack_entry, pack_recording, source_key
from grader.suite.jobs import RunRequest, SubmissionJob, SuiteFolder, SuiteJob
from grader.suite.results import SuiteRun
from grader.suite.runner import Runner
from tests.support.shared_runner import sharing_a_runner

__all__ = ["EVERY_END", "SmallSuite", "by_name", "record", "write"]

_PREAMBLE = "import pytest\nimport numpy as np\n"

EVERY_END = """
def right(x=1):
    print("printed")
    return x
def wrong(): return 2.0
def divides(x):
    return 1 / x
def todo(): raise NotImplementedError
def needs(): return todo()
def slow():
    while True: pass
def hungry(): return bytearray(1 << 40)
def dies():
    import os
    os._exit(3)
class Value:
    def __init__(self, data): self.data = data
def returns_object(): return Value(1.0)
"""
"""A submission whose functions end in every way a call can end."""


def write(path: Path, code: str) -> None:
    """Write indented code to a file, in folders that are made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(textwrap.dedent(code), encoding="utf-8")


def record(folder: Path, name: str, seeds: int) -> Path:
    """Record a case, whose values are its seed, without an oracle to compute them; return its file."""
    entries = {
        seed: pack_entry({"x": float(seed)}, {"y": np.array([seed, seed])}, {"x": 1.0})
        for seed in range(seeds)
    }
    recording = Recording(name=name, key=source_key(folder), provenance={}, entries=entries)
    path = folder / "recordings" / f"{name}.rec"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pack_recording(recording))
    return path


@dataclass
class SmallSuite:
    """A suite in a folder.

    Attributes:
        root: The folder.
        parts: Names of the assignment's parts.
        seek_repairs: Whether to look for small changes with which failed checks pass.
        order: Ids of the checks as they were decided in the last run.
    """

    root: Path
    parts: tuple[str, ...] = ("one", "two")
    seek_repairs: bool = False
    order: list[str] = field(default_factory=list)

    def visible(self, code: str, name: str = "test_visible.py") -> None:
        """Write a file of visible checks."""
        write(self.root / "visible" / name, _PREAMBLE + textwrap.dedent(code))

    def hidden(self, code: str, name: str = "test_hidden.py") -> None:
        """Write a file of hidden checks."""
        write(self.root / "hidden" / name, _PREAMBLE + textwrap.dedent(code))

    def job(self, submission: str, solution: str = "", seed: int = 1, **limits: Any) -> RunRequest:
        """Make the request that runs the suite."""
        folders = [
            SuiteFolder(path=str(self.root / name), hidden=name == "hidden")
            for name in ("visible", "hidden")
            if (self.root / name).is_dir()
        ]
        suite = SuiteJob(
            folders=tuple(folders),
            parts=self.parts,
            solution=textwrap.dedent(solution),
            tolerance=Tolerance(),
            limits=Limits(**limits),
        )
        source = textwrap.dedent(submission)
        return RunRequest(
            suite=suite, submission=SubmissionJob(source=source, seed=seed, seek_repairs=self.seek_repairs)
        )

    def run(self, submission: str, solution: str = "", seed: int = 1, **limits: Any) -> SuiteRun:
        """Run the suite in a fork of the shared runner process."""
        self.order = []
        note: Callable[[Check, int], None] = lambda check, _: self.order.append(check.id)  # noqa: E731  # one line
        with sharing_a_runner(), Runner() as runner:
            return runner.start(self.job(submission, solution, seed, **limits)).finish(note)


def by_name(run: SuiteRun) -> Mapping[str, Check]:
    """Find the checks of a run by the names of their functions."""
    return {check.id.rpartition("::")[2]: check for check in run.checks}
