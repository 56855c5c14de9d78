"""The autograder of Gradescope: its zip, unpacked and run as Gradescope does."""

import json
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.ci.gradescope import grade_upload, write_autograder
from grader.course import load_course
from grader.errors import UsageError
from grader.reports.registry import Visibility
from tests.support.ci_machines import Done, offline, run_script
from tests.support.command import grade
from tests.support.handed_in import BROKEN, ENDS_AT_IMPORT, HOSTILE, RIGHT, WRONG

LARGEST = 100_000_000


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a machine without a network."""
    return offline(tmp_path_factory.mktemp("machine"))


@pytest.fixture(scope="module")
def built(course: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip."""
    path = tmp_path_factory.mktemp("built") / "autograder.zip"
    done = grade("gradescope", "two-layer-mlp", "--build", path, cwd=course)
    assert done.status == 0, done.err
    return path


@pytest.fixture(scope="module")
def image(built: Path, machine: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Gradescope's folder after setup.sh, as in the image that it builds."""
    root = tmp_path_factory.mktemp("autograder")
    with zipfile.ZipFile(built) as archive:
        archive.extractall(root / "source")
    shutil.copy(root / "source" / "run_autograder", root)
    done = run_script('bash source/setup.sh "$PWD"', root, machine)
    assert done.status == 0, done.log
    yield root
    (root / "source").chmod(0o755)


def submitted(root: Path, machine: dict[str, str], source: str) -> tuple[dict[str, Any], Done]:
    """Upload a file; return the results and the log."""
    for name in ("submission", "results"):
        shutil.rmtree(root / name, ignore_errors=True)
        (root / name).mkdir()
    (root / "submission" / "two_layer_mlp.py").write_text(source, encoding="utf-8")
    done = run_script('bash run_autograder "$PWD"', root, machine)
    assert {path.name for path in (root / "results").iterdir()} == {"results.json"}
    return json.loads((root / "results" / "results.json").read_text(encoding="utf-8")), done


def test_scripts_are_executable_at_the_root(built: Path) -> None:
    with zipfile.ZipFile(built) as archive:
        entries = {entry.filename: entry for entry in archive.infolist()}
    assert {"setup.sh", "run_autograder"} <= set(entries)
    for name in ("setup.sh", "run_autograder"):
        assert entries[name].external_attr >> 16 == 0o755
    assert built.stat().st_size < LARGEST


def test_same_course_gives_the_same_zip(built: Path, course: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.zip"
    write_autograder(load_course(course), "two-layer-mlp", again, hidden=Visibility.VISIBLE)
    assert again.read_bytes() == built.read_bytes()


def test_only_root_can_read_the_bundle_in_the_image(image: Path) -> None:
    assert (image / "source").stat().st_mode & 0o077 == 0


def test_correct_submission_has_all_points(image: Path, machine: dict[str, str]) -> None:
    results, _ = submitted(image, machine, RIGHT)
    assert results["score"] == 100
    assert [test["score"] for test in results["tests"]] == [test["max_score"] for test in results["tests"]]


def test_wrong_submission_loses_points_in_its_part(image: Path, machine: dict[str, str]) -> None:
    results, done = submitted(image, machine, WRONG)
    assert 0 < results["score"] < 100
    lost = [
        test["name"] for test in results["tests"] if "score" in test and test["score"] < test["max_score"]
    ]
    assert lost == ["The backward pass"]
    assert "two_layer_mlp.py:" in json.dumps(results["tests"])
    assert f"{image}" not in json.dumps(results)
    assert "ended with status 0" in done.log


@pytest.mark.parametrize("source", [BROKEN, ENDS_AT_IMPORT], ids=["broken", "ends at import"])
def test_unusable_submission_has_no_points_and_a_reason(
    source: str, image: Path, machine: dict[str, str]
) -> None:
    results, _ = submitted(image, machine, source)
    assert results["score"] == 0
    assert "not graded" not in results["output"]
    assert "cannot be run" in results["output"] or any("status" in test for test in results["tests"])


def test_hostile_submission_is_reported_as_text(image: Path, machine: dict[str, str]) -> None:
    results, _ = submitted(image, machine, HOSTILE)
    assert 0 < results["score"] < 100
    for one in (results, *results["tests"]):
        assert all(
            line.isprintable() and not line.lstrip().startswith("::") for line in one["output"].split("\n")
        )


def test_results_before_grading_are_valid_and_say_so(image: Path, machine: dict[str, str]) -> None:
    program = image / "environment" / "bin" / "grade"
    kept = program.read_bytes()
    try:
        program.write_text("#!/bin/sh\nkill -9 $$\n", encoding="utf-8")
        results, done = submitted(image, machine, RIGHT)
    finally:
        program.write_bytes(kept)
    assert results["score"] == 0
    assert "no fault of yours" in results["output"]
    assert "ended with status 137" in done.log


def test_damaged_bundle_is_reported_to_the_instructor_and_costs_nothing(
    image: Path, machine: dict[str, str]
) -> None:
    bundle = image / "source" / "bundle.zip"
    kept = bundle.read_bytes()
    try:
        bundle.write_bytes(kept[:-100])
        results, done = submitted(image, machine, RIGHT)
    finally:
        bundle.write_bytes(kept)
    assert "no fault of yours" in results["output"]
    assert "bundle.zip is refused" in done.log
    assert "ended with status 3" in done.log


def test_hidden_checks_can_wait_for_published_grades(
    course: Path, image: Path, machine: dict[str, str], tmp_path: Path
) -> None:
    path = tmp_path / "later.zip"
    done = grade("gradescope", "two-layer-mlp", "--build", path, "--hidden", "after_published", cwd=course)
    assert done.status == 0, done.err
    with zipfile.ZipFile(path) as archive:
        script = archive.read("run_autograder")
    kept = (image / "run_autograder").read_bytes()
    try:
        (image / "run_autograder").write_bytes(script)
        results, _ = submitted(image, machine, WRONG)
    finally:
        (image / "run_autograder").write_bytes(kept)
    assert {test["visibility"] for test in results["tests"]} == {"visible", "after_published"}


def test_scripts_pass_the_syntax_check_of_the_shell(built: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(built) as archive:
        archive.extractall(tmp_path)
    for name in ("setup.sh", "run_autograder"):
        done = subprocess.run(["bash", "-n", tmp_path / name], capture_output=True, check=False)  # noqa: S607
        assert done.returncode == 0, done.stderr


def test_command_without_a_task_is_a_usage_error(course: Path) -> None:
    done = grade("gradescope", "two-layer-mlp", cwd=course)
    assert done.status == 2
    assert "--build" in done.err


def test_unknown_assignment_makes_no_zip(course: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no assignment named"):
        write_autograder(load_course(course), "nothing", tmp_path / "a.zip", hidden=Visibility.VISIBLE)
    assert not (tmp_path / "a.zip").exists()


@pytest.mark.parametrize(
    "files, said",
    [
        ({"one.py": "a = 1\n", "two.py": "a = 2\n"}, "Files found: one.py, two.py."),
        ({"notes.txt": "", "plot.png": ""}, "Files found: notes.txt, plot.png."),
        ({}, "Files found: none."),
    ],
)
def test_student_reads_which_files_were_found_and_what_to_name_them(
    built: Path, tmp_path: Path, files: dict[str, str], said: str
) -> None:
    with zipfile.ZipFile(built) as archive:
        archive.extractall(tmp_path / "source")
    for name in ("submission", "results"):
        (tmp_path / name).mkdir()
    for name, text in files.items():
        (tmp_path / "submission" / name).write_text(text, encoding="utf-8")
    report = grade_upload(tmp_path, "two-layer-mlp", hidden=Visibility.HIDDEN)
    (unusable,) = [one.unusable for one in report.assignments]
    assert said in unusable
    assert "Name the file to grade two_layer_mlp.py, or two_layer_mlp.ipynb" in unusable
    results = json.loads((tmp_path / "results" / "results.json").read_text(encoding="utf-8"))
    shown = " ".join(results["output"].split())
    assert said in shown
    assert "instructor" not in shown
