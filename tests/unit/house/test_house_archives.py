"""The built archives: the package and nothing of the course."""

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.support.documents import ROOT


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the source archive."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


def package_files() -> set[str]:
    """List the files of the package in the repository."""
    files = (path for path in (ROOT / "grader").rglob("*") if path.is_file())
    return {path.relative_to(ROOT).as_posix() for path in files if "__pycache__" not in path.parts}


def test_wheel_holds_exactly_the_package(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    described = {name for name in names if ".dist-info/" in name}
    assert names - described == package_files()
    assert {"grader/suite/pytest.ini", "grader/py.typed"} <= names
    assert any(name.endswith("licenses/LICENSE") for name in described)


def test_source_archive_holds_nothing_of_the_course(built: Path) -> None:
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        names = {name.partition("/")[2] for name in opened.getnames()}
    # The build tool adds the two last by itself.
    besides = {"LICENSE", "README.md", "pyproject.toml", ".gitignore", "PKG-INFO"}
    assert names - package_files() == besides


def test_wheel_declares_the_command_and_the_extras(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        texts = {
            Path(name).name: opened.read(name).decode() for name in opened.namelist() if "dist-info" in name
        }
    assert "grade = grader.__main__:main" in texts["entry_points.txt"]
    required = [line for line in texts["METADATA"].splitlines() if line.startswith("Requires-Dist: ")]
    for name in ("torch", "jinja2", "nbformat", "pydantic", "pyyaml"):
        lines = [line for line in required if line.startswith(f"Requires-Dist: {name}")]
        assert lines
        assert all("extra == " in line for line in lines)
