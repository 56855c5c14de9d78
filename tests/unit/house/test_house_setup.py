"""Setting up and checking with `make` and `.ci/run`."""

import os
import re
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from tests.support.documents import ROOT

MAKE = shutil.which("make")
BASH = shutil.which("bash")
GIT = shutil.which("git")
STEPS = ("grade", "test", "slow", "attacks", "kills", "cluster", "bench-class", "audit", "check")


def make(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run `make` on a copy of the Makefile in a folder."""
    if MAKE is None:
        pytest.skip("make is not installed")
    shutil.copy(ROOT / "Makefile", folder)
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))
    }
    return subprocess.run(
        [MAKE, *words], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def fake_python(folder: Path, script: str) -> str:
    """Write a fake Python interpreter, and return the `make` variable that names it."""
    program = folder / "a python"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return f"PYTHON={program}"


def test_make_lists_its_targets(tmp_path: Path) -> None:
    done = make(tmp_path)
    assert done.returncode == 0
    for target in (
        "grade",
        "test",
        "slow",
        "attacks",
        "kills",
        "cluster",
        "audit",
        "check",
        "fuzz",
        "bench",
        "bench-class",
        "clean",
        "help",
    ):
        assert re.search(rf"^  make {target} +\S", done.stdout, re.MULTILINE)


def test_missing_python_is_reported(tmp_path: Path) -> None:
    done = make(tmp_path, "grade", "PYTHON=no-such-python")
    assert done.returncode
    assert "There is no 'no-such-python'. Install Python 3.11 or later" in done.stdout


def test_old_python_is_reported_with_its_version_and_a_remedy(tmp_path: Path) -> None:
    old = fake_python(tmp_path, 'test "$1" = --version && echo Python 3.9.2 && exit 0; exit 1')
    done = make(tmp_path, "grade", old)
    assert done.returncode
    assert "is Python 3.9.2, and 3.11 or later is needed" in done.stdout
    assert "make PYTHON=python3.12" in done.stdout


def test_failed_setup_leaves_no_environment_behind(tmp_path: Path) -> None:
    without_venv = fake_python(tmp_path, 'test "$1" = -c && exit 0; mkdir -p .venv; exit 1')
    done = make(tmp_path, "grade", without_venv)
    assert done.returncode
    assert "python3-venv" in done.stdout
    assert not (tmp_path / ".venv").exists()


def test_environment_is_updated_when_versions_change(tmp_path: Path) -> None:
    venv = tmp_path / ".venv"
    venv.mkdir()
    for name in ("pyproject.toml", "constraints.txt"):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (100, 100))
    for name in (".made", ".student"):
        (venv / name).touch()
        os.utime(venv / name, (200, 200))
    assert "--editable" not in make(tmp_path, "--dry-run", "grade").stdout
    os.utime(tmp_path / "constraints.txt", (300, 300))
    stale = make(tmp_path, "--dry-run", "grade").stdout
    assert '--editable ".[author]"' in stale
    assert "[record]" not in stale


@pytest.mark.skipif(BASH is None or GIT is None, reason="bash and git are needed")
@pytest.mark.parametrize("failing", STEPS)
def test_ci_runs_in_a_clean_clone_and_fails_with_its_steps(tmp_path: Path, failing: str) -> None:
    checkout = tmp_path / "a checkout"
    (checkout / ".ci").mkdir(parents=True)
    shutil.copy(ROOT / ".ci" / "run", checkout / ".ci" / "run")
    rules = "".join(
        f"{name}:\n\t@test ! -e stray && echo did {name}{' && false' if name == failing else ''}\n"
        for name in STEPS
    )
    (checkout / "Makefile").write_text(rules, encoding="utf-8")
    git = [str(GIT), "-c", "user.name=A", "-c", "user.email=a@b.invalid", "-c", "init.defaultBranch=main"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "All"]):
        subprocess.run([*git, *words], cwd=checkout, check=True, capture_output=True)
    (checkout / "stray").touch()
    (tmp_path / "temporary").mkdir()
    done = subprocess.run(
        [str(BASH), ".ci/run"],
        cwd=checkout,
        env={**os.environ, "CI": "true", "TMPDIR": str(tmp_path / "temporary")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode
    assert f"did {failing}" in done.stdout
    assert list((tmp_path / "temporary").iterdir()) == []
