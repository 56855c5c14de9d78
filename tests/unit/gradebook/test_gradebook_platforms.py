"""What goes back to Canvas and Moodle: the instructor's own file, with grades in one column."""

import difflib
import io
import zipfile
from fractions import Fraction

import pytest

from grader.errors import UsageError
from grader.gradebook.canvas import fill_canvas
from grader.gradebook.filling import Filled, Outgoing
from grader.gradebook.moodle_worksheet import fill_moodle, moodle_numbers, pack_feedback
from grader.gradebook.students import Identifier, Student

ADA = Student(key="s100", name="Ada Lovelace", ids=(Identifier(kind="canvas", value="501"),))
LEI = Student(key="s102", name="李雷", ids=(Identifier(kind="email", value="lilei@example.edu"),))
GRACE = Student(key="s103", name="Grace Hopper")
CLASS = [ADA, LEI, GRACE]
GRADES = {"s100": Outgoing(points=Fraction(200, 3)), "s102": Outgoing(points=None, excused=True)}
CANVAS = (
    "\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Two-layer network (12345),Essay (678),Final Score\r\n"
    ",,,,,Manual Posting,,\r\n"
    "    Points Possible,,,,,100.0,10.0,(read only)\r\n"
    '"Lovelace, Ada",501,s100,ada,"Lab 1, Monday",,"9,5",12\r\n'
    "'=evil,502,s101,blaise,Lab 1,50.0,,\r\n"
    "李雷,503,,lilei@example.edu,Lab 2,,,\r\n"
    '"Student, Test",999,,,Lab 1,,,\r\n'
)
ENGLISH = (
    'Identifier,"Full name","Email address",Status,Grade,"Maximum grade","Grade can be changed",'
    '"Last modified (submission)","Last modified (grade)","Feedback comments"\n'
    '"Participant 90003","Ada Lovelace",ada@example.edu,"Submitted for grading",,100.00,Yes,"x","-",""\n'
    '"Participant 90005",李雷,lilei@example.edu,"No submission",,100.00,Yes,-,-,\n'
)
GERMAN = (
    "ID,Vollständiger Name,E-Mail-Adresse,Status,Bewertung,Höchstwert,Zuletzt geändert (Bewertung)\r\n"
    'Teilnehmer/in90003,Ada Lovelace,ada@example.edu,Abgegeben,"85,50","100,00",-\r\n'
    'Teilnehmer/in90005,李雷,lilei@example.edu,Abgegeben,,"100,00",-\r\n'
)


def into_canvas(text: str, **told: object) -> Filled:
    """Fill grades into an export of Canvas."""
    settings = {"column": "Two-layer network", "possible": Fraction(100), "grades": GRADES, **told}
    return fill_canvas(text.encode(), "grades.csv", students=CLASS, **settings)  # type: ignore[arg-type]


def into_moodle(text: str, **told: object) -> Filled:
    """Fill grades into a worksheet of Moodle."""
    grades = {
        "s100": Outgoing(points=Fraction(200, 3), comment="Good.\nRead on."),
        "s102": Outgoing(points=Fraction(7)),
    }
    settings = {"possible": Fraction(100), "grades": grades, **told}
    return fill_moodle(text.encode(), "worksheet.csv", students=CLASS, **settings)  # type: ignore[arg-type]


def changed(before: str, after: bytes) -> list[str]:
    """Return what was taken out and put in, character by character."""
    matcher = difflib.SequenceMatcher(None, before, after.decode(), autojunk=False)
    return [
        f"{before[a:b]}>{after.decode()[c:d]}"
        for kind, a, b, c, d in matcher.get_opcodes()
        if kind != "equal"
    ]


@pytest.mark.parametrize("column", ["Two-layer network", "12345", "Two-layer network (12345)"])
def test_canvas_gets_grades_in_one_column_and_nothing_else(column: str) -> None:
    filled = into_canvas(CANVAS, column=column)
    assert changed(CANVAS, filled.content) == [">66.67", ">EX"]
    assert [(one.student.key, one.line, one.after) for one in filled.written] == [
        ("s100", 4, "66.67"),
        ("s102", 6, "EX"),
    ]
    assert [(one.line, one.name) for one in filled.unknown] == [(5, "'=evil")]


