"""A class on its way: from the platform's download to the file that the platform takes back."""

from datetime import UTC, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from grader.cohort.intake import read_intake
from grader.cohort.placing import place
from grader.cohort.roster import parse_roster
from grader.gradebook.canvas import fill_canvas
from grader.gradebook.exports import outgoing
from grader.gradebook.moodle_worksheet import fill_moodle, moodle_numbers, pack_feedback
from grader.gradebook.opening import open_gradebook
from grader.gradebook.records import Recorded
from grader.gradebook.standing import work_out
from grader.model.policies import AssignmentPolicy, CoursePolicy
from tests.support.class_downloads import CANVAS, MOODLE, ROSTER, write_zip
from tests.support.gradebook_rows import EDITION, START, result

POLICY = CoursePolicy(
    assignments=(AssignmentPolicy(name="mlp", title="A network", possible=Fraction(100), due=START),)
)
CANVAS_EXPORT = (
    "Student,ID,Section,A network (77)\r\n    Points Possible,,,100\r\n"
    '"Lovelace, Ada",501,Lab 1,\r\nBlaise Pascal,502,Lab 1,\r\n李雷,503,Lab 2,\r\n'
)
MOODLE_EXPORT = (
    "Identifier,Full name,Grade,Last modified (grade)\n"
    "Participant 90003,Ada Lovelace,,-\nParticipant 90004,Blaise Pascal,,-\nParticipant 90005,李雷,,-\n"
)


@pytest.mark.parametrize("platform", ["canvas", "moodle"])
def test_download_comes_back_as_an_export_with_grades(tmp_path: Path, platform: str) -> None:
    source = write_zip(tmp_path / "download.zip", CANVAS if platform == "canvas" else MOODLE)
    roster = parse_roster(ROSTER.encode(), "roster.csv")
    intake = read_intake([source], zone=UTC, roster=roster)
    with open_gradebook(str(tmp_path / "gradebook.sqlite"), create=True) as book:
        keys = book.add_students([*(one.student for one in intake.matched), *intake.missing])
        book.add_edition(EDITION)
        outcomes = []
        for number, match in enumerate(intake.matched):
            folder = tmp_path / str(number)
            folder.mkdir()
            path = place(match.handed_in, folder)
            graded = result(path.read_text(encoding="utf-8"))
            submitted = match.submitted(key=keys[match.student.key], file=path.name)
            outcomes.append(book.record(submitted, graded))
            assert book.record(submitted, graded) is Recorded.UNCHANGED
        assert set(outcomes) == {Recorded.NEW}
        students = book.students()
        standings = work_out(book, POLICY, now=START + timedelta(days=1))
    grades = outgoing(standings, "mlp")
    if platform == "canvas":
        filled = fill_canvas(
            CANVAS_EXPORT.encode(),
            "g.csv",
            column="77",
            possible=Fraction(100),
            students=students,
            grades=grades,
        )
    else:
        worksheet = MOODLE_EXPORT.encode()
        filled = fill_moodle(worksheet, "w.csv", possible=Fraction(100), students=students, grades=grades)
        assert pack_feedback(
            {"s100": "Good."}, students, moodle_numbers(worksheet, "w.csv", students)
        ).startswith(b"PK")
    assert [one.after for one in filled.written] == ["66.67"] * 3
    assert not filled.unknown
    assert [one.key for one in filled.absent] == ["s103"]
