"""Two courses of "Write a suite", broken: what is wrong, where, and what to do, before a student could."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from grader.authoring.examination import Problem, ProblemKind, examine_course
from grader.authoring.examination.missing_modules import advise_on_missing_module
from grader.authoring.exercises import write_exercises
from grader.course import load_course
from grader.errors import CourseFault, ManifestFault
from grader.oracle.recorder import record_suite
from tests.support.documents import ROOT, blocks

PAGE = ROOT / "docs" / "write-a-suite.md"
MANIFEST = "assignments.yaml"
RAIN = "suites/rain/visible/test_rain.py"
LINE = "suites/line/visible/test_line.py"
BROKEN_CHECKS = '''

@pytest.mark.part("totals")
def test_crash(submission, expect):
    """It names what is not there."""
    expect(submission.totals("rain.csv")["hill"], right, "hill")


@pytest.mark.part("totals")
def test_file_that_is_not_given(submission, expect):
    """It reads what no submission has."""
    expect(submission.totals("snow.csv"), {}, "totals")


@pytest.mark.part("wettest")
def test_anything(submission):
    """It takes anything."""
    assert submission.wettest({"day": ["Monday"], "station": ["hill"], "mm": [1]}, 1) is not None


@pytest.mark.part("wettest")
def test_nothing(submission):
    """It asks for nothing."""
    assert submission is not None
'''


def course_of_page(name: str, folder: Path) -> Path:
    """Write a course of the page with its exercises and recordings."""
    for block in blocks(PAGE):
        if block.file.startswith(f"{name}/"):
            path = folder / block.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
    course = load_course(folder / name)
    write_exercises(course)
    for one in course.assignments:
        if (one.visible / "oracle.py").is_file():
            record_suite(one.visible, lambda _case: None, one.files.solution)
    return folder / name


@pytest.fixture(scope="module")
def courses(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The courses as the page has them."""
    folder = tmp_path_factory.mktemp("courses")
    return {name: course_of_page(name, folder) for name in ("rain", "line", "weather")}


@pytest.fixture
def rain(courses: dict[str, Path], tmp_path: Path) -> Path:
    """A copy of the course with a data file and pandas, to be broken."""
    return shutil.copytree(courses["rain"], tmp_path / "rain")


@pytest.fixture
def line(courses: dict[str, Path], tmp_path: Path) -> Path:
    """A copy of the course whose author worked out the gradient by hand, to be broken."""
    return shutil.copytree(courses["line"], tmp_path / "line")


def edit(root: Path, name: str, *edits: tuple[str, str]) -> None:
    """Replace texts that a file holds once."""
    text = (root / name).read_text(encoding="utf-8")
    for old, new in edits:
        assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times in {name}"
        text = text.replace(old, new)
    (root / name).write_text(text, encoding="utf-8")


def place(root: Path, name: str, text: str) -> str:
    """Return a file and the line of it at which a text first stands."""
    before, found, _ = (root / name).read_text(encoding="utf-8").partition(text)
    assert found
    return f"{name}:{before.count(chr(10)) + 1}"


def told(problems: Sequence[Problem]) -> dict[str, str]:
    """Give what is told by kind and place, each with advice."""
    assert all(problem.advice for problem in problems)
    return {f"{one.kind} {one.file}:{one.line}": f"{one.message} {one.advice}" for one in problems}


def test_manifest_of_rain_broken_in_five_ways_says_so_by_line(rain: Path) -> None:
    edit(
        rain,
        MANIFEST,
        ("exercises/rain.csv]", "exercises/snow.csv]"),
        ("pandas==3.1.1", "pandas"),
        ("each station, points: 50", "each station, points: 40"),
        ("due: 2026-11-27T23:59:00+01:00", "due: 2026-11-27T23:59:00"),
        ("title: A week of rain", "titel: A week of rain"),
    )
    with pytest.raises(ManifestFault) as caught:
        load_course(rain)
    found = {f"{one.file}:{one.line}": one.message for one in caught.value.problems}
    for text, message in {
        "snow.csv": "files.given: there is no file `exercises/snow.csv`",
        "[pandas]": "expected a package with `==` and its exact version, such as pandas==3.1.1",
        "parts:": "parts: their points sum to 90, not to 100",
        "due:": "has no time zone",
        "titel:": "unknown key `titel`; did you mean `title`?",
    }.items():
        assert message in found[place(rain, MANIFEST, text)]


def test_files_of_rain_broken_in_five_ways_are_told_with_place_and_remedy(rain: Path) -> None:
    edit(rain, MANIFEST, ("[pandas==3.1.1]", "[pandas==0.1]\n    given: [total]"))
    edit(rain, "exercises/rain.py", ("millimetres", "inches"))
    (rain / "exercises" / "rain.ipynb").unlink()
    found = told(examine_course(load_course(rain), fast=True).problems)
    assert "Correct the name" in found[f"given {place(rain, MANIFEST, 'given: [total]')}"]
    assert "pip install pandas==0.1" in found[f"package {place(rain, MANIFEST, 'pandas==0.1')}"]
    assert "solutions/rain.py first" in found[f"exercise {place(rain, 'exercises/rain.py', 'inches')}"]
    assert "Type `grade publish`" in found["exercise exercises/rain.ipynb:0"]
    assert len(found) == 4

    edit(rain, "solutions/rain.py", (".to_dict()\n    # END SOLUTION", ".to_dict()"))
    found = told(examine_course(load_course(rain), fast=True).problems)
    second = place(rain, "solutions/rain.py", "# BEGIN SOLUTION\n    by_day")
    assert "the solution that begins at line 8" in found[f"suite {second}"]


