"""Install a release where nothing else is, and grade there, without a network.

The environment is new. It gets the wheel of the release by pip, and copies of those distributions that the
wheel says it needs; so one that it needs and does not name is missing there.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from grader.errors import CourseFault
from grader.publish.dependencies import student_dependencies

__all__ = ["grade_in_clean_room"]

_SECONDS: Final = 600
# What would let another installation shine through, or change what `grade` asks for.
_FOREIGN: Final = ("PYTHON", "VIRTUAL_ENV", "PIP_", "CI", "PYTEST_")


def grade_in_clean_room(release: Path) -> dict[str, Any]:
    """Install a release in a new environment and grade its stubs there.

    Args:
        release: The folder of a release; `grade` may leave files of its own in it.

    Returns:
        The report on every stub, as `grade --json` prints it.

    Raises:
        CourseFault: If it cannot be installed, a requirement is not met, or `grade` does not end well.
    """
    with _environment() as python:
        wheels = [str(path) for path in (release / "wheels").glob("*.whl")]
        pip = [str(python), "-m", "pip", "--disable-pip-version-check"]
        _run([*pip, "install", "--quiet", "--no-index", "--no-deps", *wheels], release)
        _copy_dependencies(Path(_run([str(python), "-c", _WHERE], release).strip()))
        _run([*pip, "check"], release)
        report: dict[str, Any] = json.loads(_run([str(python), "-m", "grader", "--json"], release))
    return report


_WHERE: Final = "import sysconfig; print(sysconfig.get_path('purelib'))"


@contextmanager
def _environment() -> Iterator[Path]:
    """Make an environment with nothing but pip, and give its interpreter."""
    with TemporaryDirectory(prefix="grade-clean-") as folder:
        _run([sys.executable, "-m", "venv", folder], Path(folder))
        yield Path(folder) / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _copy_dependencies(target: Path) -> None:
    """Copy what the grader says it needs from this environment; no other package comes along."""
    for one in student_dependencies():
        for path in one.files or ():
            if ".." in path.parts or path.suffix == ".pyc":
                continue  # a script outside, or what Python makes again by itself
            copy = target / path
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(Path(str(path.locate())).read_bytes())


def _run(command: list[str], folder: Path) -> str:
    """Run a command and give what it prints.

    Raises:
        CourseFault: If it fails; the message has its last words.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_FOREIGN)}
    done = subprocess.run(
        command,
        cwd=folder,
        env={**kept, "PYTHONUTF8": "1", "PYTHONNOUSERSITE": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=_SECONDS,
        check=False,
    )
    if done.returncode:
        last = (done.stderr.strip() or done.stdout.strip()).rpartition("\n")[2]
        words = " ".join(command[1:4])
        raise CourseFault(
            f"In a new environment, `python {words} ...` ended with status {done.returncode}: {last}",
            "A student would meet the same. See docs/publish.md for what this proof does.",
        )
    return done.stdout
