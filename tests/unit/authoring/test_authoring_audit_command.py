"""`grade audit`: what it prints, and how it ends."""

import json
import re
from pathlib import Path

import pytest

from grader.authoring.audit.programs import EQUIVALENTS, load_equivalents
from grader.errors import CourseFault
from tests.support.audited import sloppy_course, sound_course
from tests.support.command import grade_here
from tests.support.small_suites import write


def test_sound_course_ends_with_0(tmp_path: Path) -> None:
    result = grade_here("audit", cwd=sound_course(tmp_path))
    assert result.status == 0, result.err
    assert "small: 5 checks" in result.out
    assert "2 misconceptions, 1 other correct solution\n" in result.out
    assert "No findings" in result.out
    assert re.match(r"small: \d+ programs to try\n", result.err)


def test_sloppy_course_ends_with_3_and_a_paragraph_per_kind(tmp_path: Path) -> None:
    result = grade_here("audit", "small", cwd=sloppy_course(tmp_path))
    assert result.status == 3
    for heading in (
        "Idle checks: 2",
        "Checks that the stub passes: 1",
        "Correct solutions that lose points: 3",
    ):
        assert heading in result.out
    place = result.out.index(f"- {Path('solutions/small.py')}:10, shift")
    assert result.out[place:].splitlines()[1:3] == ["        - return x + 1", "        + return 1"]


def test_json_has_the_documented_form(tmp_path: Path) -> None:
    result = grade_here("audit", "--json", cwd=sloppy_course(tmp_path))
    content = json.loads(result.out)
    assert result.status == 3
    assert list(content) == ["schema", "seconds", "assignments"]
    assert content["schema"] == "grade-audit/1"
    (one,) = content["assignments"]
    assert set(one) == {"name", "counts", "findings", "caught_by", "hidden_rules"}
    assert one["counts"]["seeds"] == 50
    assert {"kind", "subject", "text", "part", "original", "mutated"} == set(one["findings"][0])
    assert "idle" in {finding["kind"] for finding in one["findings"]}


def test_unknown_assignment_ends_with_2(tmp_path: Path) -> None:
    result = grade_here("audit", "smal", cwd=sound_course(tmp_path))
    assert result.status == 2
    assert "Did you mean small?" in result.err


def test_course_without_solutions_cannot_be_audited(tmp_path: Path) -> None:
    course = sound_course(tmp_path)
    manifest = course / "assignments.yaml"
    text = manifest.read_text(encoding="utf-8").replace("solution: solutions/small.py, ", "")
    manifest.write_text(text, encoding="utf-8")
    result = grade_here("audit", cwd=course)
    assert result.status == 2
    assert "has no solved file" in result.err


@pytest.mark.parametrize(
    "text, problem",
    [
        ("[[equivalent]\n", "is not valid TOML"),
        ("[[equivalent]]\nfunction = 'f'\n", "entry 1 needs"),
        ("[[equivalent]]\nfunction='f'\noriginal='a'\nmutated='b'\nreason=' '\n", "entry 1 needs"),
        ("[[equivalent]]\nfunction='f'\noriginal='a'\nmutated=['b', 'b']\nreason='r'\n", "a second time"),
    ],
)
def test_invalid_list_of_equivalent_mutants_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    write(tmp_path / EQUIVALENTS, text)
    with pytest.raises(CourseFault, match=problem):
        load_equivalents(tmp_path)
