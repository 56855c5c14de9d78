import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from grader.course import find_course, load_course
from grader.course.loading import course_to_builtins, course_to_json
from grader.course.manifest_schema import schema
from grader.errors import CourseFault
from grader.model.assignment import Course

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def course() -> Course:
    return load_course(ROOT)


def written(course: Course, folder: Path, *, solutions: bool = True) -> Path:
    (folder / "assignments.json").write_text(course_to_json(course, solutions=solutions), encoding="utf-8")
    return folder


@pytest.mark.parametrize("solutions", [True, False])
def test_course_json_matches_the_manifest_schema(course: Course, solutions: bool) -> None:  # noqa: FBT001  # pytest's
    jsonschema.validate(course_to_builtins(course, solutions=solutions), schema())


def test_course_survives_a_round_trip_without_its_templates(course: Course, tmp_path: Path) -> None:
    again = load_course(written(course, tmp_path))
    assert (again.name, again.version, again.isolation) == (course.name, course.version, course.isolation)
    for mine, original in zip(again.assignments, course.assignments, strict=True):
        files = [original.files.stub, original.files.suite, original.files.solution]
        paths = [mine.files.stub, mine.files.suite, mine.files.solution]
        assert [tmp_path.resolve() / path.relative_to(ROOT) for path in files if path] == paths
        assert mine.files.handout is None
        assert replace(mine, files=original.files) == original


def test_solutions_can_be_left_out(course: Course) -> None:
    assert "solution" not in course_to_json(course, solutions=False)


def test_course_json_makes_a_folder_a_course(course: Course, tmp_path: Path) -> None:
    inside = written(course, tmp_path) / "exercises"
    inside.mkdir()
    assert find_course(inside) == tmp_path.resolve()


def test_manifest_takes_precedence_over_course_json(course: Course, tmp_path: Path) -> None:
    written(course, tmp_path)
    (tmp_path / "assignments.yaml").write_text("course: [", encoding="utf-8")
    with pytest.raises(CourseFault, match=r"assignments\.yaml:1:"):
        load_course(tmp_path)


CHANGES: list[Callable[[dict[str, Any]], object]] = [
    lambda plain: plain.pop("assignments"),
    lambda plain: plain["course"].pop("version"),
    lambda plain: plain["course"].update(isolation="L9"),
    lambda plain: plain["assignments"][0].pop("parts"),
    lambda plain: plain["assignments"][0]["parts"][0].update(colour="red"),
    lambda plain: plain["assignments"][0]["files"].update(suite="../elsewhere"),
    lambda plain: plain["assignments"][0]["files"].update(suite="/etc"),
    lambda plain: plain["assignments"][0]["files"].update(suite="c:\\suites"),
    lambda plain: plain["assignments"][0]["files"].update(suite=5),
    lambda plain: plain["assignments"][0].update(due="tomorrow"),
]


@pytest.mark.parametrize("change", CHANGES, ids=range(len(CHANGES)))
def test_edited_course_json_is_refused_and_named(
    course: Course, tmp_path: Path, change: Callable[[dict[str, Any]], object]
) -> None:
    plain = course_to_builtins(course, solutions=True)
    change(plain)
    (tmp_path / "assignments.json").write_text(json.dumps(plain), encoding="utf-8")
    with pytest.raises(CourseFault) as caught:
        load_course(tmp_path)
    assert "assignments.json is not as `grade` wrote it" in caught.value.message
    assert caught.value.advice


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff", b'"text"', b"null"])
def test_other_content_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "assignments.json").write_bytes(content)
    with pytest.raises(CourseFault, match=r"assignments\.json is not as"):
        load_course(tmp_path)
