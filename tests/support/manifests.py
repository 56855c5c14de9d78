"""A small good manifest for tests to break, and the problems that come of it."""

from pathlib import Path

import pytest

from grader.course import load_course
from grader.errors import ManifestFault

GOOD = """\
course:
  name: A course
  version: "1"
assignments:
  - name: one
    title: One
    due: 2026-11-06T23:59:00+01:00
    files:
      stub: one.py
      suite: suites/one
    limits: {memory_mb: 512}
    tolerances: {rtol: 1.0e-6}
    reveal: hint
    parts:
      - {name: first, title: First, points: 40}
      - {name: last, title: Last, points: 60}
"""


def course_in(root: Path) -> Path:
    """Make a course folder of the good manifest and the files it names; return the folder."""
    (root / "suites/one/visible").mkdir(parents=True)
    (root / "one.py").touch()
    (root / "assignments.yaml").write_text(GOOD, encoding="utf-8")
    return root


def problems_of(course: Path, text: str | bytes) -> list[str]:
    """Load a manifest and give its problems, without the name of the file."""
    raw = text.encode("utf-8") if isinstance(text, str) else text
    (course / "assignments.yaml").write_bytes(raw)
    with pytest.raises(ManifestFault) as caught:
        load_course(course)
    assert caught.value.message.split("\n") == [str(one) for one in caught.value.problems]
    return [f"{one.line}:{one.column}: {one.message}" for one in caught.value.problems]


def changed(old: str, new: str) -> str:
    """Change one place of the good manifest."""
    assert GOOD.count(old) == 1, old
    return GOOD.replace(old, new)
