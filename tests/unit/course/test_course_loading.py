"""Loading a good course, finding it, and looking an assignment up."""

import os
import pickle
import subprocess
import sys
from dataclasses import FrozenInstanceError, fields
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest

import grader.course
from grader.course import find_course, load_course
from grader.errors import CourseFault, UsageError
from grader.model.assignment import Part, Reveal, Scoring, Tolerance
from grader.model.limits import Limits

FULL = """\
course:
  name: 反向传播 by hand
  version: "2026.1"
assignments:
  - name: two-layer-mlp
    title: "Forward: loss and backward"
    due: 2026-11-06T23:59:00+01:00
    files:
      stub: exercises/my stubs/two_layer_mlp.py
      solution: solutions/two_layer_mlp.py
      handout: solutions/two-layer-mlp.md
      suite: tests/suites/two-layer-mlp
    limits: {cpu_seconds_per_call: 0.5, cpu_seconds_total: 5, memory_mb: 256, output_kb: 4}
    reveal: full
    tolerances: {rtol: 1e-4, atol: 0}
    parts:
      - {name: forward, title: Forward, points: 40}
      - {name: backward, title: Backward, points: 60, scoring: all-or-nothing}
"""
LEAST = """\
course: {name: A course, version: "1"}
assignments:
  - name: one
    title: One
    due: 2026-11-06T22:59:00Z
    files: {stub: one.py, suite: suites/one}
    parts: [{name: all, title: All, points: 100}]
  - name: other-one
    title: Two
    due: 2026-11-06T22:59:00Z
    files: {stub: two.py, suite: suites/one}
    parts: [{name: all, title: All, points: 100}]
"""


def course_in(root: Path, text: str, *files: str) -> Path:
    """Make a course folder of a manifest and empty files; a name that ends in / makes a folder."""
    for name in files:
        path = root / name
        (path if name.endswith("/") else path.parent).mkdir(parents=True, exist_ok=True)
        if not name.endswith("/"):
            path.touch()
    (root / "assignments.yaml").write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def full(tmp_path: Path) -> Path:
    """Give a course in which everything is said."""
    return course_in(
        tmp_path,
        FULL,
        "exercises/my stubs/two_layer_mlp.py",
        "solutions/two_layer_mlp.py",
        "solutions/two-layer-mlp.md",
        "tests/suites/two-layer-mlp/visible/",
    )


@pytest.fixture
def least(tmp_path: Path) -> Path:
    """Give a course that leaves everything it can to the defaults."""
    return course_in(tmp_path, LEAST, "one.py", "two.py", "suites/one/visible/")


def test_every_key_of_a_manifest_is_in_the_records(full: Path) -> None:
    course = load_course(full)
    assignment = course.assignment("two-layer-mlp")
    assert (course.name, course.version, course.root) == ("反向传播 by hand", "2026.1", full)
    assert assignment.title == "Forward: loss and backward"
    assert assignment.due == datetime(2026, 11, 6, 22, 59, tzinfo=UTC)
    assert assignment.limits == Limits(
        cpu_seconds_per_call=0.5, cpu_seconds_total=5, memory_mb=256, output_kb=4
    )
    assert assignment.reveal is Reveal.FULL
    assert assignment.tolerances == Tolerance(rtol=1e-4, atol=0)
    assert assignment.parts == (
        Part(name="forward", title="Forward", points=40, scoring=Scoring.PROPORTIONAL),
        Part(name="backward", title="Backward", points=60, scoring=Scoring.ALL_OR_NOTHING),
    )


def test_stub_may_be_missing_beside_a_solution(full: Path) -> None:
    stub = full / "exercises/my stubs/two_layer_mlp.py"
    stub.unlink()
    assert load_course(full).assignments[0].files.stub == stub
    (full / "solutions/two_layer_mlp.py").unlink()
    with pytest.raises(CourseFault, match=r"no file `solutions/two_layer_mlp\.py`"):
        load_course(full)


def test_paths_of_an_assignment_are_absolute(full: Path) -> None:
    assignment = load_course(full).assignment("two-layer-mlp")
    stubs, suite = full / "exercises/my stubs", full / "tests/suites/two-layer-mlp"
    assert assignment.files.stub == stubs / "two_layer_mlp.py"
    assert assignment.files.solution == full / "solutions/two_layer_mlp.py"
    assert assignment.files.handout == full / "solutions/two-layer-mlp.md"
    assert assignment.notebook == stubs / "two_layer_mlp.ipynb"
    assert (assignment.visible, assignment.hidden) == (suite / "visible", suite / "hidden")
    assert assignment.module == "two_layer_mlp"


