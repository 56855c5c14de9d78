"""Files that an assignment gives: what the manifest refuses, where they travel, and which nobody gets."""

import io
import zipfile
from pathlib import Path

import pytest

from grader.authoring.bundle import make_bundle
from grader.authoring.exercises import find_unnamed_files, write_exercises
from grader.course import load_course
from grader.course.edition import edition_of, files_for_students, grading_edition
from grader.course.loading import MANIFEST_JSON, course_to_json
from grader.errors import ManifestFault
from grader.grading.grade import importable_by, suite_job
from grader.submission.reader import read_submission
from tests.support.small_suites import write

MANIFEST = """
    course: {{name: Weather, version: "1"}}
    assignments:
      - name: weather
        title: Weather
        due: 2026-11-06T23:59:00+01:00
        files:
          stub: exercises/weather.py
          solution: solutions/weather.py
          suite: suites/weather
          given: {given}
        parts:
          - {{name: warmest, title: The warmest day, points: 100}}
    """
GIVEN = "[exercises/data/week.csv, exercises/units.py]"
SOLUTION = """
    import units, pandas

    def warmest(file):
        # BEGIN SOLUTION
        return units.fahrenheit(max(map(float, open(file))))
        # END SOLUTION
    """


def course_folder(root: Path, given: str = GIVEN) -> Path:
    """Write a course that gives a data file and a module."""
    write(root / "assignments.yaml", MANIFEST.format(given=given))
    write(root / "solutions" / "weather.py", SOLUTION)
    write(root / "exercises" / "data" / "week.csv", "14.5\n21\n")
    write(root / "exercises" / "units.py", "def fahrenheit(celsius): return celsius * 9 / 5 + 32\n")
    check = (
        "import pytest\n\n@pytest.mark.part('warmest')\ndef test_week(submission): submission.warmest('x')\n"
    )
    write(root / "suites" / "weather" / "visible" / "test_weather.py", check)
    return root


def test_given_files_travel_with_suite_release_and_bundle(tmp_path: Path) -> None:
    course = load_course(course_folder(tmp_path))
    (assignment,) = course.assignments
    write_exercises(course)

    names = {path.relative_to(course.root).as_posix() for path in files_for_students(assignment)}
    packed = zipfile.ZipFile(io.BytesIO(make_bundle(course))).namelist()

    assert {"exercises/data/week.csv", "exercises/units.py"} <= names & {*packed}
    assert set(suite_job(assignment).given) == {"data/week.csv", "units.py"}


def test_course_read_from_json_gives_the_same_files(tmp_path: Path) -> None:
    course = load_course(course_folder(tmp_path / "course"))
    write(tmp_path / "release" / MANIFEST_JSON, course_to_json(course, solutions=False))

    there = load_course(tmp_path / "release").assignments[0].files.given

    assert [path.name for path in there] == ["week.csv", "units.py"]
    assert all(path.is_relative_to(tmp_path / "release") for path in there)


def test_changed_data_makes_another_edition(tmp_path: Path) -> None:
    course = load_course(course_folder(tmp_path))
    before = edition_of(course), grading_edition(course, course.assignments[0])
    write(tmp_path / "exercises" / "data" / "week.csv", "14.5\n")

    after = edition_of(course), grading_edition(course, course.assignments[0])

    assert before[0] != after[0]
    assert before[1] != after[1]


def test_file_that_nobody_gets_is_found(tmp_path: Path) -> None:
    course = load_course(course_folder(tmp_path, "[exercises/units.py]"))
    write(tmp_path / "exercises" / ".cache" / "old", "")
    write_exercises(course)

    assert find_unnamed_files(course) == [tmp_path / "exercises" / "data" / "week.csv"]


def test_import_of_a_given_module_needs_no_notice(tmp_path: Path) -> None:
    (assignment,) = load_course(course_folder(tmp_path)).assignments

    read = read_submission(
        tmp_path / "solutions" / "weather.py", module="weather", importable=importable_by(assignment)
    )

    (notice,) = read.notices
    assert "pandas" in notice
    assert "units" not in notice


@pytest.mark.parametrize(
    "given, problem",
    [
        ("[exercises/none.csv]", "there is no file `exercises/none.csv`"),
        ("[solutions/weather.py]", "`solutions/weather.py` is to lie in the stub's folder, `exercises`"),
        ("[exercises/weather.py]", "none of the files made there"),
        ("[../week.csv]", "given"),
        ("exercises/units.py", "given"),
        ("[exercises/units.py, exercises/large.csv]", "8000000 are permitted together"),
    ],
)
def test_useless_path_is_reported_with_its_line(tmp_path: Path, given: str, problem: str) -> None:
    root = course_folder(tmp_path, given)
    write(root / "exercises" / "weather.py", "")
    (root / "exercises" / "large.csv").write_bytes(bytes(8_000_000))

    with pytest.raises(ManifestFault) as caught:
        load_course(root)
    assert problem in str(caught.value)
    assert "11:" in str(caught.value)
