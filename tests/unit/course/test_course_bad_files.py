"""A file that is no manifest at all is told why, in one error, at its line and column."""

import json
import pickle
from dataclasses import asdict
from pathlib import Path

import pytest
import yaml

from grader.course import load_course
from grader.course import yaml_document as document
from grader.course.yaml_document import MAX_BYTES
from grader.errors import CourseFault, ManifestFault, ManifestProblem
from tests.support.manifests import changed, course_in, problems_of


@pytest.fixture(params=["CSafeLoader", "SafeLoader"])
def course(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a course folder, to be read by the parser in C and by the one in Python."""
    monkeypatch.setattr(document, "_LOADER", getattr(yaml, request.param))
    return course_in(tmp_path)


@pytest.mark.parametrize(
    "text, problem",
    [
        ("a: [1,\nb: 2\n", "2:5: not valid YAML: while parsing a flow sequence that starts on line 1, "),
        ("a: 1\n b: 2\n", "2:3: not valid YAML: mapping values are not allowed"),
        ("a: [1,\n\n\n", "1:7: not valid YAML: while parsing a flow node"),
        ("a:\n\tb: 1\n", "2:1: not valid YAML: while scanning for the next token, found character"),
        (
            "a: 'never closed\n",
            "1:17: not valid YAML: while scanning a quoted scalar that starts on line 1, ",
        ),
        ("a: 1\n---\nb: 2\n", "2:1: not valid YAML: expected a single document in the stream"),
        ("a: {b: 1]\n", "1:9: not valid YAML: while parsing a flow mapping"),
    ],
)
def test_broken_yaml_is_one_error_with_its_position(course: Path, text: str, problem: str) -> None:
    (only,) = problems_of(course, text)
    assert only.startswith(problem)


def test_tabs_are_answered_with_advice_on_spaces(course: Path) -> None:
    assert problems_of(course, "a:\n\tb: 1\n")[0].endswith("; indent with spaces, not with tabs")


@pytest.mark.parametrize(
    "text, problem",
    [
        (b"", "1:1: the file is empty"),
        (b" \n\n", "1:1: the file is empty"),
        (b"\xef\xbb\xbf", "1:1: the file is empty"),
        (b"# nothing\n", "1:1: the file holds nothing but comments"),
        (b"- a\n- b\n", "1:1: expected the keys `course` and `assignments` at the top"),
        (b"just text\n", "1:1: expected the keys `course` and `assignments` at the top"),
        (b"a: 1\r\nb: \xff\r\n", "2:4: the file is not UTF-8 text: byte 0xFF; save it as UTF-8"),
        (b"a: 1\rb: \xff\r", "2:4: the file is not UTF-8 text: byte 0xFF; save it as UTF-8"),
        ("course: 1".encode("utf-16"), "1:1: the file is not UTF-8 text: byte 0xFF"),
        (b"a: 1\nb: \x00\n", "2:4: the character U+0000 cannot stand in a manifest"),
        ("a: 1\nb: \u2028\n".encode(), "2:4: the character U+2028 cannot stand in a manifest"),
        (b"#" * (MAX_BYTES + 1), "1:1: the file is larger than 1000 kB"),
        (b"[" * 500_000, "1:17: mappings and lists are nested more than 16 deep"),
    ],
)
def test_other_file_is_refused_with_the_reason(course: Path, text: bytes, problem: str) -> None:
    (only,) = problems_of(course, text)
    assert only.startswith(problem)


def test_anchors_and_aliases_are_refused_before_expansion(course: Path) -> None:
    bomb = 'a: &a ["x","x"]\n' + "".join(
        f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
        for before, name in zip("abcdefghijkl", "bcdefghijklm", strict=True)
    )
    found = problems_of(course, bomb)
    assert found[0] == "1:4: the anchor &a is refused: write the value out where it is used"
    assert found[2] == "2:8: the alias *a is refused: write the value out where it is used"


def test_tags_are_refused(course: Path) -> None:
    (only,) = problems_of(course, "course: !!python/object/apply:os.getcwd []\n")
    assert only.startswith("1:9: the tag tag:yaml.org,2002:python/object/apply:os.getcwd is refused")


def test_problem_is_one_short_line_for_any_content(course: Path) -> None:
    text = changed("title: One", f'"{"x" * 900}\\n\\e[31m": 1')
    assert all(len(one) < 400 and one.isprintable() for one in problems_of(course, text))


def test_long_value_leaves_room_for_the_expectation(course: Path) -> None:
    (only,) = problems_of(course, changed("2026-11-06T23:59:00+01:00", "so" * 400 + "on"))
    assert only.endswith("...` is not a date and time such as 2026-11-06T23:59:00+01:00")


def test_manifest_fault_has_records_and_can_be_pickled(course: Path) -> None:
    (course / "assignments.yaml").write_text(changed("title: One\n", "title: 1\n"), encoding="utf-8")
    with pytest.raises(CourseFault) as caught:
        load_course(course)
    fault = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 -- our own bytes
    assert isinstance(fault, ManifestFault)
    (problem,) = fault.problems
    assert isinstance(problem, ManifestProblem)
    assert json.loads(json.dumps(asdict(problem)))["file"] == "assignments.yaml"
    assert fault.message.startswith("assignments.yaml:6:12: title: expected text")
    assert fault.advice == f"Correct {course / 'assignments.yaml'} at this place, then try again."
    assert fault.exit_status == 3