def test_relative_course_folder_gives_absolute_paths(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(full.parent)
    assert load_course(Path(full.name)) == load_course(full)


def test_missing_keys_have_the_documented_defaults(least: Path) -> None:
    assignment = load_course(least).assignments[0]
    assert assignment.limits == Limits(
        cpu_seconds_per_call=2, cpu_seconds_total=20, memory_mb=1024, output_kb=16
    )
    assert assignment.reveal is Reveal.HINT
    assert assignment.tolerances == Tolerance(rtol=1e-6, atol=1e-9)
    assert assignment.parts[0].scoring is Scoring.PROPORTIONAL
    assert (assignment.files.solution, assignment.files.handout) == (None, None)


def test_assignments_keep_the_order_of_the_manifest(least: Path) -> None:
    assert [one.name for one in load_course(least).assignments] == ["one", "other-one"]


def test_records_are_frozen_and_can_be_pickled(full: Path) -> None:
    course = load_course(full)
    assert pickle.loads(pickle.dumps(course)) == course  # noqa: S301 -- our own bytes
    for record in (course, course.assignments[0], course.assignments[0].limits):
        with pytest.raises(FrozenInstanceError):
            setattr(record, fields(record)[0].name, None)


def test_points_are_whole_numbers(full: Path) -> None:
    assert sum(Fraction(part.points) for part in load_course(full).assignments[0].parts) == 100


@pytest.mark.parametrize("text", [FULL.replace("\n", "\r\n"), "\ufeff" + FULL, FULL + "...\n"])
def test_windows_newlines_byte_order_mark_and_document_end_are_accepted(full: Path, text: str) -> None:
    before = load_course(full)
    (full / "assignments.yaml").write_bytes(text.encode("utf-8"))
    assert load_course(full) == before


def test_unknown_assignment_is_answered_with_the_nearest_and_all_names(least: Path) -> None:
    with pytest.raises(UsageError, match="no assignment named 'OTHER_ONE'") as caught:
        load_course(least).assignment("OTHER_ONE")
    assert caught.value.advice == "Did you mean other-one? Its assignments are: one, other-one."


def test_assignment_unlike_any_other_is_answered_with_the_names(least: Path) -> None:
    with pytest.raises(UsageError) as caught:
        load_course(least).assignment("zzz")
    assert caught.value.advice == "Its assignments are: one, other-one."


@pytest.mark.parametrize("start", [".", "one.py", "suites/one/visible", "suites/not/there.py", "a" * 300])
def test_course_is_found_from_any_file_or_folder_in_it(least: Path, start: str) -> None:
    assert find_course(least / start) == least


def test_course_is_found_from_the_working_folder(least: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(least / "suites")
    assert find_course(Path()) == least


def test_folder_named_like_the_manifest_is_no_course(tmp_path: Path) -> None:
    (tmp_path / "assignments.yaml").mkdir()
    with pytest.raises(UsageError, match="no course here"):
        find_course(tmp_path)


@pytest.mark.parametrize("use", [find_course, load_course])
def test_missing_course_is_a_usage_error_that_names_folder_and_manifest(use: object, tmp_path: Path) -> None:
    assert callable(use)
    with pytest.raises(UsageError, match="no course here") as caught:
        use(tmp_path)
    assert str(tmp_path) in caught.value.message
    assert "assignments.yaml" in caught.value.advice
    assert not isinstance(caught.value, CourseFault)


def test_public_names_are_sorted_and_exist() -> None:
    assert grader.course.__all__ == sorted(grader.course.__all__, key=lambda name: (not name.isupper(), name))
    assert all(hasattr(grader.course, name) for name in grader.course.__all__)


def test_importing_the_package_imports_neither_pydantic_nor_yaml() -> None:
    probe = "import sys, grader.course; sys.exit('pydantic' in sys.modules or 'yaml' in sys.modules)"
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", probe], cwd=root, env={**os.environ, "PYTHONPATH": str(root)}, check=False
    )
    assert done.returncode == 0
