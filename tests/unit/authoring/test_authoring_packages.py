"""Packages that an assignment names: what the manifest refuses, where they travel, and what grading says."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from grader.authoring.bundle import make_bundle
from grader.authoring.examination import ProblemKind, examine_course
from grader.authoring.exercises import write_exercises
from grader.authoring.packaging import student_dependencies
from grader.authoring.release import make_release
from grader.ci.gradescope import write_autograder
from grader.course import load_course
from grader.course.edition import edition_of, grading_edition
from grader.course.loading import MANIFEST_JSON, course_to_json
from grader.errors import CourseFault, ManifestFault, UsageError
from grader.grading.grade import Target, grade, importable_by, submission_job, suite_job
from grader.model.assignment import Course
from grader.reports.registry import Visibility
from grader.submission.reader import read_submission
from grader.suite.runner import Runner
from tests.support.small_suites import write
from tests.support.tiny_packages import install, installation

MANIFEST = """
    course: {{name: Weather, version: "1"}}
    assignments:
      - name: weather
        title: Weather
        due: 2026-11-06T23:59:00+01:00
        files: {{stub: exercises/weather.py, solution: solutions/weather.py, suite: suites/weather}}
        packages: {packages}
        parts:
          - {{name: warmest, title: The warmest day, points: 100}}
    """
SOLUTION = """
    import tiny, seaborn

    def warmest(days):
        # BEGIN SOLUTION
        return tiny.largest(days)
        # END SOLUTION
    """
CHECK = """
    import pytest

    @pytest.mark.part("warmest")
    def test_week(submission, expect):
        expect(submission.warmest([3, 5, 4]), 5, "warmest")
    """


@pytest.fixture(scope="module", autouse=True)
def installed() -> Iterator[Path]:
    """A folder with the package that the course names."""
    with installation() as folder:
        install(folder, "tiny", {"tiny.py": "from tiny_base import largest\n"}, requires=["tiny-base"])
        install(folder, "tiny-base", {"tiny_base.py": "largest = max\n"}, version="2.5")
        yield folder


def course_folder(root: Path, packages: str = "[tiny==1.0]") -> Path:
    """Write a course whose submissions may import packages."""
    write(root / "assignments.yaml", MANIFEST.format(packages=packages))
    write(root / "solutions" / "weather.py", SOLUTION)
    write(root / "suites" / "weather" / "visible" / "test_weather.py", CHECK)
    return root


def course_in(root: Path, packages: str = "[tiny==1.0]") -> Course:
    """Write such a course with its exercises, and load it."""
    course = load_course(course_folder(root, packages))
    write_exercises(course)
    return course


@pytest.mark.parametrize(
    "packages, problem",
    [
        (
            "[numpy-financial]",
            "packages, entry 1: expected a package with `==` and its exact version, such",
        ),
        ("['tiny>=1']", "such as tiny==1.0, found the text `tiny>=1`"),
        ("['tiny==1.*']", "exact version"),
        ("['tiny==1.0; python_version > \"3\"']", "exact version"),
        ("['tiny @ https://example.org/tiny.whl']", "exact version"),
        ("[tiny==1..0]", "packages: `1..0` is not a version"),
        ("[tiny==1.0, Tiny==2.0]", "packages: `Tiny==2.0` names what `tiny==1.0` names"),
        ("[numpy==2.0]", "every submission may import NumPy without its being named; take it out"),
        ("[Backprop_Grader==0.1]", "no submission may import the grader; take it out"),
        ("tiny==1.0", "packages: expected a list"),
        ("[2]", "packages, entry 1: expected text"),
    ],
)
def test_package_that_is_named_wrongly_is_reported_with_its_line(
    tmp_path: Path, packages: str, problem: str
) -> None:
    with pytest.raises(ManifestFault) as caught:
        load_course(course_folder(tmp_path, packages))
    assert problem in str(caught.value)
    assert "assignments.yaml:8:" in str(caught.value)


def test_submission_that_imports_a_named_package_gets_its_points(tmp_path: Path) -> None:
    course = course_in(tmp_path)
    target = Target(assignment=course.assignments[0], path=tmp_path / "solutions" / "weather.py")

    (report,) = grade(course, [target], seed=1).assignments

    assert report.points == 100
    (notice,) = report.notices
    assert "import seaborn" in notice
    assert "only NumPy, tiny and the standard library" in notice


def test_suite_for_a_class_lets_submissions_import_it(tmp_path: Path) -> None:
    course = course_in(tmp_path)
    (assignment,) = course.assignments
    read = read_submission(
        tmp_path / "solutions" / "weather.py", module="weather", importable=importable_by(assignment)
    )
    with Runner() as runner:
        warm = runner.open_suite(suite_job(assignment))
        assert warm.is_collected(timeout=60)
        with closing(warm.start(submission_job(read, seed=1))) as running:
            run = running.finish()

    assert [check.outcome.value for check in run.checks] == ["passed"]


def test_package_that_is_not_installed_is_said_before_anything_is_graded(tmp_path: Path) -> None:
    course = course_in(tmp_path, "[tiny==1.1, nowhere==2]")
    target = Target(assignment=course.assignments[0], path=tmp_path / "solutions" / "weather.py")

    with pytest.raises(UsageError) as caught:
        grade(course, [target])

    assert "tiny==1.1 (tiny 1.0 is installed); nowhere==2 (no nowhere is installed)" in caught.value.message
    assert caught.value.advice == "Install it with: python -m pip install tiny==1.1 nowhere==2"


def test_doctor_names_the_line_of_a_package_that_is_not_installed(tmp_path: Path) -> None:
    found = examine_course(course_in(tmp_path, "[tiny==1.0, nowhere==2]"))

    (problem,) = found.problems
    assert problem.kind is ProblemKind.PACKAGE
    assert (problem.file, problem.line) == ("assignments.yaml", 8)
    assert "nowhere==2 (no nowhere is installed)" in problem.message
    assert problem.advice == "Install it with: python -m pip install nowhere==2"
    assert found.notes == (
        "the suite of weather was not run, since what its submissions may import is not installed here",
    )


def test_doctor_names_a_package_that_cannot_be_imported(tmp_path: Path, installed: Path) -> None:
    install(installed, "broken", {"broken.py": "raise OSError('no library')\n"})

    (problem,) = examine_course(course_in(tmp_path, "[broken==1.0]")).problems

    assert problem.kind is ProblemKind.PACKAGE
    assert "broken: OSError: no library" in problem.message
    assert (problem.file, problem.line) == ("assignments.yaml", 8)


def test_release_and_autograder_install_it_and_what_it_needs(tmp_path: Path) -> None:
    course = course_in(tmp_path)
    release = make_release(course)
    write_autograder(course, "weather", tmp_path / "autograder.zip", hidden=Visibility.VISIBLE, unproved=True)
    with zipfile.ZipFile(tmp_path / "autograder.zip") as archive:
        there = archive.read("requirements.txt").decode("utf-8")

    for requirements in (release["requirements.txt"].decode("utf-8"), there):
        assert {"tiny==1.0", "tiny-base==2.5"} <= {*requirements.split("\n")}
        assert requirements.count("numpy==") == 1
    page = release["README.md"].decode("utf-8")
    assert "- For weather your functions may also import tiny.\n- In a notebook" in page
    assert "120 MB" not in page
    assert [one.metadata["Name"] for one in student_dependencies() if "tiny" in one.metadata["Name"]] == []


def test_release_refuses_two_versions_of_one_package(tmp_path: Path) -> None:
    course = course_in(tmp_path)
    other = replace(course.assignments[0], name="climate", packages=("Tiny==2.0",))

    with pytest.raises(CourseFault, match=r"weather names Tiny 1\.0, and climate names Tiny 2\.0"):
        make_release(replace(course, assignments=(*course.assignments, other)))


def test_packages_travel_in_the_bundle_and_make_another_edition(tmp_path: Path) -> None:
    course = course_in(tmp_path / "course")
    with zipfile.ZipFile(io.BytesIO(make_bundle(course))) as archive:
        described = archive.read(MANIFEST_JSON).decode("utf-8")
    write(tmp_path / "there" / MANIFEST_JSON, described)
    assert load_course(tmp_path / "there").assignments[0].packages == ("tiny==1.0",)

    without = replace(course, assignments=(replace(course.assignments[0], packages=()),))
    assert '"packages"' not in course_to_json(without, solutions=True)
    assert edition_of(without) != edition_of(course)
    before, after = (grading_edition(one, one.assignments[0]) for one in (without, course))
    assert before != after
