"""What a command pays for, where the gradebook is, and files of feedback."""

import subprocess
import sys
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.gradebook.feedback import feedback_name, write_feedback
from grader.gradebook.opening import gradebook_place, open_gradebook
from grader.gradebook.students import Student
from tests.support.documents import ROOT
from tests.support.gradebook_rows import ADA, LEI

WITHOUT_DATABASE = [
    "grader.cohort.downloads",
    "grader.cohort.intake",
    "grader.cohort.intake_table",
    "grader.cohort.placing",
    "grader.cohort.roster",
    "grader.cohort.times",
    "grader.gradebook.canvas",
    "grader.gradebook.course_grades",
    "grader.gradebook.feedback",
    "grader.gradebook.grades",
    "grader.gradebook.marks",
    "grader.gradebook.moodle_worksheet",
    "grader.gradebook.opening",
    "grader.model.policies",
]


def run(code: str) -> str:
    """Run code in a fresh interpreter and return what it printed."""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_only_the_store_imports_a_database_and_only_a_migration_imports_alembic() -> None:
    imports = "".join(f"import {name}\n" for name in WITHOUT_DATABASE)
    assert (
        run(f"import sys\n{imports}print('sqlalchemy' in sys.modules, 'yaml' in sys.modules)")
        == "False False"
    )
    assert run("import sys, grader.gradebook.standing\nprint('alembic' in sys.modules)") == "False"


def test_missing_library_is_told_with_what_to_install() -> None:
    code = """
import sys
sys.modules["sqlalchemy"] = None
from grader.errors import UsageError
from grader.gradebook.opening import open_gradebook
try:
    open_gradebook("gradebook.sqlite")
except UsageError as error:
    print(error)
"""
    assert run(code).splitlines() == [
        "A gradebook needs sqlalchemy, which is not installed.",
        "Install it with: pip install 'backprop-grader[class]'",
    ]


def test_gradebook_is_beside_the_manifest_unless_named(tmp_path: Path) -> None:
    beside = str(tmp_path / "gradebook.sqlite")
    assert gradebook_place(tmp_path, {}) == beside
    assert gradebook_place(tmp_path, {"GRADE_GRADEBOOK": "postgresql://db/x"}) == "postgresql://db/x"
    assert gradebook_place(tmp_path, {"GRADE_GRADEBOOK": "x"}, "named.sqlite") == "named.sqlite"
    with pytest.raises(UsageError, match="There is no gradebook"):
        open_gradebook(beside)
    open_gradebook(beside, create=True).close()
    assert Path(beside).is_file()


def test_each_student_gets_a_file_of_their_own(tmp_path: Path) -> None:
    evil = Student(key="../../etc", name="../x\n<y>")
    written = write_feedback(
        tmp_path, {"s100": "Good.", "s102": "好", "../../etc": "?"}, [ADA, LEI, evil], ".txt"
    )
    assert [one.name for one in written] == ["Ada-Lovelace-s100.txt", "李雷-s102.txt", "x-y-..-..-etc.txt"]
    assert all(one.parent == tmp_path for one in written)
    assert written[1].read_text(encoding="utf-8") == "好"
    assert feedback_name(Student(key="", name="nul")) == "_nul"
