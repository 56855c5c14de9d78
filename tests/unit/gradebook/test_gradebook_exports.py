"""Tables of our own, and marks that come in by CSV."""

import csv
import io
import json
from datetime import timedelta
from fractions import Fraction

import pytest

from grader.errors import UsageError
from grader.gradebook.exports import outgoing, write_csv, write_json
from grader.gradebook.marks import read_marks
from grader.gradebook.records import Mark
from grader.gradebook.standing import Standing, work_out
from grader.gradebook.store import Gradebook
from grader.gradebook.students import Student
from grader.model.policies import AssignmentPolicy, CoursePolicy
from tests.support.gradebook_rows import ADA, EDITION, LEI, START, Clock, handed_in, result

POLICY = CoursePolicy(
    assignments=(AssignmentPolicy(name="mlp", title="A network", possible=Fraction(100), due=START),)
)
EVIL = Student(key="s104", name='=HYPERLINK("http://x")', section="@lab")
PARTS = {"essay": Fraction(30), "style": Fraction(10)}


@pytest.fixture
def standings(tmp_path: object) -> list[Standing]:
    """Work out the grades of a class of three, one of whom has points pending."""
    with Gradebook(f"{tmp_path}/gradebook.sqlite", clock=Clock()) as book:
        book.add_students([ADA, LEI, EVIL])
        book.add_edition(EDITION)
        book.record(handed_in("s100", handed_in=START), result("x = 1\n"))
        book.record(
            handed_in("s102", handed_in=START), result("x = 2\n", checks={"a": "passed", "b": "pending"})
        )
        return work_out(book, POLICY, now=START + timedelta(days=1))


def test_spreadsheet_has_a_row_for_each_student_and_no_formula(standings: list[Standing]) -> None:
    content = write_csv(standings)
    assert content.startswith("\ufeff".encode())
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert [(row["name"], row["mlp"], row["mlp pending"]) for row in rows] == [
        ('\'=HYPERLINK("http://x")', "0", ""),
        ("Ada Lovelace", "66.67", ""),
        ("李雷", "50", "50"),
    ]
    assert rows[0]["section"] == "'@lab"
    assert ";66,67;" in write_csv(standings, decimal_comma=True).decode()


def test_json_has_exact_points_and_every_step(standings: list[Standing]) -> None:
    told = json.loads(write_json(standings))
    ada = told["students"][1]
    assert ada["assignments"]["mlp"]["points"] == {"shown": 66.67, "exact": "200/3"}
    assert ada["assignments"]["mlp"]["steps"][-1] == "Your grade is 66.67 of 100 points."
    assert "steps" not in json.loads(write_json(standings, explain=False))["students"][0]["course"]


def test_points_that_are_pending_do_not_go_out(standings: list[Standing]) -> None:
    grades = outgoing(standings, "mlp")
    assert [grades[key].points for key in ("s100", "s102", "s104")] == [Fraction(200, 3), None, 0]


def test_marks_are_read_by_name_or_identifier() -> None:
    text = "name;number;Essay;style;remark\nLovelace, Ada;;12,5;;Well argued.\n;s102;25/3;10;\nEvil;;;;\n"
    assert read_marks(text.encode(), "marks.csv", students=[ADA, LEI], parts=PARTS) == [
        Mark(student="s100", part="essay", points=Fraction(25, 2), reason="Well argued."),
        Mark(student="s102", part="essay", points=Fraction(25, 3)),
        Mark(student="s102", part="style", points=Fraction(10)),
    ]


def test_all_wrong_marks_are_told_with_their_lines() -> None:
    text = "number,essay\ns100,31\ns100,1\ns999,2\ns102,many\n"
    with pytest.raises(UsageError) as raised:
        read_marks(text.encode(), "marks.csv", students=[ADA, LEI], parts=PARTS)
    assert str(raised.value).splitlines() == [
        "marks.csv, line 2: `31` for essay is no number from 0 to 30.",
        "marks.csv, line 3: Ada Lovelace (s100) stands in line 2 too.",
        "marks.csv, line 4: the gradebook knows no student `s999, 2`.",
        "marks.csv, line 5: `many` for essay is no number from 0 to 30.",
        "Nothing was entered.",
    ]


@pytest.mark.parametrize("text", ["", "essay\n1\n", "number,grade\ns100,1\n", "number,essay\ns100,\n"])
def test_file_without_marks_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        read_marks(text.encode(), "marks.csv", students=[ADA], parts=PARTS)
