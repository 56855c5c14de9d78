"""The catalogues of this course: whole, well-formed, and without the answers."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from grader.authoring.catalogue_check import find_catalogue_problems
from grader.course import load_course
from grader.diagnosis.catalogue import Edit, Misconception, load_catalogue, mistaken_source
from grader.errors import CourseFault
from grader.model.assignment import Assignment

ROOT: Final = Path(__file__).parents[3]
COURSE: Final = load_course(ROOT)

SENTENCE_END: Final = re.compile(r"[.?!](?=\s|$)")


@cache
def catalogue(assignment: str) -> tuple[Misconception, ...]:
    return load_catalogue(ROOT / "tests" / "suites" / assignment)


ENTRIES: Final = [
    pytest.param(assignment, entry, id=f"{assignment.name} {entry.name}")
    for assignment in COURSE.assignments
    for entry in catalogue(assignment.name)
]


@pytest.mark.parametrize("assignment, entry", ENTRIES)
def test_entry_compiles_and_differs_from_the_solution(assignment: Assignment, entry: Misconception) -> None:
    solution = _solution(assignment)
    for program in entry.programs:
        wrong = mistaken_source(program, solution, ROOT / "tests" / "suites" / assignment.name)
        compile(wrong, program.name, "exec", dont_inherit=True)
        assert wrong != solution


@pytest.mark.parametrize("assignment", COURSE.assignments, ids=[one.name for one in COURSE.assignments])
def test_catalogue_fits_its_parts_its_solution_and_its_handout(assignment: Assignment) -> None:
    assert find_catalogue_problems(assignment) == []


@pytest.mark.parametrize("assignment, entry", ENTRIES)
def test_entry_is_short_and_does_not_give_the_answer(assignment: Assignment, entry: Misconception) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry.name)
    assert entry.mistake.endswith(".")
    assert len(SENTENCE_END.findall(entry.mistake)) == 1
    assert entry.advice[-1] in ".?"
    assert len(SENTENCE_END.findall(entry.advice)) <= 2
    advice = "".join(entry.advice.split())
    solution = _solution(assignment)
    for right in _code(line for edit in entry.edits for line in edit.find.splitlines() if line in solution):
        assert right not in advice


@pytest.mark.parametrize("name", [one.name for one in COURSE.assignments])
def test_no_two_entries_make_the_same_edits(name: str) -> None:
    programs = [program for entry in catalogue(name) for program in entry.programs]
    made = [
        (one.base, frozenset((edit.find, edit.becomes) for edit in one.edits), one.append) for one in programs
    ]
    assert len(set(made)) == len(programs)


def test_edit_of_a_text_that_is_not_there_once_is_refused() -> None:
    edits = (Edit(find="a", becomes="b"),)
    entry = Misconception(name="twice", part="p", mistake="", advice="", see="", path=ROOT, edits=edits)
    for solution in ("", "a a"):
        with pytest.raises(CourseFault, match=r"'twice' edits a text that occurs [02] times"):
            mistaken_source(entry, solution, ROOT)


def test_suite_without_a_catalogue_has_no_entries(tmp_path: Path) -> None:
    assert load_catalogue(tmp_path) == ()


def _solution(assignment: Assignment) -> str:
    assert assignment.files.solution is not None
    return assignment.files.solution.read_text(encoding="utf-8")


def _code(lines: Iterable[str]) -> Iterator[str]:
    """Give what is computed on each line, without spaces: what follows `return`, a name or a key."""
    for line in lines:
        computed = re.sub(r"^\s*(return|[\w., ]+=|\"\w+\":)\s*", "", line)
        code = "".join(computed.split()).rstrip(",")
        if len(code) > 2:
            yield code