def test_checks_of_rain_broken_in_six_ways_are_told_with_place_and_remedy(rain: Path) -> None:
    edit(rain, RAIN, ('"valley": 3.25', '"valley": 3.5'))
    with (rain / RAIN).open("a", encoding="utf-8") as stream:
        stream.write(BROKEN_CHECKS)
    solved = '    # BEGIN SOLUTION\n    by_day = pd.DataFrame(measurements).groupby("day")["mm"].sum()\n'
    edit(rain, "solutions/rain.py", (solved, solved.replace("    # BEGIN SOLUTION\n", "")))
    edit(rain, "solutions/rain.py", ("to_list()\n    # END SOLUTION", "to_list()"))
    write_exercises(load_course(rain))

    found = told(examine_course(load_course(rain)).problems)

    assert "NameError" in found[f"check-crashes {place(rain, RAIN, 'right, ')}"]
    wrong = found[f"solution-fails {place(rain, RAIN, 'def test_totals')}"]
    assert "with every seed" in wrong
    assert f"solution-fails {place(rain, RAIN, 'def test_file_that')}" in found
    unmarked = found[f"function-without-region {place(rain, 'solutions/rain.py', 'def wettest')}"]
    assert "given: [wettest]" in unmarked
    assert f"stub-earns-points {place(rain, RAIN, 'def test_anything')}" in found
    assert f"stub-earns-points {place(rain, RAIN, 'def test_nothing')}" in found


def test_oracle_of_line_broken_in_three_ways_is_told(line: Path) -> None:
    oracle = "suites/line/visible/oracle.py"
    edit(line, oracle, ("/ len(y)}", "/ len(X.T)}"))
    found = told(examine_course(load_course(line), fast=True).problems)
    assert found[f"recording {oracle}:0"].endswith("Type `grade record line`.")

    edit(line, oracle, ('BACKEND = "python"', 'BACKEND = "pyhton"'))
    with pytest.raises(CourseFault, match="pyhton"):
        record_suite(line / "suites/line/visible", lambda _case: None, line / "solutions/line.py")
    edit(line, oracle, ('BACKEND = "pyhton"', 'BACKEND = "python"'), ("X @ weights - y", "X @ weight - y"))
    with pytest.raises(CourseFault, match=r"four_points.*weight"):
        record_suite(line / "suites/line/visible", lambda _case: None, line / "solutions/line.py")


def test_suite_of_line_whose_every_check_is_wrong_is_told_with_place_and_remedy(line: Path) -> None:
    edit(line, "suites/line/visible/oracle.py", ("2 * X.T @ residuals", "3 * X.T @ residuals"))
    edit(line, LINE, ('oracle("four_points")', 'oracle("five_points")'))
    visible = load_course(line).assignments[0].visible
    record_suite(visible, lambda _case: None, line / "solutions/line.py")
    found = told(examine_course(load_course(line)).problems)
    unknown = found[f"solution-fails {place(line, LINE, 'def test_gradient')}"]
    assert "oracle.py has no case 'five_points'" in unknown
    assert "Correct the name in the suite, or write the case and run `grade record`." in unknown

    edit(line, LINE, ("five_points", "four_points"))
    found = told(examine_course(load_course(line)).problems)
    assert "w has the wrong value" in found[f"solution-fails {place(line, LINE, 'def test_gradient')}"]


@pytest.mark.parametrize(
    "name, edits, advice",
    [
        ("rain", ("packages: [pandas==3.1.1]", "packages: []"), "in rain: `packages: [pandas=="),
        (
            "weather",
            ("exercises/week.csv, exercises/units.py", "exercises/week.csv"),
            "under `files` of weather: `given: [exercises/units.py]`",
        ),
    ],
)
def test_import_that_the_manifest_does_not_name_is_told_with_what_to_write_there(
    courses: dict[str, Path], tmp_path: Path, name: str, edits: tuple[str, str], advice: str
) -> None:
    root = shutil.copytree(courses[name], tmp_path / name)
    edit(root, MANIFEST, edits)
    found = examine_course(load_course(root)).problems
    assert {one.kind for one in found} == {ProblemKind.SOLUTION_FAILS}
    assert all("No module named" in one.message and advice in one.advice for one in found)


def test_import_of_what_is_not_installed_is_told_with_what_to_do(
    courses: dict[str, Path], tmp_path: Path
) -> None:
    (weather,) = load_course(courses["weather"]).assignments
    told = advise_on_missing_module(weather, tmp_path, "ModuleNotFoundError: No module named 'nowhere.inner'")
    assert told.startswith("If submissions may import it, install the package that brings it")
    assert advise_on_missing_module(weather, tmp_path, "the mean has the wrong value") == ""
