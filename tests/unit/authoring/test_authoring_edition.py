import json
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.authoring.bundle import make_bundle, open_bundle
from grader.authoring.release import make_release
from grader.course import load_course
from grader.course.edition import edition_of, require_same
from grader.errors import UsageError
from grader.model.assignment import Course
from tests.support.releases import small_course

SUITE = "tests/suites/squares"


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return small_course((tmp_path / "course").resolve())


def edit(course: Course, name: str, old: str, new: str) -> None:
    path = course.root / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    "name, old, new",
    [
        (f"{SUITE}/visible/test_visible.py", "Three squared", "3 squared"),
        (f"{SUITE}/conftest.py", "shared", "common"),
        ("assignments.yaml", "points: 40", "points: 60"),
        ("assignments.yaml", 'version: "1"', 'version: "2"'),
    ],
)
def test_visible_changes_make_another_edition(course: Course, name: str, old: str, new: str) -> None:
    before = edition_of(course)
    edit(course, name, old, new)
    if "points" in old:
        edit(course, name, "The slope, points: 60", "The slope, points: 40")
    assert edition_of(load_course(course.root)).fingerprint != before.fingerprint


@pytest.mark.parametrize(
    "name, old, new",
    [
        (f"{SUITE}/hidden/test_hidden.py", "7.5", "-7.5"),
        (f"{SUITE}/misconceptions.toml", "/ 17", "/ 19"),
        ("solutions/squares.py", "local_slope", "own_slope"),
        ("assignments.yaml", "2026-11-06", "2026-11-13"),
    ],
)
def test_hidden_checks_solutions_and_dates_keep_the_edition(
    course: Course, name: str, old: str, new: str
) -> None:
    before = edition_of(course)
    edit(course, name, old, new)
    assert edition_of(load_course(course.root)) == before


def test_windows_line_ends_keep_the_edition(course: Course) -> None:
    before = edition_of(course)
    path = course.root / SUITE / "visible" / "test_visible.py"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert edition_of(course) == before


@pytest.fixture
def student(course: Course, tmp_path: Path) -> Path:
    """A folder with the record of a release."""
    folder = tmp_path / "student"
    folder.mkdir()
    (folder / "release.json").write_bytes(make_release(course)["release.json"])
    return folder


def bundle_of(course: Course, use: Callable[[Path], None]) -> None:
    # Nobody has recorded its wrong values, which a bundle would ask for.
    (course.root / SUITE / "misconceptions.toml").unlink()
    (course.root.parent / "c.bundle").write_bytes(make_bundle(load_course(course.root)))
    with open_bundle(course.root.parent / "c.bundle") as folder:
        use(folder)


def test_release_is_graded_with_its_own_bundle(course: Course, student: Path) -> None:
    def use(folder: Path) -> None:
        assert require_same(student, folder) == edition_of(course)

    bundle_of(course, use)


def test_release_of_another_edition_is_refused_with_both_names(course: Course, student: Path) -> None:
    older = edition_of(course)
    edit(course, f"{SUITE}/visible/test_visible.py", "Three", "3")
    newer = edition_of(course)

    def use(folder: Path) -> None:
        with pytest.raises(UsageError) as caught:
            require_same(student, folder)
        assert str(older) in caught.value.message
        assert str(newer) in caught.value.message
        assert "Grade it with the bundle that was made with its release" in caught.value.advice

    bundle_of(course, use)


def test_single_file_has_no_edition_to_compare(course: Course, tmp_path: Path) -> None:
    def use(folder: Path) -> None:
        assert require_same(tmp_path, folder) == edition_of(course)

    bundle_of(course, use)


def test_edited_record_of_a_release_is_a_usage_error(course: Course, student: Path) -> None:
    def use(folder: Path) -> None:
        record = json.loads((student / "release.json").read_text(encoding="utf-8"))
        del record["edition"]["fingerprint"]
        (student / "release.json").write_text(json.dumps(record), encoding="utf-8")
        with pytest.raises(UsageError, match="does not say which edition"):
            require_same(student, folder)

    bundle_of(course, use)
