"""`grade gradebook`: every change is shown before it is applied, and everything can be handed back."""

import csv
import io
import json
import shutil
import zipfile
from pathlib import Path

import pytest

from tests.support.class_course import class_course
from tests.support.command import Result, grade, grade_here

WHY = ("--reason", "Agreed in class.", "--author", "Prof. Noether")
CANVAS = (
    "Student,ID,Section,One (77)\r\n    Points Possible,,,100\r\n"
    '"Lovelace, Ada",501,Lab 1,\r\nBlaise Pascal,502,Lab 1,\r\nJoan Clarke,599,Lab 2,\r\n'
)
MOODLE = (
    "Identifier,Full name,Email address,Grade,Maximum grade,Last modified (grade)\n"
    "Participant 90003,Ada Lovelace,ada@example.edu,,100.00,-\n"
    "Participant 90004,Blaise Pascal,blaise@example.edu,,100.00,-\n"
    "Participant 90005,李雷,lilei@example.edu,,100.00,-\n"
)


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a course whose class is graded."""
    folder = class_course(tmp_path_factory.mktemp("graded") / "course")
    done = grade("class", "one", "handed-in.zip", "--roster", "roster.csv", "--zone", "UTC", cwd=folder)
    assert done.status == 0, done.err
    return folder


@pytest.fixture
def course(graded: Path, tmp_path: Path) -> Path:
    """Copy the graded course, to be changed by a test."""
    return shutil.copytree(graded, tmp_path / "course")


def book(course: Path, *words: str, status: int = 0) -> Result:
    done = grade_here("gradebook", *words, cwd=course)
    assert done.status == status, done.out + done.err
    return done


def points(course: Path) -> dict[str, str | None]:
    students = json.loads(book(course, "show", "--json").out)["students"]
    return {
        one["student"]: (found := one["assignments"]["one"]["points"]) and found["exact"] for one in students
    }


START = {"s100": "40", "s101": "0", "s102": "0", "s103": "0"}


def test_class_is_shown_with_names_in_any_script(graded: Path) -> None:
    assert points(graded) == START
    shown = book(graded, "show").out.splitlines()
    assert shown[0].split() == ["student", "name", "section", "one", "course", "%"]
    assert shown[1].split() == ["s100", "Ada", "Lovelace", "Lab", "1", "40", "40"]
    assert len(book(graded, "show", "--section", "Lab 2").out.splitlines()) == 3
    assert "no attempt" in book(graded, "show", "one").out


@pytest.mark.parametrize(
    "words, change, after",
    [
        (("adjust", "one", "ada", "-2.5"), "40   37.5    -2.5", {"s100": "75/2"}),
        (("adjust", "one", "Blaise Pascal", "25/3"), "0   8.33   +8.33", {"s101": "25/3"}),
        (("mark", "one", "s100", "last", "50"), "40     90     +50", {"s100": "90"}),
        (("excuse", "one", "ada@example.edu"), "40      -", {"s100": None}),
        (
            ("exclude", "one", "visible/test_visible.py::test_answer", "--for-all"),
            "0     20     +20",
            {"s101": "20"},
        ),
        (
            ("exclude", "one", "visible/test_visible.py::test_answer", "--for-nobody"),
            "Nobody's points change.",
            {},
        ),
    ],
)
def test_correction_is_shown_applied_and_taken_back(
    course: Path, words: tuple[str, ...], change: str, after: dict[str, str | None]
) -> None:
    asked = book(course, *words, *WHY, status=2)
    assert change in asked.out
    assert "Cannot ask for confirmation: standard input is not a terminal.\nUse --yes." in asked.err
    assert points(course) == START
    applied = book(course, *words, *WHY, "--yes")
    assert change in applied.out
    assert "Correction 1 is applied. `grade gradebook undo 1` takes it back." in applied.out
    assert points(course) == {**START, **after}
    assert "Prof. Noether" in book(course, "history").out
    book(course, "undo", "1", "--reason", "A mistake.", "--yes")
    assert points(course) == START
    assert "taken back by" in book(course, "history").out
    again = book(course, "undo", "1", "--reason", "Twice.", "--yes", status=2)
    assert "Correction 1 was taken back" in again.err


def test_extension_takes_lateness_back(course: Path) -> None:
    manifest = (course / "assignments.yaml").read_text(encoding="utf-8")
    # The zip's times are not trusted, so nothing is late; an extension is told to the student all the same.
    (course / "assignments.yaml").write_text(manifest.replace("due: 2026-11-06", "due: 2026-11-19"), "utf-8")
    done = book(course, "extend", "one", "ada", "--until", "2026-11-21T12:00", "--zone", "UTC", *WHY, "--yes")
    assert "Extend one until 2026-11-21 12:00 for Ada Lovelace (s100):" in done.out
    told = book(course, "policy", "ada", "one", "--zone", "UTC").text
    assert "You were given until 2026-11-21 12:00: Agreed in class." in told
    section = book(course, "extend", "one", "--section", "Lab 2", "--until", "2026-11-22", *WHY, "--yes")
    assert "Correction 2 is applied." in section.out


def test_policy_explains_every_step_to_the_student(graded: Path) -> None:
    told = book(graded, "policy", "ada", "--zone", "UTC").text
    assert "Your attempt earned 40 of 40 points." in told
    assert "Part `last` is graded by hand and has no mark yet. Still open: 60 points." in told
    assert "Your course grade is 40 %." in told
    steps = json.loads(book(graded, "policy", "ada", "one", "--json").out)["assignments"]["one"]
    assert steps[-1] == "Your grade is 40 of 100 points."


def test_history_shows_an_attempt_with_its_checks(graded: Path) -> None:
    told = book(graded, "history", "s101", "--checks", "--zone", "UTC").text
    assert "one.py, handed in 2026-11-20 18:30: 0 points" in told
    assert "wrong visible/test_visible.py::test_answer" in told
    assert "isolation L" in told
    (attempt,) = json.loads(book(graded, "history", "s101", "--json").out)["attempts"]
    assert attempt["checks"]["hidden/test_hidden.py::test_answer"] == "wrong"


def test_marks_of_a_class_are_imported_whole_or_not_at_all(course: Path) -> None:
    marks = course / "marks.csv"
    marks.write_text("email,last,remark\nada@example.edu,50,Fine.\nlilei@example.edu,\n", encoding="utf-8")
    done = book(course, "import", "one", "marks.csv", "--yes", "--author", "Lab")
    assert "40     90     +50" in done.out
    assert points(course)["s100"] == "90"
    marks.write_text("email,last\nada@example.edu,70\nwho@example.edu,1\n", encoding="utf-8")
    refused = book(course, "import", "one", "marks.csv", "--yes", status=2)
    assert "line 2: `70` for last is no number from 0 to 60." in refused.err
    assert "line 3: the gradebook knows no student `who@example.edu, 1`." in refused.err
    assert points(course)["s100"] == "90"


def test_tables_hold_the_whole_class(course: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(book(course, "export").out)))
    assert [row["one"] for row in rows] == ["40", "0", "0", "0"]
    assert [row["one pending"] for row in rows] == ["60", "60", "", "60"]
    book(course, "export", "--decimal-comma", "--to", "grades.csv")
    assert (course / "grades.csv").read_bytes().startswith(b"\xef\xbb\xbfstudent;name;")
    exact = json.loads(book(course, "export", "one", "--format", "json").out)["students"][0]
    assert exact["assignments"]["one"]["steps"]


def finished(course: Path) -> Path:
    """Give everyone a mark, so that no grade is pending."""
    marks = "email,last\nada@example.edu,50\nblaise@example.edu,7.5\nlilei@example.edu,0\n"
    (course / "marks.csv").write_text(marks, encoding="utf-8")
    book(course, "import", "one", "marks.csv", "--yes")
    return course


def test_canvas_takes_its_own_export_back(course: Path) -> None:
    (course / "canvas.csv").write_text(CANVAS, encoding="utf-8", newline="")
    early = book(course, "export", "one", "--format", "canvas", "--fill", "canvas.csv", "--to", "up.csv")
    assert "Not written, since they are pending or not due yet: 3" in early.out
    assert (course / "up.csv").read_bytes() == CANVAS.encode()
    finished(course)
    done = book(course, "export", "one", "--format", "canvas", "--fill", "canvas.csv", "--to", "up.csv")
    assert "2 grades, 2 of them new or changed" in done.out
    assert "the gradebook knows no student Joan Clarke" in done.out
    assert "Not in the file: Grace Hopper (s103)" in done.out
    filled = CANVAS.replace("501,Lab 1,", "501,Lab 1,90").replace("502,Lab 1,", "502,Lab 1,7.5")
    assert (course / "up.csv").read_bytes() == filled.encode()


def test_moodle_takes_its_own_worksheet_and_the_feedback_back(course: Path) -> None:
    finished(course)
    (course / "moodle.csv").write_text(MOODLE, encoding="utf-8", newline="")
    book(course, "export", "one", "--format", "moodle", "--fill", "moodle.csv", "--to", "up.csv")
    assert "ada@example.edu,90,100.00" in (course / "up.csv").read_text(encoding="utf-8")
    book(course, "export", "one", "--format", "moodle-feedback", "--fill", "moodle.csv", "--to", "up.zip")
    with zipfile.ZipFile(course / "up.zip") as packed:
        assert "Ada Lovelace_90003_assignsubmission_file_/feedback.html" in packed.namelist()


def test_feedback_tells_each_student_what_counts_and_nothing_hidden(course: Path) -> None:
    book(course, "export", "one", "--format", "feedback", "--to", "feedback")
    files = sorted(path.name for path in (course / "feedback").iterdir())
    assert len(files) == 6
    text = (course / "feedback" / "Blaise-Pascal-s101.txt").read_text(encoding="utf-8")
    page = (course / "feedback" / "Blaise-Pascal-s101.html").read_text(encoding="utf-8")
    for told in (" ".join(text.split()), " ".join(page.split())):
        assert "Your grade is 0 of 100 points." in told
        assert "The result is not right." in told
        assert "42000" not in told
    broken = (course / "feedback" / "李雷-s102.txt").read_text(encoding="utf-8")
    assert "not valid Python" in broken


def test_gradebook_is_checked_for_damage(graded: Path) -> None:
    assert "The gradebook is whole." in book(graded, "check").out
    assert json.loads(book(graded, "check", "--json").out)["rows"]["students"] == 4


@pytest.mark.parametrize(
    "words, told",
    [
        (("adjust", "one", "nobody", "1", *WHY), "The gradebook knows no student `nobody`."),
        (("adjust", "two", "ada", "1", *WHY), "This course has no assignment named 'two'."),
        (("adjust", "one", "ada", "much", *WHY), "'much' is not a number of points, such as 2.5 or 25/3."),
        (("adjust", "one", "ada", "0", *WHY, "--yes"), "An adjustment by 0 points changes nothing."),
        (("adjust", "one", "ada", "1"), "Missing option '--reason'"),
        (("mark", "one", "ada", "first", "1", *WHY, "--yes"), "no part `first` that is graded by hand"),
        (("mark", "one", "ada", "last", "61", *WHY, "--yes"), "61 points for `last`, which is worth 60"),
        (("exclude", "one", "a", "--for-all", *WHY, "--yes"), "No attempt of one was graded by a check `a`."),
        (("exclude", "one", "a", *WHY), "What becomes of the check is not said."),
        (("extend", "one", "ada", "--until", "soon", *WHY), "`soon` is no time."),
        (("extend", "one", "--until", "2026-12-01", *WHY), "for one student or for one section"),
        (("extend", "one", "--section", "Lab 9", "--until", "2026-12-01", *WHY), "There are: Lab 1, Lab 2."),
        (("regrade", "one", *WHY, "--yes"), "No attempt of one has another result"),
        (("undo", "9", *WHY, "--yes"), "There is no correction 9."),
        (("export", "one", "--format", "canvas", "--to", "x"), "Export the gradebook from Canvas"),
        (("export", "--format", "feedback"), "needs an assignment and a place to write to"),
        (("show", "--gradebook", "gone.sqlite"), "There is no gradebook gone.sqlite."),
    ],
)
def test_mistake_is_told_and_changes_nothing(graded: Path, words: tuple[str, ...], told: str) -> None:
    done = book(graded, *words, status=2)
    assert told in " ".join(done.err.split())
    assert "Traceback" not in done.err
    assert book(graded, "history").out == "No corrections.\n"


def test_another_gradebook_is_named_by_the_environment(graded: Path, tmp_path: Path) -> None:
    shutil.copy(graded / "gradebook.sqlite", tmp_path / "other.sqlite")
    env = {"GRADE_GRADEBOOK": str(tmp_path / "other.sqlite")}
    assert "other.sqlite: 4 students" in grade("gradebook", "check", cwd=graded, env=env).out
