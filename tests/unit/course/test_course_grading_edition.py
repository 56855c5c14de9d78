"""What an attempt was graded by: its own suite, hidden checks among it, and nothing else."""

from pathlib import Path

import pytest

from grader.course import load_course
from grader.course.edition import edition_of, grading_edition
from tests.support.class_course import course_with_essay
from tests.support.small_suites import write


def edition(folder: Path) -> str:
    course = load_course(folder)
    return grading_edition(course, course.assignment("one"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return course_with_essay(tmp_path)


@pytest.mark.parametrize(
    "path", ["hidden/test_hidden.py", "visible/test_more.py", "conftest.py", "hidden/recordings/case.rec"]
)
def test_any_file_that_judges_makes_another_edition(folder: Path, path: str) -> None:
    before = edition(folder)
    write(folder / "suites" / "one" / path, "# another text")
    assert edition(folder) != before


def test_points_and_limits_make_another_edition(folder: Path) -> None:
    before = edition(folder)
    manifest = (folder / "assignments.yaml").read_text(encoding="utf-8")
    (folder / "assignments.yaml").write_text(manifest.replace("512", "256"), encoding="utf-8")
    assert edition(folder) != before


def test_what_judges_nothing_keeps_the_edition(folder: Path) -> None:
    before = edition(folder)
    for path in (
        "variants/other.py",
        "equivalent-mutants.toml",
        "promises.toml",
        "visible/__pycache__/a.pyc",
    ):
        write(folder / "suites" / "one" / path, "# another text")
    manifest = (folder / "assignments.yaml").read_text(encoding="utf-8")
    ruled = manifest.replace("due: 2026-11-06", "due: 2026-12-06").replace("title: One", "title: First")
    (folder / "assignments.yaml").write_text(ruled, encoding="utf-8")
    assert edition(folder) == before


def test_edition_of_a_release_does_not_depend_on_hidden_checks(folder: Path) -> None:
    before = edition_of(load_course(folder))
    write(folder / "suites" / "one" / "hidden" / "test_hidden.py", "# another text")
    assert edition_of(load_course(folder)) == before
