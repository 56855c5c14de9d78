"""A course outside backpropagation, of one assignment: mean, variance, median, and an account that raises."""

from pathlib import Path

from grader.authoring.exercises import write_exercises
from grader.course import load_course
from grader.model.assignment import Course
from tests.support.small_suites import write

__all__ = ["CATALOGUE", "HIDDEN", "MANIFEST", "SOLUTION", "STUB", "VISIBLE", "statistics_course"]

MANIFEST = "assignments.yaml"
SOLUTION = "solutions/statistics.py"
STUB = "exercises/statistics.py"
VISIBLE = "suites/statistics/visible/test_statistics.py"
HIDDEN = "suites/statistics/hidden/test_more_statistics.py"
CATALOGUE = "suites/statistics/misconceptions.toml"

_FILES = {
    MANIFEST: """\
course: {name: Statistics by hand, version: "1"}
assignments:
  - name: statistics
    title: Statistics
    due: 2026-11-06T23:59:00+01:00
    files: {stub: exercises/statistics.py, solution: solutions/statistics.py, suite: suites/statistics}
    given: [describe]
    parts:
      - {name: location, title: Where the numbers lie, points: 40}
      - {name: spread, title: How far they spread, points: 20}
      - {name: account, title: An account, points: 40}
""",
    SOLUTION: '''\
"""Statistics of a few numbers, and an account."""


def describe(xs):
    """Say how many numbers there are; you are given this one."""
    return f"{len(xs)} numbers"


def mean(xs):
    """Compute the mean of numbers."""
    # BEGIN SOLUTION
    if not xs:
        raise ValueError("no numbers")
    return sum(xs) / len(xs)
    # END SOLUTION


def variance(xs):
    """Compute the mean squared distance from the mean."""
    ## BEGIN SOLUTION
    middle = mean(xs)
    return sum((x - middle) ** 2 for x in xs) / len(xs)
    # END SOLUTION


def median(xs):
    """Find the middle number, or the mean of the two in the middle."""
    # BEGIN SOLUTION
    ordered = sorted(xs)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
    # END SOLUTION


class Account:
    """An account that cannot be overdrawn."""

    def __init__(self, balance):
        # BEGIN SOLUTION
        self.balance = balance
        # END SOLUTION

    def withdraw(self, amount):
        """Take money out; raises ValueError if there is too little."""
        # BEGIN SOLUTION
        if amount > self.balance:
            raise ValueError("too little money")
        self.balance -= amount
        # END SOLUTION
''',
    "suites/statistics/conftest.py": '''\
"""What both suites share."""

import pytest

from grader.suite.api import Raised


@pytest.fixture
def error_of():
    """Name the exception that a call ends with; empty if it returns."""

    def call(function, *arguments):
        try:
            function(*arguments)
        except Raised as raised:
            return raised.exception
        return ""

    return call
''',
    VISIBLE: '''\
"""What students can run themselves."""

import pytest


@pytest.mark.part("location", hint="Divide by how many there are.")
def test_mean(submission, expect):
    """The mean."""
    assert submission.describe([1.0]) == "1 numbers"
    expect(submission.mean([1.0, 2.0, 6.0]), 3.0, "mean")


@pytest.mark.part("location", hint="Sort first.")
def test_median(submission, expect):
    """The median of an odd number."""
    expect(submission.median([5.0, 1.0, 2.0]), 2.0, "median")


@pytest.mark.part("spread", hint="Square the distances.")
def test_variance(submission, expect):
    """The variance."""
    expect(submission.variance([1.0, 3.0, 5.0]), 8 / 3, "variance")


@pytest.mark.part("account")
def test_withdraw(submission, expect):
    """What is left."""
    account = submission.Account(10)
    account.withdraw(4)
    expect(account.balance, 6, "balance")
''',
    HIDDEN: '''\
"""What students cannot see."""

import pytest


@pytest.mark.part("location", hint="What lies in the middle of four?")
def test_even_median(submission, expect):
    """The median of an even number."""
    expect(submission.median([4.0, 1.0, 3.0, 2.0]), 2.5, "median")


@pytest.mark.part("location")
def test_no_numbers(submission, expect, error_of):
    """The mean of no numbers."""
    expect(error_of(submission.mean, []), "ValueError", "exception")


@pytest.mark.part("account")
def test_overdrawn(submission, expect, error_of):
    """Too little money."""
    expect(error_of(submission.Account(10).withdraw, 11), "ValueError", "exception")
''',
    CATALOGUE: """\
[spread.divided-by-one-less]
mistake = "The squares are divided by one less than there are."
advice = "How many squares do you average?"
see = "spread"
edits = [{ find = 'for x in xs) / len(xs)', becomes = 'for x in xs) / (len(xs) - 1)' }]
""",
}


def statistics_course(folder: Path) -> Course:
    """Make the course in an empty folder: recorded, published and in order."""
    # What records mistakes runs the suite, which tests that only read the files do without.
    from grader.authoring.recorded_mistakes import record_mistakes

    for name, text in _FILES.items():
        write(folder / name, text)
    course = load_course(folder)
    write_exercises(course)
    record_mistakes(course.assignments[0])
    return course
