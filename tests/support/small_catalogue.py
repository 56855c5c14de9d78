"""A small program, mistakes in it, and how to record how visible checks fail with them."""

from grader.diagnosis.catalogue import known_mistake, load_catalogue, mistaken_source
from grader.diagnosis.recorded_failures import FILE, pack_known
from grader.suite.jobs import Trial
from grader.suite.trials import run_trials
from tests.support.small_suites import SmallSuite

__all__ = ["CATALOGUE", "SOLUTION", "record_mistakes"]

SOLUTION = """
def square(x):
    return x * x
def twice(x):
    return 2 * x
"""
CATALOGUE = """
[sites]
square = 'return x * x'

[one.cube]
mistake = "The result is the third power."
advice = "Count."
see = "powers"
edits = [{ site = "square", becomes = 'return x * x * x' }]

[[one.cube.alternatives]]
edits = [{ site = "square", becomes = 'return x * x * x * x' }]

[one.sum]
mistake = "The number is added to itself."
advice = "Multiply."
see = "powers"
edits = [{ site = "square", becomes = 'return x + x' }]

[two.unseen]
mistake = "Great numbers are cut off."
advice = "Let them be."
see = "sizes"
edits = [{ find = 'return 2 * x', becomes = 'return min(2 * x, 90)' }]
"""


def record_mistakes(suite: SmallSuite, solution: str = SOLUTION) -> None:
    """Run the mistakes of a suite's catalogue on its visible checks, and record how these fail."""
    entries = load_catalogue(suite.root)
    programs = [(entry, number) for entry in entries for number in range(len(entry.programs))]
    wrong = [entry.programs[number] for entry, number in programs]
    trials = [Trial(name=one.name, source=mistaken_source(one, solution, suite.root)) for one in wrong]
    done = run_trials(suite.job("").suite, trials)
    tried = frozenset(check.id for check in done.checks)
    known = [
        known_mistake(entry, "handout.md", result.signatures, tried, number)
        for (entry, number), result in zip(programs, done.results, strict=True)
    ]
    path = suite.root / "visible" / "recordings" / FILE
    path.parent.mkdir(parents=True)
    path.write_bytes(pack_known(known, tried, "key"))