def test_students_whom_the_export_does_not_list_are_named() -> None:
    grades = {**GRADES, "s103": Outgoing(points=Fraction(1))}
    assert into_canvas(CANVAS, grades=grades).absent == (GRACE,)


def test_points_are_scaled_only_when_asked() -> None:
    text = CANVAS.replace("100.0,10.0", "50.0,10.0")
    with pytest.raises(UsageError, match="worth 50 points there and 100 in the course"):
        into_canvas(text)
    assert changed(text, into_canvas(text, scale=True).content) == [">33.33", ">EX"]


@pytest.mark.parametrize(
    "text, column, says",
    [
        (CANVAS, "Network", "no column `Network`"),
        (CANVAS, "Final Score", "ignores the column"),
        (CANVAS.replace("Essay (678)", "Two-layer network (9)"), "Two-layer network", "more than one column"),
        (CANVAS.replace(",100.0,", ",(read only),"), "12345", "read only"),
        ("Name,Points\nAda,1\n", "Points", "no gradebook of Canvas"),
        ("", "x", "no gradebook of Canvas"),
    ],
)
def test_canvas_column_that_cannot_be_written_is_refused(text: str, column: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        into_canvas(text, column=column)


def test_semicolons_and_decimal_commas_of_canvas_are_kept() -> None:
    text = (
        "Student;ID;SIS Login ID;Section;Two-layer network (12345)\n"
        "    Points Possible;;;;100,0\n"
        "Lovelace, Ada;501;ada;Lab 1;"
    )
    assert changed(text, into_canvas(text).content) == [">66,67"]


def test_moodle_worksheet_gets_grades_and_comments() -> None:
    assert changed(ENGLISH, into_moodle(ENGLISH).content) == [">66.67", ">7"]
    with_comments = into_moodle(ENGLISH, comments="Feedback comments").content
    assert changed(ENGLISH, with_comments) == [">66.67", ">Good.\nRead on.", ">7"]


def test_moodle_worksheet_of_another_language_keeps_its_decimal_comma() -> None:
    filled = into_moodle(GERMAN)
    assert changed(GERMAN, filled.content) == ["85>66", "50>67", ">7"]
    assert b'"66,67"' in filled.content
    assert [one.before for one in filled.written] == ["85,50", ""]


def test_moodle_maximum_is_compared_since_moodle_passes_over_what_is_above() -> None:
    with pytest.raises(UsageError, match="worth 100 points there and 50 in the course"):
        into_moodle(GERMAN, possible=Fraction(50))
    with pytest.raises(UsageError, match="no grading worksheet"):
        into_moodle(CANVAS)
    with pytest.raises(UsageError, match="no column `Points`"):
        into_moodle(ENGLISH, column="Points")


def test_feedback_is_packed_as_moodle_reads_it() -> None:
    students = [Student(key="s100", name="Ada_King / Lovelace"), LEI]
    worksheet = GERMAN.replace("Ada Lovelace", "Ada_King / Lovelace").encode()
    numbers = moodle_numbers(worksheet, "worksheet.csv", students)
    assert numbers == {"s100": "90003", "s102": "90005"}
    packed = pack_feedback({"s100": "<p>Good</p>", "s102": "<p>好</p>"}, students, numbers)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        names = archive.namelist()
        assert archive.read(names[1]).decode() == "<p>好</p>"
    assert names == [
        "Ada King Lovelace_90003_assignsubmission_file_/feedback.html",
        "李雷_90005_assignsubmission_file_/feedback.html",
    ]
    for name in names:
        # Moodle's own reading: five pieces between underscores, the second of them the participant.
        pieces = name.split("/")[0].split("_", 4)
        assert pieces[1:] in [
            ["90003", "assignsubmission", "file", ""],
            ["90005", "assignsubmission", "file", ""],
        ]


def test_feedback_without_moodles_number_is_refused() -> None:
    with pytest.raises(UsageError, match="number is not known of s103"):
        pack_feedback({"s103": "x"}, CLASS, {})
    with pytest.raises(UsageError, match="passes over"):
        pack_feedback({}, CLASS, {}, file=".feedback")
