"""Two courses of one small assignment: a sound suite, and one with every fault that an audit finds."""

from pathlib import Path

from tests.support.small_suites import record, write

__all__ = ["catalogue_entry", "sloppy_course", "sound_course"]

_MANIFEST = """\
course: {name: Small, version: "1"}
assignments:
  - name: small
    title: Small
    due: 2026-11-06T23:59:00+01:00
    files: {stub: exercises/small.py, solution: solutions/small.py, suite: suites/small}
    parts:
      - {name: double, title: Double, points: 50}
      - {name: shift, title: Shift, points: 50}
"""

_STUB = """\
LIMIT = 5

def double(x):
    raise NotImplementedError

def shift(x):
    raise NotImplementedError

def both(x):
    raise NotImplementedError
"""

_SOLUTION = """\
LIMIT = 5

def double(x):
    # BEGIN SOLUTION
    return 2 * x
    # END SOLUTION

def shift(x):
    # BEGIN SOLUTION
    return x + 1
    # END SOLUTION

def both(x):
    # BEGIN SOLUTION
    return shift(double(x))
    # END SOLUTION
"""

_SOUND_CHECKS = """\
@pytest.mark.part("double")
@pytest.mark.parametrize("x", [3.0, -5.0])
def test_double(submission, expect, x):
    expect(submission.double(x), 2 * x, "double")

@pytest.mark.part("shift")
@pytest.mark.parametrize("x", [3.0, -5.0])
def test_shift(submission, expect, x):
    expect(submission.shift(x), x + 1, "shift")

@pytest.mark.part("shift")
def test_both(submission, expect):
    submission.assume("double", {"x": 4.0}, returns=8.0)
    expect(submission.both(4.0), 9.0, "both")
"""

_SLOPPY_CHECKS = """\
@pytest.mark.part("double")
def test_double(submission, expect):
    expect(submission.double(3.0), 6.0, "double")

@pytest.mark.part("double")
def test_not_none(submission):
    assert submission.double(3.0) is not None

@pytest.mark.part("double")
def test_limit(submission, expect):
    expect(submission.LIMIT, 5, "limit")

@pytest.mark.part("shift")
def test_shift(submission, expect):
    expect(submission.shift(0.0), 1.0, "shift")

@pytest.mark.part("shift")
def test_both(submission, expect):
    assert submission.both(4.0) < 10.0
"""

_UNSTABLE_CHECK = """\
@pytest.mark.part("double")
def test_drawn(submission, oracle, expect):
    x = oracle("drawn").inputs["x"]
    expect(submission.double(x), 14.0 if x == 3 else 2 * x, "double")
"""

_ORACLE = """\
from grader.oracle import case

def square(tape, *, x):
    return tape.watch("x", x) ** 2

@case(model=square, seeds=8)
def drawn(rng):
    return {"x": 1.0}
"""


def catalogue_entry(name: str, part: str, find: str, becomes: str) -> str:
    """Write an entry of a catalogue, whose words do not matter."""
    return f"""\
[{part}.{name}]
mistake = "It is wrong."
advice = "Look again."
see = "top"
edits = [{{ find = '{find}', becomes = '{becomes}' }}]
"""


def sound_course(root: Path) -> Path:
    """Make a course in which there is nothing to find."""
    suite = _course(root)
    write(suite / "visible" / "test_sound.py", f"import pytest\n{_SOUND_CHECKS}")
    entries = [
        catalogue_entry("double-thrice", "double", "2 * x", "3 * x"),
        catalogue_entry("shift-down", "shift", "x + 1", "x - 1"),
    ]
    write(suite / "misconceptions.toml", "\n".join(entries))
    write(suite / "variants" / "sum.py", "def double(x):\n    print('doubling')\n    return x + x\n")
    return root


def sloppy_course(root: Path) -> Path:
    """Make a course with every fault that an audit finds."""
    suite = _course(root)
    write(root / "exercises" / "small.py", f'"""LIMIT must stay as it is."""\n{_STUB}')
    write(suite / "visible" / "test_sloppy.py", f"import pytest\n{_SLOPPY_CHECKS}")
    write(suite / "hidden" / "test_drawn.py", f"import pytest\n{_UNSTABLE_CHECK}")
    write(suite / "hidden" / "oracle.py", _ORACLE)
    record(suite / "hidden", "drawn", seeds=8)  # it puts 1 down as every gradient
    entries = [
        catalogue_entry("double-thrice", "double", "2 * x", "3 * x"),
        catalogue_entry("double-by-sum", "double", "2 * x", "x + x + x"),
        catalogue_entry("shift-by-one-alone", "shift", "x + 1", "1.0"),
        catalogue_entry("shift-of-zero", "double", "x + 1", "x + (1 if x < 100 else 2)"),
    ]
    write(suite / "misconceptions.toml", "\n".join(entries))
    write(suite / "variants" / "listed.py", "def double(x):\n    return [2 * x]\n")
    marks = """\
[[equivalent]]
function = "double"
original = "return 2 * x"
mutated = ["return x", "return 7 * x"]
reason = "Neither is true."
"""
    write(suite / "equivalent-mutants.toml", marks)
    return root


def _course(root: Path) -> Path:
    write(root / "assignments.yaml", _MANIFEST)
    write(root / "exercises" / "small.py", _STUB)
    write(root / "solutions" / "small.py", _SOLUTION)
    return root / "suites" / "small"
