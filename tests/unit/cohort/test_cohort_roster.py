"""Rosters as platforms and people write them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.cohort.roster import parse_roster, read_roster
from grader.errors import UsageError
from grader.gradebook.students import Directory, Identifier, Student, normalise_name

CANVAS_EXPORT = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Essay (123)\r\n"
    ",,,,,Manual Posting\r\n"
    "    Points Possible,,,,,10\r\n"
    '"Lovelace, Ada",501,s1,ada,Lab 1,\r\n'
    '"Student, Test",999,,,Lab 1,\r\n'
)
MOODLE_EXPORT = (
    "\ufeffVorname,Nachname,ID-Nummer,E-Mail-Adresse\n"
    "李,雷,s2,lilei@example.edu\n"
    "Özlem,Çelik,,oz@example.edu\n"
)


def test_canvas_export_is_a_roster() -> None:
    (ada,) = parse_roster(CANVAS_EXPORT.encode(), "grades.csv")
    assert (ada.key, ada.name, ada.sortable, ada.section) == ("s1", "Ada Lovelace", "Lovelace, Ada", "Lab 1")
    assert [(one.kind, one.value) for one in ada.ids] == [
        ("canvas", "501"),
        ("number", "s1"),
        ("login", "ada"),
    ]


def test_moodle_export_with_semicolons_and_first_and_last_names_is_a_roster() -> None:
    for delimiter in ",;\t":
        students = parse_roster(MOODLE_EXPORT.replace(",", delimiter).encode(), "m.csv")
        assert [one.name for one in students] == ["李 雷", "Özlem Çelik"]
        assert [one.key for one in students] == ["s2", "oz@example.edu"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb2312"])
def test_names_are_read_in_any_script_and_encoding(encoding: str) -> None:
    students = parse_roster("name,email\n李雷,a@example.edu\n".encode(encoding), "r.csv")
    assert students[0].name == "李雷"


def test_all_problems_are_told_with_their_lines() -> None:
    text = "name,id\nAda,s1\n,\n,\n\nBlaise,s2\nCarl,S1\n,  \nLovelace, Ada,s3\nDora,\nDora,\n"
    with pytest.raises(UsageError) as raised:
        parse_roster(text.encode(), "roster.csv")
    assert str(raised.value).splitlines()[:-1] == [
        "roster.csv, line 7: the number `s1` stands in line 2 too.",
        (
            "roster.csv, line 9: 3 cells, where the header has 2; a text with `,` in it must stand between "
            "quotes."
        ),
        "roster.csv, line 11: the name `dora` stands in line 10 too.",
    ]


@pytest.mark.parametrize(
    "text, says",
    [("", "is empty"), ("a,b\n1,2\n", "no column names a student"), ("name,id\n", "names no student")],
)
def test_file_that_is_no_roster_is_refused_with_what_is_expected(text: str, says: str) -> None:
    with pytest.raises(UsageError, match=says) as raised:
        parse_roster(text.encode(), "roster.csv")
    assert "first line names the columns" in str(raised.value)


def test_roster_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no roster"):
        read_roster(tmp_path / "roster.csv")


def test_identifiers_come_before_names_and_ignore_case_and_width() -> None:
    ada = Student(key="s1", name="Ada Lovelace", ids=(Identifier(kind="email", value="Ada@Example.edu"),))
    other = Student(key="s2", name="ada@example.edu")
    found = Directory([other, ada]).find(
        [Identifier(kind="email", value="\uff41da@example.EDU ")], ["ada@example.edu"]
    )
    assert (found.student, found.by) == (ada, "email")


def test_two_of_one_name_are_candidates_and_nobody_is_chosen() -> None:
    both = [Student(key=key, name="Wang Wei") for key in ("s1", "s2")]
    found = Directory(both).find(names=["wang  WEI"])
    assert found.student is None
    assert [one.key for one in found.candidates] == ["s1", "s2"]


@given(*[st.text(st.characters(exclude_categories=["P", "S"]))] * 2)
def test_last_comma_first_equals_first_last(first: str, last: str) -> None:
    assert normalise_name(f"{last}, {first}") == normalise_name(f"{first} {last}")


@given(st.text())
def test_normalising_twice_changes_nothing(name: str) -> None:
    once = normalise_name(name)
    assert normalise_name(once) == once


@given(st.lists(st.sampled_from(["Ada", "Lovelace", "李", "雷", "O'Brien", "Özlem", "हिन्दी"]), min_size=1))
def test_everybody_is_found_by_their_own_name(words: list[str]) -> None:
    student = Student(key="s1", name=" ".join(words))
    assert Directory([student]).find(names=[student.name.upper()]).student == student
