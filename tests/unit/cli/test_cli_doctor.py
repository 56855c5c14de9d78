"""`grade doctor`: what it says of a machine and a course, and whose fault it calls what is wrong."""

import json
from pathlib import Path

from tests.support.command import copy_course, grade, grade_here
from tests.support.statistics_course import HIDDEN, statistics_course

NAME = "quadratic-model"


def test_outside_a_course_versions_and_isolation_are_told_and_then_the_error(tmp_path: Path) -> None:
    result = grade_here("doctor", cwd=tmp_path)
    assert result.status == 2
    assert "numpy" in result.out
    assert "isolation" in result.out
    assert "course" not in result.out
    assert "assignments.yaml" in result.err
    as_json = grade_here("doctor", "--json", cwd=tmp_path)
    assert as_json.status == 2
    assert json.loads(as_json.out)["course"] is None


def test_without_jinja_nothing_is_the_fault_of_the_course(tmp_path: Path) -> None:
    course = copy_course(tmp_path / "course", NAME)
    (tmp_path / "jinja2.py").write_text("raise ImportError", encoding="utf-8")
    result = grade("doctor", "--fast", cwd=course, env={"PYTHONPATH": str(tmp_path)})
    assert result.status == 0, result.out
    assert "its files are in order" in result.out
    assert "whether exercises/ is up to date was not checked" in result.text
    assert "pip install" not in result.out


def test_what_is_out_of_date_is_a_problem_and_what_to_do_is_advice(tmp_path: Path) -> None:
    course = copy_course(tmp_path, NAME)
    (course / "exercises" / "quadratic_model.py").write_text("x = 1\n", encoding="utf-8")
    result = grade_here("doctor", "--json", "--fast", cwd=course)
    content = json.loads(result.out)
    assert result.status == 3
    assert content["schema"] == "grade-doctor/1"
    (found,) = content["course"]["problems"]
    assert set(found) == {"kind", "assignment", "file", "line", "message", "advice"}
    assert (found["kind"], found["assignment"]) == ("exercise", NAME)
    assert (found["file"], found["line"]) == ("exercises/quadratic_model.py", 1)
    assert "says 'x = 1', and solutions/quadratic_model.py gives" in found["message"]
    text = grade_here("doctor", "--fast", cwd=course).out
    assert "  - exercises/quadratic_model.py:1: says 'x = 1'" in text
    assert "\n    If you changed the source, type `grade publish`." in text


def test_for_a_recording_that_is_missing_the_advice_is_to_record(tmp_path: Path) -> None:
    course = copy_course(tmp_path, NAME)
    for recording in course.glob("tests/suites/*/visible/recordings/*.rec"):
        recording.unlink()
    assert f"\n    Type `grade record {NAME}`." in grade_here("doctor", "--fast", cwd=course).out


def test_a_course_that_cannot_be_read_is_at_fault(tmp_path: Path) -> None:
    (tmp_path / "assignments.yaml").write_text("course: [\n", encoding="utf-8")
    result = grade_here("doctor", cwd=tmp_path)
    assert result.status == 3
    assert "none that can be read" in result.out
    assert "  - assignments.yaml:" in result.out


def test_suites_are_run_unless_that_is_to_be_left_out(tmp_path: Path) -> None:
    root = statistics_course(tmp_path.resolve()).root
    hidden = root / HIDDEN
    hidden.write_text(hidden.read_text(encoding="utf-8").replace("2.5", "2.75"), encoding="utf-8")
    fast, whole = grade_here("doctor", "--fast", cwd=root), grade_here("doctor", cwd=root)
    assert (fast.status, whole.status) == (0, 3), fast.out + fast.err
    assert "the suites were not run: leave out --fast" in fast.out
    assert (
        f"  - {HIDDEN}:7: hidden/test_more_statistics.py::test_even_median fails with the solution"
        in whole.out
    )
    assert "course     Statistics by hand: 1 problem" in whole.out


def test_the_text_tells_every_detail_of_the_isolation() -> None:
    isolation = json.loads(grade_here("doctor", "--json", "--fast").out)["isolation"]
    text = grade_here("doctor", "--fast").out
    assert isolation["details"]
    for detail in isolation["details"]:
        assert f"  - {detail}\n" in text
