"""The catalogues of this course: whole, well-formed, and without the answers."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from grader.authoring.recorded_mistakes import record_mistakes
from grader.course import load_course
from grader.diagnosis.catalogue import Catalogue, Misconception, load_catalogue, mistaken_source
from grader.errors import CourseFault
from grader.model.assignment import Assignment
from tests.support.command import copy_course

ROOT: Final = Path(__file__).parents[3]
COURSE: Final = load_course(ROOT)

# The numbers of the list of known mistakes, by letter; those that are missing were never given.
NUMBERS: Final = {
    "S": (*range(1, 7), *range(8, 12), *range(13, 16), *range(17, 26)),
    "E": (*range(1, 4), *range(5, 9), *range(10, 17), *range(18, 25), *range(26, 32)),
    "Q": (*range(1, 6), *range(7, 14), 15, 16, *range(19, 24)),
    "M": (
        *(*range(1, 4), *range(5, 8), *range(9, 14), *range(15, 22), *range(23, 28)),
        *(*range(29, 32), *range(33, 40), *range(41, 49)),
    ),
    "L": (1, 2, 3, *range(5, 12), *range(13, 17), 18, 19, *range(21, 31)),
    "T": (1, 2, 3, *range(5, 10), *range(11, 16), *range(17, 22), 23, 24, 25),
}
ANSWERS_FOR: Final = {
    "scalar-graphs": "SE",
    "quadratic-model": "Q",
    "two-layer-mlp": "MLT",
    "optimizers": "T",
}
"""By assignment, if any: the letters whose every number has an entry there or a reason why it has none."""

SENTENCE_END: Final = re.compile(r"[.?!](?=\s|$)")


@cache
def catalogue(assignment: str) -> Catalogue:
    return load_catalogue(ROOT / "tests" / "suites" / assignment)


ENTRIES: Final = [
    pytest.param(assignment, entry, id=f"{assignment.name} {entry.name}")
    for assignment in COURSE.assignments
    for entry in catalogue(assignment.name).entries
]


@pytest.mark.parametrize("assignment, entry", ENTRIES)
def test_entry_compiles_and_differs_from_the_solution(assignment: Assignment, entry: Misconception) -> None:
    solution = _solution(assignment)
    wrong = mistaken_source(entry, solution, ROOT / "tests" / "suites" / assignment.name)
    compile(wrong, entry.name, "exec", dont_inherit=True)
    assert wrong != solution


@pytest.mark.parametrize("assignment, entry", ENTRIES)
def test_entry_names_a_part_and_a_heading_of_the_handout(
    assignment: Assignment, entry: Misconception
) -> None:
    assert entry.part in [part.name for part in assignment.parts]
    handout = assignment.files.stub.with_name(f"{assignment.name}.md").read_text(encoding="utf-8")
    assert entry.see in _anchors(handout)


@pytest.mark.parametrize("assignment, entry", ENTRIES)
def test_entry_is_short_and_does_not_give_the_answer(assignment: Assignment, entry: Misconception) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry.name)
    assert entry.mistake.endswith(".")
    assert len(SENTENCE_END.findall(entry.mistake)) == 1
    assert entry.advice[-1] in ".?"
    assert len(SENTENCE_END.findall(entry.advice)) <= 2
    advice = "".join(entry.advice.split())
    solution = _solution(assignment)
    for right in _code(line for old, _ in entry.edits for line in old.splitlines() if line in solution):
        assert right not in advice


@pytest.mark.parametrize("name", [one.name for one in COURSE.assignments])
def test_catalogue_covers_known_mistakes_or_gives_a_reason(name: str) -> None:
    known = {f"{letter}{number}" for letter, numbers in NUMBERS.items() for number in numbers}
    mine = {one for one in known if one[0] in ANSWERS_FOR.get(name, "")}
    covered = {number for entry in catalogue(name).entries for number in entry.ids}
    left_out = catalogue(name).left_out
    assert covered <= known
    assert mine - covered - set(left_out) == set()
    assert covered & set(left_out) == set()
    assert all(reason.endswith(".") for reason in left_out.values())


@pytest.mark.parametrize("name", [one.name for one in COURSE.assignments])
def test_no_two_entries_make_the_same_edits(name: str) -> None:
    entries = catalogue(name).entries
    made = [(entry.base, frozenset(entry.edits), entry.append) for entry in entries]
    assert len(set(made)) == len(entries)


def test_edit_of_a_text_that_is_not_there_once_is_refused() -> None:
    entry = Misconception(name="twice", part="p", mistake="", advice="", see="", edits=(("a", "b"),))
    for solution in ("", "a a"):
        with pytest.raises(CourseFault, match=r"'twice' edits a text that occurs [02] times"):
            mistaken_source(entry, solution, ROOT)


def test_duplicate_entry_is_refused(tmp_path: Path) -> None:
    entry = 'Misconception(name="same", part="p", mistake="", advice="", see="")'
    (tmp_path / "misconceptions.py").write_text(
        "from grader.diagnosis.catalogue import Misconception\n"
        f"MISCONCEPTIONS = ({entry}, {entry})\nLEFT_OUT = {{}}\n",
        encoding="utf-8",
    )
    with pytest.raises(CourseFault, match="of one name: same"):
        load_catalogue(tmp_path)


@pytest.mark.parametrize("text", ["1 / 0", "", "MISCONCEPTIONS = [1]"], ids=["raises", "empty", "wrong type"])
def test_invalid_catalogue_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "misconceptions.py").write_text(text, encoding="utf-8")
    with pytest.raises(CourseFault, match=r"misconceptions\.py"):
        load_catalogue(tmp_path)


def test_entry_of_an_unknown_part_is_refused(tmp_path: Path) -> None:
    copy_course(tmp_path, "quadratic-model")
    path = tmp_path / "tests" / "suites" / "quadratic-model" / "misconceptions.py"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('part="backward"', 'part="backwards"'), encoding="utf-8")
    with pytest.raises(CourseFault, match=r"is of part 'backwards'; quadratic-model has .*backward"):
        record_mistakes(load_course(tmp_path).assignments[0])


def test_suite_without_a_catalogue_has_no_entries(tmp_path: Path) -> None:
    assert load_catalogue(tmp_path) == Catalogue(left_out={})


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


def _anchors(page: str) -> set[str]:
    """Give the anchors of a page's headings as GitHub makes them: no punctuation, hyphens for spaces."""
    prose = re.sub(r"^```.*?^```$", "", page, flags=re.MULTILINE | re.DOTALL)
    anchors: set[str] = set()
    for heading in re.findall(r"^#{1,6} +(.+?) *#*$", prose, re.MULTILINE):
        plain = base = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        again = 0
        while plain in anchors:
            again += 1
            plain = f"{base}-{again}"
        anchors.add(plain)
    return anchors
