"""What hidden checks draw: no two the same, and always the same from one seed."""

import tracemalloc
from dataclasses import dataclass, field

from hypothesis import example, given
from hypothesis import strategies as st

from grader.suite.oracle_fixture import SeedLedger, seed_rng

SEEDS = range(6)
CHECKS = st.sampled_from(["a", "b", "c"])
CASES = st.lists(st.sampled_from(["one", "two"]), min_size=1, max_size=4)


@dataclass
class Run:
    """One run of a check with a ledger."""

    ledger: SeedLedger
    check: str
    drawn: list[tuple[str, int]] = field(default_factory=list)

    def draw(self, case: str) -> int:
        before = tuple(seed for name, seed in self.drawn if name == case)
        seed = self.ledger.draw(self.check, len(self.drawn), case, SEEDS, before)
        self.drawn.append((case, seed))
        return seed


def draw_all(ledger: SeedLedger, runs: list[tuple[str, list[str]]]) -> list[list[int]]:
    """Give what each of some runs of checks draws, one after the other."""
    drawn = []
    for check, cases in runs:
        run = Run(ledger, check)
        drawn.append([run.draw(case) for case in cases])
    return drawn


def test_draws_depend_on_the_run_and_on_the_check_and_on_which_draw_it_is() -> None:
    first = [seed_rng(1, "hidden/test_a.py::test_a").random() for _ in range(2)]

    assert first == [0.2787215056875072] * 2
    ways = [(seed, check, number) for seed in (1, 2) for check in ("a", "b") for number in (0, 1)]
    assert len({seed_rng(*way).random() for way in ways}) == 8


@given(
    st.lists(st.tuples(CHECKS, CASES), max_size=8),
    st.lists(st.tuples(CHECKS, CASES), max_size=8),
    st.integers(0, 8),
)
@example([("a", ["one", "two"])], [("a", ["one"]), ("a", ["two"])], 0)
@example([("a", ["one", "one"])], [("a", ["one"]), ("a", ["one"])], 0)
def test_what_others_have_drawn_before_from_the_same_seed_changes_nothing(
    first: list[tuple[str, list[str]]], second: list[tuple[str, list[str]]], common: int
) -> None:
    second = [*first[:common], *second]
    blank = SeedLedger(7)
    assert draw_all(blank.copy(), first) == draw_all(SeedLedger(7), first)
    assert draw_all(blank.copy(), second) == draw_all(SeedLedger(7), second)


@given(st.lists(st.tuples(CHECKS, CASES), max_size=8), st.integers(0, 5))
def test_check_that_runs_again_draws_the_same(runs: list[tuple[str, list[str]]], seed: int) -> None:
    ledger = SeedLedger(seed)
    firsts: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for check, cases in runs:
        (drawn,) = draw_all(ledger, [(check, cases)])
        assert drawn == firsts.setdefault((check, tuple(cases)), drawn)
        assert all(0 <= one < len(SEEDS) for one in drawn)


@given(st.permutations(["a", "b", "c", "d", "e", "f"]), st.integers(0, 50))
def test_no_two_checks_draw_the_same_seed_while_there_are_others(checks: list[str], seed: int) -> None:
    drawn = draw_all(SeedLedger(seed), [(check, ["one"]) for check in checks])
    assert len({one for (one,) in drawn}) == len(SEEDS)


def test_programs_that_draw_one_after_the_other_leave_nothing_behind() -> None:
    ledger = SeedLedger(3)
    runs = [(check, ["one", "two"]) for check in "abc"]
    first = draw_all(ledger, runs)
    draw_all(ledger, runs)
    tracemalloc.start()
    try:
        assert all(draw_all(ledger, runs) == first for _ in range(500))
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 10_000
