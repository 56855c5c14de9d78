"""The recordings of this course: complete, small, right, and enough to grade with."""

import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.course import load_course
from grader.grading import Target, grade
from grader.oracle import Recordings
from grader.oracle.backend import load_backend
from grader.oracle.cases import LoadedOracle, load_oracle
from grader.oracle.central_differences import check_gradients
from grader.oracle.recordings import find_problems
from tests.support.small_suites import write

ROOT = Path(__file__).parents[3]
FOLDERS = sorted(path.parent for path in (ROOT / "tests" / "suites").glob("*/*/oracle.py"))
IDS = [f"{folder.parent.name} {folder.name}" for folder in FOLDERS]


def test_every_assignment_has_a_visible_and_a_hidden_oracle() -> None:
    names = sorted(assignment.name for assignment in load_course(ROOT).assignments)

    assert [f"{name} {half}" for name in names for half in ("hidden", "visible")] == IDS


@pytest.mark.parametrize("folder", FOLDERS, ids=IDS)
def test_recordings_are_complete(folder: Path) -> None:
    assert find_problems(folder) == []


def test_all_recordings_together_take_less_than_6_megabytes() -> None:
    sizes = [path.stat().st_size for path in (ROOT / "tests" / "suites").glob("*/*/recordings/*")]

    assert 0 < sum(sizes) < 6_000_000


def loaded(folder: Path) -> LoadedOracle:
    """Import a folder's oracle, which needs torch."""
    pytest.importorskip("torch")
    return load_oracle(folder)


def assert_same(recorded: Any, today: Any) -> None:
    """Compare what was recorded with what is computed today."""
    if isinstance(recorded, dict):
        assert list(recorded) == list(today)
        for key, value in recorded.items():
            assert_same(value, today[key])
    elif isinstance(recorded, list | tuple):
        assert type(recorded) is type(today)
        assert len(recorded) == len(today)
        for one, other in zip(recorded, today, strict=True):
            assert_same(one, other)
    elif isinstance(recorded, str | bool | None):
        assert recorded == today
    else:
        assert np.shape(recorded) == np.shape(today)
        np.testing.assert_allclose(recorded, today, rtol=1e-9, atol=1e-9)


@pytest.mark.slow
@pytest.mark.parametrize("folder", FOLDERS, ids=IDS)
def test_recorded_values_match_torch_today(folder: Path) -> None:
    oracle = loaded(folder)
    recordings, backend = Recordings(folder), load_backend(oracle)
    with backend.reproducible():
        for one in oracle.cases:
            recording = recordings.load(one.name)
            assert recording.seeds == list(range(one.seeds))
            for seed in recording.seeds:
                drawn = recording.draw(seed)
                inputs = one.inputs(seed)
                today = backend.compute(one, inputs, seed)
                assert_same(dict(drawn.inputs), inputs)
                assert_same(dict(drawn.values), today.values)
                assert_same(dict(drawn.gradients), today.gradients)
                assert (drawn.edges, drawn.result) == (today.edges, today.result)


@pytest.mark.slow
@pytest.mark.parametrize("folder", FOLDERS, ids=IDS)
def test_central_differences_agree_with_every_recorded_gradient(folder: Path) -> None:
    pytest.importorskip("torch")

    compared = list(check_gradients(folder))

    assert compared
    assert [one for one in compared if one is not None] == []


def test_grading_needs_no_torch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("torch", "jinja2"):
        write(tmp_path / name / "__init__.py", "raise ModuleNotFoundError('made unimportable by a test')\n")
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}")
    course = load_course(ROOT)
    targets = [
        Target(assignment=one, path=one.files.solution) for one in course.assignments if one.files.solution
    ]

    report = grade(course, targets, seed=5)

    assert len(targets) == len(course.assignments)
    assert [(one.name, one.points, one.fault) for one in report.assignments] == [
        (target.assignment.name, Fraction(100), "") for target in targets
    ]


def test_only_the_torch_backend_imports_torch() -> None:
    code = """
import importlib, pkgutil, sys
import grader
# The last is run by alembic, in the middle of a migration.
apart = {"grader.oracle.torch_backend", "grader.__main__", "grader.gradebook.migrations.env"}
for module in pkgutil.walk_packages(grader.__path__, "grader."):
    if module.name not in apart:
        importlib.import_module(module.name)
assert "torch" not in sys.modules
importlib.import_module("grader.oracle.torch_backend")
assert "torch" in sys.modules
"""
    pytest.importorskip("torch")
    subprocess.run([sys.executable, "-P", "-c", code], check=True, cwd=ROOT)


def test_recording_without_torch_names_the_package(tmp_path: Path) -> None:
    write(tmp_path / "suite" / "models.py", "import torch\n")
    write(tmp_path / "suite" / "visible" / "oracle.py", "import models\n")
    write(tmp_path / "torch.py", "raise ModuleNotFoundError('made unimportable by a test', name='torch')\n")
    code = """
import sys
from fractions import Fraction
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from grader.errors import UsageError
from grader.oracle.recorder import record_suite
try:
    record_suite(Path(sys.argv[1], "suite", "visible"), print)
except UsageError as error:
    assert "needs PyTorch" in error.message and "pip install" in error.advice
else:
    raise SystemExit("it did not say so")
"""
    subprocess.run([sys.executable, "-P", "-c", code, str(tmp_path)], check=True, cwd=ROOT)
