"""A part that is graded by hand is nobody's fault: the suite grades the others, and nothing is pending."""

import json
from pathlib import Path

from tests.support.class_course import course_with_essay
from tests.support.command import grade_here


def test_part_graded_by_hand_is_left_to_the_gradebook(tmp_path: Path) -> None:
    done = grade_here("one", "--json", cwd=course_with_essay(tmp_path))
    assert done.status == 0, done.err
    (report,) = json.loads(done.out)["assignments"]
    assert [part["name"] for part in report["parts"]] == ["first"]
    assert report["score"]["points"] == report["score"]["possible"]


def test_part_without_checks_is_a_fault_where_checks_should_grade_it(tmp_path: Path) -> None:
    done = grade_here("one", cwd=course_with_essay(tmp_path, "by-checks"))
    assert done.status == 3
    assert "the suite has no check for part last" in done.text


def test_part_graded_by_hand_cannot_be_chosen(tmp_path: Path) -> None:
    done = grade_here("one", "--part", "last", cwd=course_with_essay(tmp_path))
    assert done.status == 2
    assert "last" in done.err
