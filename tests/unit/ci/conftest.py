"""A course of one assignment, its bundle and its release, made once."""

import sys
from pathlib import Path

import pytest

from grader.authoring.bundle import make_bundle
from grader.authoring.release import make_release
from grader.course import load_course
from tests.support.command import copy_course

collect_ignore = ["test_ci_scripts.py", "test_ci_gradescope.py"] if sys.platform != "linux" else []


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The instructor's course."""
    return copy_course(tmp_path_factory.mktemp("course"), "two-layer-mlp")


@pytest.fixture(scope="session")
def bundle(course: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its bundle."""
    path = tmp_path_factory.mktemp("bundle") / "bundle.zip"
    path.write_bytes(make_bundle(load_course(course)))
    return path


@pytest.fixture(scope="session")
def release(course: Path) -> dict[str, bytes]:
    """The files that its students have."""
    return make_release(load_course(course))


@pytest.fixture
def checkout(release: dict[str, bytes], tmp_path: Path) -> Path:
    """A student's repository, nothing written yet."""
    folder = tmp_path / "checkout"
    for name, content in release.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder
