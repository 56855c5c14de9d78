"""Every slip in a manifest is reported, all at once, at its line and column."""

from pathlib import Path

import pytest
import yaml

from grader.course import load_course
from grader.course import yaml_document as document
from tests.support.manifests import GOOD, changed, course_in, problems_of


@pytest.fixture(params=["CSafeLoader", "SafeLoader"])
def course(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a course folder, to be read by the parser in C and by the one in Python."""
    monkeypatch.setattr(document, "_LOADER", getattr(yaml, request.param))
    return course_in(tmp_path)


def test_unchanged_manifest_is_valid(course: Path) -> None:
    assert load_course(course).assignment("one").limits.memory_mb == 512


@pytest.mark.parametrize(
    "old, new, problem",
    [
        ("title: One", "titel: One", "6:5: assignments, entry 1: unknown key `titel`; did you mean `title`?"),
        ("memory_mb", "Memory_MB", "11:14: limits: unknown key `Memory_MB`; did you mean `memory_mb`?"),
        ("rtol", "zz", "12:18: tolerances: unknown key `zz`; known keys here: rtol, atol"),
        ("course:", "course: 1\ncuorse:", "2:1: unknown key `cuorse`; did you mean `course`?"),
        ("      stub: one.py\n", "", "8:5: files: the key `stub` is missing"),
        (", title: Last", "", "16:9: parts, entry 2: the key `title` is missing"),
        ("title: One", "title: [One]", "6:5: title: expected text, found a list"),
        ("title: One", "title:", "6:11: title: expected text, found an empty value"),
        ("title: One", "title: ''", "6:12: title: expected one line of text without spaces around it"),
        ("title: One", 'title: "a\\nb"', "6:12: title: expected one line of text without spaces around it"),
        (
            "A course",
            "on",
            "2:9: course.name: expected text, found `on`, which YAML takes for true; put it in",
        ),
        (
            "A course",
            "Off",
            "2:9: course.name: expected text, found `Off`, which YAML takes for false; put it",
        ),
        (
            '"1"',
            "2026.1",
            '3:12: course.version: expected text, found the number 2026.1; put it in quotes: "2026.1"',
        ),
        (
            "hint",
            "yes",
            "13:13: reveal: expected 'name', 'hint' or 'full', found `yes`, which YAML takes for",
        ),
        ("hint", "all", "13:13: reveal: expected 'name', 'hint' or 'full', found the text `all`"),
        (
            "512",
            "'512'",
            "11:25: limits.memory_mb: expected a whole number, found the text `512`; leave out the",
        ),
        ("512", "0.5", "11:25: limits.memory_mb: expected a whole number, found the number 0.5"),
        (
            "512",
            "true",
            "11:25: limits.memory_mb: expected a whole number, found `true`, which YAML takes for",
        ),
        ("512", "010", "11:25: limits.memory_mb: expected a whole number, found the number 010"),
        ("512", "1:30", "11:25: limits.memory_mb: expected a whole number, found the text `1:30`"),
        ("512", "0", "11:25: limits.memory_mb: must be greater than 0, found the number 0"),
        ("512", "-1", "11:25: limits.memory_mb: must be greater than 0, found the number -1"),
        (
            "512",
            "512, cpu_seconds_total: 0.0",
            "11:49: limits.cpu_seconds_total: must be greater than 0, found",
        ),
        (
            "1.0e-6",
            "-1e-6",
            "12:24: tolerances.rtol: must be greater than or equal to 0, found the number -1e-6",
        ),
        ("1.0e-6", ".nan", "12:24: tolerances.rtol: expected a number, found the text `.nan`"),
        ("1.0e-6", "1e999", "12:24: tolerances.rtol: must be a finite number, found the number 1e999"),
        (
            " {memory_mb: 512}",
            "",
            "11:12: limits: expected a mapping of keys to values, found an empty value",
        ),
        (
            "    parts:\n      -",
            "    parts:\n      - 3\n      -",
            "15:9: parts, entry 1: expected a mapping of",
        ),
        ("points: 60", "points: 59", "14:5: parts: their points sum to 99, not to 100"),
        (
            "points: 60",
            "points: 160",
            "16:43: points: must be less than or equal to 100, found the number 160",
        ),
        ("name: last", "name: first", "16:16: name: `first` is here twice; it first stands on line 15"),
        (
            "name: last",
            "name: Last_One",
            "16:16: name: expected a name of lower-case letters and digits with",
        ),
        (
            "name: one",
            "name: one-",
            "5:11: name: expected a name of lower-case letters and digits with hyphens",
        ),
        (
            "title: One",
            "title: One\n    title: Two",
            "7:5: the key `title` is here twice; it first stands on line",
        ),
        (
            "2026-11-06T23:59:00+01:00",
            "soon",
            "7:10: due: the text `soon` is not a date and time such as 2026",
        ),
        (
            "2026-11-06T23:59:00+01:00",
            "20261106",
            "7:10: due: the number 20261106 is not a date and time such",
        ),
        ("2026-11-06T23:59:00+01:00", "", "7:9: due: an empty value is not a date and time such as 2026"),
        (
            "11-06T23:59:00+01:00",
            "11-06",
            "7:10: due: the text `2026-11-06` has no time zone; write 2026-11-06T",
        ),
        (
            "11-06T23:59:00+01:00",
            "11-31T23:59:00+01:00",
            "7:10: due: the text `2026-11-31T23:59:00+01:00` is not",
        ),
        ("2026-11-06T", "0026-11-06T", "7:10: due: the text `0026-11-06T23:59:00+01:00` gives the year 26"),
        ("stub: one.py", "stub: two.py", "9:13: files.stub: there is no file `two.py`"),
        (
            "stub: one.py",
            "stub: suites",
            "9:13: files.stub: expected a file that ends in .py, found the text",
        ),
        (
            "stub: one.py",
            "stub: two-layer.py",
            "9:13: files.stub: expected a file whose name Python can import",
        ),
        ("stub: one.py", "stub: /one.py", "9:13: files.stub: expected a path from the course folder, not an"),
        (
            "stub: one.py",
            "stub: C:/one.py",
            "9:13: files.stub: expected a path from the course folder, not an",
        ),
        (
            "stub: one.py",
            "stub: a/../../one.py",
            "9:13: files.stub: expected a path that stays inside the course",
        ),
        ("stub: one.py", "stub: a\\one.py", "9:13: files.stub: expected `/` between folders, on Windows too"),
        ("suites/one", "suites/two", "10:14: files.suite: there is no folder `suites/two`"),
        ("suites/one", "suites", "10:14: files.suite: the folder `suites` has no folder `visible` in it"),
        ("suites/one", "one.py", "10:14: files.suite: there is no folder `one.py`"),
        (
            "suites/one",
            ".",
            "10:14: files.suite: expected a path such as exercises/handout.md, found the text `.`",
        ),
        (
            "suites/one",
            "suites/one\n      solution: no.py",
            "11:17: files.solution: there is no file `no.py`",
        ),
        (
            "suites/one",
            "suites/one\n      solution: no.txt",
            "11:17: files.solution: expected a file that ends in .py or .ipynb, found the text",
        ),
        (
            "suites/one",
            "suites/one\n      handout: suites",
            "11:16: files.handout: there is no file `suites`",
        ),
        ("title: One", 'title: "\\0"', "6:12: the character U+0000 cannot stand in a manifest"),
        (
            "title: One",
            "? [a]\n    : b\n    title: One",
            "6:7: a key must be plain text, not a mapping or a list",
        ),
    ],
)
def test_each_mistake_is_reported_at_its_position(course: Path, old: str, new: str, problem: str) -> None:
    assert any(one.startswith(problem) for one in problems_of(course, changed(old, new)))


@pytest.mark.parametrize(
    "old, new",
    [
        ("points: 60", "points: 59"),
        ("title: One", "title: [One]"),
        ("stub: one.py", "stub: ../one.py"),
        ("stub: one.py", "stub: ''"),
        ("name: last", "name: Last"),
        ("name: last", "name: first"),
        ("name: last", "name: 3"),
        ("512", "many"),
        ("points: 60", "points: many"),
        ("points: 60", "points: yes"),
        ("points: 60", "points: '60'"),
        ("points: 60", "points: 60.0"),
        ("2026-11-06T23:59:00+01:00", "soon"),
    ],
)
def test_one_mistake_is_one_problem(course: Path, old: str, new: str) -> None:
    assert len(problems_of(course, changed(old, new))) == 1


def test_all_problems_are_reported_at_once_in_order(course: Path) -> None:
    text = GOOD.replace('"1"', "1").replace("2026-11-06T23:59:00+01:00", "soon").replace("one.py", "no.py")
    text = text.replace("512", "-1").replace("points: 60", "points: 50").replace("reveal", "reveel")
    assert [one.split(" ")[0] for one in problems_of(course, text)] == [
        "3:12:",
        "7:10:",
        "9:13:",
        "11:25:",
        "13:5:",
        "14:5:",
    ]


def test_two_assignments_share_neither_name_nor_stub(course: Path) -> None:
    again = GOOD[GOOD.index("  - name: one") :]
    assert problems_of(course, GOOD + again) == [
        "17:11: name: `one` is here twice; it first stands on line 5",
        "21:13: stub: `one.py` is here twice; it first stands on line 9",
    ]


def test_course_needs_an_assignment_with_a_part(course: Path) -> None:
    assert problems_of(course, GOOD[: GOOD.index("assignments:")] + "assignments: []\n") == [
        "4:1: assignments: expected at least one entry, found none"
    ]
    assert problems_of(course, GOOD[: GOOD.index("    parts:")] + "    parts: []\n") == [
        "14:5: parts: expected at least one entry, found none"
    ]


def test_path_that_leaves_the_course_by_a_link_is_refused(
    course: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "one.py"
    outside.touch()
    (course / "link.py").symlink_to(outside)
    (course / "loop.py").symlink_to(course / "loop.py")
    assert problems_of(course, changed("stub: one.py", "stub: link.py")) == [
        "9:13: files.stub: `link.py` leaves the course folder by a symbolic link"
    ]
    assert problems_of(course, changed("stub: one.py", "stub: loop.py"))[0].startswith("9:13: files.stub: ")


@pytest.mark.parametrize("name", ["a" * 240 + ".py", "é" * 200 + ".py", "/".join(["a"] * 120) + "/b.py"])
def test_names_too_long_for_a_file_system_are_reported(course: Path, name: str) -> None:
    assert problems_of(course, changed("stub: one.py", f"stub: {name}"))[0].startswith("9:13: files.stub: ")
