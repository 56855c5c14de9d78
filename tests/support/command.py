"""Run the command as its users do: in a process of its own, in a folder, reading what it prints."""

import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import pytest

from grader.cli.main import main
from tests.support.course_files import ROOT
from tests.support.shared_runner import sharing_a_runner

__all__ = ["Result", "copy_course", "grade", "grade_here"]


@dataclass(frozen=True, slots=True)
class Result:
    """How a command ended: its exit status, and what it wrote to standard output and standard error."""

    status: int
    out: str
    err: str

    @property
    def text(self) -> str:
        """Standard output with its line breaks undone, for words that may have been folded."""
        return " ".join(self.out.split())


def grade(*words: str | Path, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> Result:
    """Run `grade` with plain output."""
    base = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "FORCE_COLOR")}
    done = subprocess.run(
        [sys.executable, "-m", "grader", *map(str, words)],
        cwd=cwd,
        env={**base, "COLUMNS": "200", "PYTHONUTF8": "1", **(env or {})},
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        timeout=120,
        check=False,
    )
    return Result(done.returncode, done.stdout, done.stderr)


def copy_course(folder: Path, assignment: str) -> Path:
    """Make a course of one assignment out of this repository's, to be edited by a test; it is never due."""
    module = assignment.replace("-", "_")
    for name in ("solutions", "exercises"):
        (folder / name).mkdir(parents=True)
        for path in (ROOT / name).iterdir():
            if path.is_file() and path.name.startswith((module, assignment)):
                shutil.copy(path, folder / name)
    suite = Path("tests/suites") / assignment
    shutil.copytree(ROOT / suite, folder / suite, ignore=shutil.ignore_patterns("__pycache__"))
    head, *entries = (ROOT / "assignments.yaml").read_text(encoding="utf-8").split("\n  - name: ")
    (mine,) = (entry for entry in entries if entry.startswith(f"{assignment}\n"))
    undated = re.sub(r"due: \d{4}-", "due: 2999-", mine)
    (folder / "assignments.yaml").write_text(f"{head}\n  - name: {undated}", encoding="utf-8")
    return folder


def grade_here(*words: str | Path, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> Result:
    """Run `grade` in this process, which saves what starting one costs.

    Suites run in forks of one runner process that all tests of this process share; `env` does not reach it.
    """
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
    before, argv = Path.cwd(), sys.argv
    os.chdir(cwd)
    sys.argv = ["grade", *map(str, words)]
    try:
        with (
            _plain_output(env or {}),
            sharing_a_runner(),
            redirect_stdout(out),
            redirect_stderr(err),
            pytest.raises(SystemExit) as ended,
        ):
            main()
    finally:
        os.chdir(before)
        sys.argv = argv
    return Result(int(ended.value.code or 0), _text(out), _text(err))


@contextmanager
def _plain_output(env: Mapping[str, str]) -> Iterator[None]:
    with mock.patch.dict(os.environ, {"COLUMNS": "200"}):
        os.environ.pop("FORCE_COLOR", None)
        os.environ.update(env)
        yield


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    stream.seek(0)
    return stream.read()
