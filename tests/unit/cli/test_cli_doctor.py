"""`grade doctor`: what it says of a machine and a course, and whose fault it calls what is wrong."""

import json
from pathlib import Path

from tests.support.command import copy_course, grade

NAME = "quadratic-model"


def test_outside_a_course_versions_and_isolation_are_told_and_then_the_error(tmp_path: Path) -> None:
    result = grade("doctor", cwd=tmp_path)
    assert result.status == 2
    assert "numpy" in result.out
    assert "isolation" in result.out
    assert "course" not in result.out
    assert "assignments.yaml" in result.err
    as_json = grade("doctor", "--json", cwd=tmp_path)
    assert as_json.status == 2
    assert json.loads(as_json.out)["course"] is None


def test_without_jinja_nothing_is_the_fault_of_the_course(tmp_path: Path) -> None:
    course = copy_course(tmp_path / "course", NAME)
    (tmp_path / "jinja2.py").write_text("raise ImportError", encoding="utf-8")
    result = grade("doctor", cwd=course, env={"PYTHONPATH": str(tmp_path)})
    assert result.status == 0, result.out
    assert "valid, every recording complete" in result.out
    assert "whether exercises/ is up to date was not checked" in result.text
    assert "pip install" not in result.out


def test_what_is_out_of_date_is_a_problem_and_what_to_do_is_advice(tmp_path: Path) -> None:
    course = copy_course(tmp_path, NAME)
    (course / "exercises" / "quadratic_model.py").write_text("x = 1\n", encoding="utf-8")
    result = grade("doctor", "--json", cwd=course)
    found = json.loads(result.out)["course"]
    assert result.status == 3
    assert found["problems"] == ["quadratic_model.py is not what its solution says"]
    assert found["advice"] == ["Run `grade publish` to write it anew."]
    assert "\nRun `grade publish`" in grade("doctor", cwd=course).out


def test_for_a_recording_that_is_missing_the_advice_is_to_record(tmp_path: Path) -> None:
    course = copy_course(tmp_path, NAME)
    for recording in course.glob("tests/suites/*/visible/recordings/*.rec"):
        recording.unlink()
    assert "\nRun `grade record`" in grade("doctor", cwd=course).out


def test_a_course_that_cannot_be_read_is_at_fault(tmp_path: Path) -> None:
    (tmp_path / "assignments.yaml").write_text("course: [\n", encoding="utf-8")
    result = grade("doctor", cwd=tmp_path)
    assert result.status == 3
    assert "none that can be read" in result.out
    assert "assignments.yaml:" in result.out


def test_the_text_tells_every_detail_of_the_isolation() -> None:
    isolation = json.loads(grade("doctor", "--json").out)["isolation"]
    text = grade("doctor").out
    assert isolation["details"]
    for detail in isolation["details"]:
        assert f"  - {detail}\n" in text
