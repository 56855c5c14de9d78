"""A course of one small assignment with a part graded by hand, and what a class handed in for it."""

from pathlib import Path

from tests.support.class_downloads import ROSTER, write_zip
from tests.support.manifests import GOOD, course_in
from tests.support.small_suites import write

__all__ = ["CHECK", "HANDED_IN", "class_course", "course_with_essay"]

CHECK = """
import pytest

@pytest.mark.part("first")
def test_answer(submission):
    assert submission.answer() == 42
"""
HANDED_IN = {
    "lovelaceada_501_90001_one.py": "def answer(): return 42\n",
    "pascalblaise_LATE_502_90002_one-2.py": "def answer(): return 41\n",
    "李雷_503_90003_one.py": "def answer( return\n",
    "nobody_599_90004_one.py": "def answer(): return 42\n",
}


def course_with_essay(folder: Path, graded: str = "by-hand") -> Path:
    """Make a course whose part `first` has checks, and whose part `last` has none."""
    course = course_in(folder)
    manifest = GOOD.replace("points: 60}", f"points: 60, graded: {graded}}}")
    (course / "assignments.yaml").write_text(manifest, encoding="utf-8")
    suite = course / "suites" / "one"
    write(suite / "visible" / "test_visible.py", CHECK)
    write(suite / "hidden" / "test_hidden.py", CHECK.replace("() == 42", "() * 1000 == 42_000"))
    write(course / "one.py", "def answer(): return 42")
    return course


def class_course(folder: Path) -> Path:
    """Make the course with `roster.csv` and `handed-in.zip`, as Canvas gives it, beside the manifest."""
    folder.mkdir(exist_ok=True)
    course = course_with_essay(folder)
    write_zip(course / "handed-in.zip", HANDED_IN)
    (course / "roster.csv").write_text(ROSTER, encoding="utf-8")
    return course
