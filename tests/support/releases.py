"""A course of one small assignment, whose release is made and proven in seconds."""

import textwrap
from dataclasses import replace
from pathlib import Path

import numpy as np

from grader.authoring.recorded_mistakes import record_mistakes
from grader.course import load_course
from grader.model.assignment import Course
from grader.oracle.recordings import (
    Recording,
    Recordings,
    pack_entry,
    pack_recording,
    unpack_recording,
    write_index,
)
from tests.support.small_suites import record, write

__all__ = ["small_course"]

_MANIFEST = """
course: {name: A small course, version: "1"}
assignments:
  - name: squares
    title: Squares
    due: 2026-11-06T23:59:00+01:00
    files:
      stub: exercises/squares.py
      solution: solutions/squares.py
      handout: solutions/squares.md
      suite: tests/suites/squares
    parts:
      - {name: forward, title: The value, points: 40}
      - {name: backward, title: The slope, points: 60}
"""
_SOLUTION = '''
"""The square of a number, and its slope."""


def forward(x):
    """Compute x squared."""
    # BEGIN SOLUTION
    squared = x * x
    return squared
    # END SOLUTION


def backward(x, upstream):
    """Compute the slope, times what reaches it from behind."""
    # BEGIN SOLUTION
    local_slope = 2 * x
    return upstream * local_slope
    # END SOLUTION
'''
_MISCONCEPTIONS = '''
[backward.slope-of-a-cube]
mistake = "The slope is that of a cube."
advice = """
How fast does an area grow with its side?
Look at x = 1 and at x = 2.
Both say it."""
see = "squares"
edits = [{ find = 'local_slope = 2 * x', becomes = 'local_slope = 3 * x ** 2 / 17' }]
'''
_VISIBLE = '''
import pytest

from grader.suite.api import Expect, Oracle, SubmissionProxy


@pytest.mark.part("forward")
def test_three(submission: SubmissionProxy, expect: Expect) -> None:
    """Three squared."""
    expect(submission.forward(3.0), 9.0, "y")


@pytest.mark.part("backward")
def test_slope(submission: SubmissionProxy, expect: Expect, oracle: Oracle) -> None:
    """The slope at a recorded place."""
    c = oracle("seen")
    expect(submission.backward(c.inputs["x"], 1.0), 2 * c.inputs["x"], "x")
'''
_HIDDEN = '''
import pytest

from grader.suite.api import Expect, Oracle, SubmissionProxy


@pytest.mark.part("backward")
def test_upstream_is_taken_into_account(submission: SubmissionProxy, expect: Expect, oracle: Oracle) -> None:
    """The slope with another upstream gradient."""
    unseen = oracle("unseen").inputs["x"]
    expect(submission.backward(unseen, upstream=7.5), 15.0 * unseen, "x")
'''


def small_course(root: Path) -> Course:
    """Write the course to a folder and load it."""
    write(root / "assignments.yaml", _MANIFEST)
    write(root / "solutions" / "squares.py", _SOLUTION)
    write(root / "solutions" / "squares.md", "# Squares\n\nThree squared is {{ solution.forward(3) }}.\n")
    suite = root / "tests" / "suites" / "squares"
    write(suite / "conftest.py", '"""Nothing is shared."""\n')
    write(suite / "models.py", "def power_with_torch(tape, x):\n    return tape.watch('x', x) ** 2\n")
    write(suite / "misconceptions.toml", _MISCONCEPTIONS)
    write(suite / "visible" / "test_visible.py", textwrap.dedent(_VISIBLE))
    write(suite / "visible" / "oracle.py", "SEEN_MARGIN = 0.125 * 3\n")
    write(suite / "hidden" / "test_hidden.py", textwrap.dedent(_HIDDEN))
    write(suite / "hidden" / "oracle.py", "UNSEEN_MARGIN = 0.125 * 5\n")
    for folder, case in (("visible", "seen"), ("hidden", "unseen")):
        path = record(suite / folder, case, 64)
        path.write_bytes(pack_recording(_drawn(unpack_recording(path.read_bytes(), path.name))))
        write_index(Recordings(suite / folder), [case])
    course = load_course(root)
    record_mistakes(course.assignments[0])
    return course


def _drawn(recording: Recording) -> Recording:
    """Give a recording other inputs, which no other one has."""
    rng = np.random.default_rng([*recording.name.encode()])
    entries = {
        seed: pack_entry({"x": rng.normal()}, {"y": rng.normal(size=9)}, {}) for seed in recording.entries
    }
    return replace(recording, entries=entries)
