"""The map of the course: it names every assignment and part, and only headings and mistakes that exist."""

import re
from pathlib import Path
from typing import Final

import pytest

from grader.course import load_course
from grader.diagnosis.catalogue import load_catalogue
from grader.model.assignment import Assignment
from tests.support.course_files import ROOT

PAGE: Final = (ROOT / "docs" / "curriculum.md").read_text(encoding="utf-8")
ASSIGNMENTS: Final = load_course(ROOT).assignments
EACH: Final = pytest.mark.parametrize("assignment", ASSIGNMENTS, ids=lambda one: one.name)


def _section(assignment: Assignment) -> str:
    """Return what the page says about an assignment."""
    number = ASSIGNMENTS.index(assignment) + 1
    parts = PAGE.split(f"\n## {number}. {assignment.name}\n")
    assert len(parts) == 2
    return parts[1].split("\n## ")[0]


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@EACH
def test_each_part_has_a_row_with_its_points(assignment: Assignment) -> None:
    rows = re.findall(r"^\| \[(\S+)\]\(\S+\) \| (\d+) \|", _section(assignment), re.MULTILINE)
    assert rows == [(part.name, str(part.points)) for part in assignment.parts]


@EACH
def test_each_named_mistake_is_in_the_catalogue(
    assignment: Assignment,
) -> None:
    named = set(re.findall(r"`([a-z0-9]+(?:-[a-z0-9]+)+)`", _section(assignment)))
    assert named
    assert named <= {entry.name for entry in load_catalogue(assignment.files.suite)}


def test_each_link_leads_to_a_heading() -> None:
    links = re.findall(r"\]\((\S+?\.md)?(?:#(\S+))?\)", PAGE)
    assert links
    for page, anchor in links:
        target = (ROOT / "docs" / page) if page else ROOT / "docs" / "curriculum.md"
        assert not anchor or anchor in _anchors(target), f"{page}#{anchor}"


def test_each_example_of_the_texts_is_a_visible_check() -> None:
    table = PAGE.split("\n## Worked examples of the source texts\n")[1].split("\n## ")[0]
    rows = [line.strip("|").split(" | ") for line in table.splitlines() if line.startswith("| ")][1:]
    suites = "\n".join(
        path.read_text(encoding="utf-8")
        for assignment in ASSIGNMENTS
        for path in assignment.visible.glob("test_*.py")
    )
    assert len(rows) >= 5
    assert not [row[-1].strip() for row in rows if f'"""{row[-1].strip()}' not in suites]
