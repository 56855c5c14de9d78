"""What installing a release takes on a student's disk, package by package, and how fast `grade` is there.

It makes a release of this course and installs it as its README says, so it needs a package index. The
benchmark fails if the whole environment, pip among it, takes BUDGET megabytes or more. Only setuptools does
not count: Python 3.11 puts it into every environment, later ones do not, and nothing here asks for it.
"""

import os
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path
from typing import Final

from benchmarks.measure import cost_of_command, interleaved, machine, table
from grader.authoring.publish import write_files
from grader.authoring.release import make_release
from grader.course import load_course

ROOT: Final = Path(__file__).parents[1]
BUDGET: Final = 120.0
SMALL: Final = 0.5
"""Packages that take fewer megabytes share a row."""


def main() -> int:
    """Measure and print; 1 if the installation is too large."""
    print(f"Installation of a release, {machine()}\n")
    with tempfile.TemporaryDirectory(prefix="bench-install-") as folder:
        release, environment = Path(folder) / "release", Path(folder) / "environment"
        write_files(release, make_release(load_course(ROOT)))
        python = _install(release, environment)
        status = _print_sizes(environment)
        _print_time(python, release)
    return status


def _install(release: Path, environment: Path) -> Path:
    """Install a release as a student does; give the interpreter."""
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    python = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    pip = [str(python), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "-r", "requirements.txt"], cwd=release, check=True)
    return python


def _print_sizes(environment: Path) -> int:
    sizes = dict(sorted(_sizes(environment), key=lambda each: -each[1]))
    whole = sum(path.lstat().st_size for path in environment.rglob("*") if not path.is_dir()) / 1e6
    rows = [(name, f"{size:.1f}") for name, size in sizes.items() if size >= SMALL]
    small = [size for size in sizes.values() if size < SMALL]
    rows += [(f"{len(small)} smaller ones", f"{sum(small):.1f}")]
    rows += [("the environment itself", f"{whole - sum(sizes.values()):.1f}"), ("all", f"{whole:.1f}")]
    print(table(("package", "MB"), rows))
    counted = whole - sizes.get("setuptools", 0.0)
    print(f"\n{counted:.1f} MB without setuptools; the budget is {BUDGET:g} MB.\n")
    return 0 if counted < BUDGET else 1


def _sizes(environment: Path) -> Iterator[tuple[str, float]]:
    """Give each distribution with its megabytes, compiled files among them."""
    folders = {"base": str(environment), "platbase": str(environment)}
    site = sysconfig.get_path("purelib", scheme="venv", vars=folders)
    for one in distributions(path=[site]):
        paths = [Path(str(file.locate())) for file in one.files or ()]
        size = sum(path.stat().st_size for path in paths if path.is_file())
        yield one.metadata["Name"], size / 1e6


def _print_time(python: Path, release: Path) -> None:
    os.chdir(release)
    command = [str(python), "-m", "grader", "two-layer-mlp"]
    cost = interleaved({"grade": lambda: cost_of_command(command, {})})["grade"]
    print(f"`grade` on a stub there: {cost.wall:.2f} s, {cost.cpu:.2f} s of CPU time")


if __name__ == "__main__":
    sys.exit(main())
