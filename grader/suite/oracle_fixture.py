"""How a check draws its cases: `oracle("relu_mse")`."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from grader.errors import CourseFault
from grader.oracle import Case, Recordings

__all__ = ["Oracle", "SeedLedger", "seed_rng"]

_MOST_KNOWN: Final = 1 << 12  # draws, each of a few hundred bytes


@dataclass(frozen=True, slots=True, eq=False)
class _Draw:
    """One draw of a hidden check, and those before it.

    Attributes:
        check: The check.
        case: The case.
        seed: The seed that it drew.
        before: The draw before it in the run; None for the first.
    """

    check: str
    case: str
    seed: int
    before: "_Draw | None"

    def so_far(self) -> Iterator["_Draw"]:
        """Yield this draw and those before it, newest first."""
        one: _Draw | None = self
        while one is not None:
            yield one
            one = one.before


class SeedLedger:
    """Which seeds the hidden checks of a run have drawn, and draws more.

    No two of them get the same one while there are others: on the way to its own result, a check may show
    the submission right results of other functions, which would answer another check on the same numbers.

    In a class all draw the same, one after the other. So what has been drawn after what is kept, for copies
    of this ledger too.

    Args:
        run_seed: What the run draws from.
    """

    def __init__(self, run_seed: int = 0) -> None:
        self._run_seed = run_seed
        self._last: _Draw | None = None
        self._known: dict[tuple[_Draw | None, str, str, int, tuple[int, ...]], tuple[int, _Draw | None]] = {}

    def copy(self) -> "SeedLedger":
        """Give a ledger of its own that knows the same draws."""
        twin = SeedLedger(self._run_seed)
        twin._last, twin._known = self._last, self._known
        return twin

    def draw(self, check: str, number: int, case: str, seeds: Sequence[int], drawn: tuple[int, ...]) -> int:
        """Draw a seed: what the check drew when it ran first, or else one that no other check has had.

        Where there is none left, it is one that another has had.

        Args:
            check: The check.
            number: How many cases of any name it has drawn before, in this run of it.
            case: The case.
            seeds: The seeds that the case is recorded with.
            drawn: Those that the check has drawn of it in this run, fewer than all.
        """
        key = (self._last, check, case, number, drawn)
        known = self._known.get(key)
        if known is None:
            known = self._next(check, number, case, seeds, drawn)
            if len(self._known) < _MOST_KNOWN:
                self._known[key] = known
        seed, self._last = known
        return seed

    def _next(
        self, check: str, number: int, case: str, seeds: Sequence[int], drawn: tuple[int, ...]
    ) -> tuple[int, _Draw | None]:
        """Choose a seed; give it, and the last draw of the run then."""
        before = [] if self._last is None else [one for one in self._last.so_far() if one.case == case]
        left = [seed for seed in seeds if seed not in drawn]
        for one in reversed(before):
            if one.check == check and one.seed in left:
                return one.seed, self._last  # it is a draw that was made before
        taken = {one.seed for one in before if one.check != check}
        free = [seed for seed in left if seed not in taken] or left
        seed = seed_rng(self._run_seed, check, number).choice(free)
        return seed, _Draw(check, case, seed, self._last)


class Oracle:
    """Draws recorded cases for one check.

    A visible check gets the first recorded seeds, so that a student sees the same numbers every time; a
    hidden one gets seeds drawn for the run, and the same ones if it runs again.

    Args:
        recordings: The recordings of the check's folder.
        check: The check.
        ledger: Draws the seeds of hidden checks; None for visible ones.
        on_draw: Told each draw, as (case, seed).

    Attributes:
        last: The case drawn last.
        draws: The draws so far, in order, as (case, seed).
    """

    def __init__(
        self,
        recordings: Recordings,
        check: str,
        ledger: SeedLedger | None,
        on_draw: Callable[[str, int], None] = lambda _case, _seed: None,
    ) -> None:
        self._recordings = recordings
        self._check = check
        self._ledger = ledger
        self._on_draw = on_draw
        self._drawn: dict[str, tuple[int, ...]] = {}
        self.last: Case | None = None
        self.draws: list[tuple[str, int]] = []

    def __call__(self, name: str) -> Case:
        """Draw a case; a second draw of the same case in one check has another seed.

        Raises:
            CourseFault: The case is not recorded, or has no seeds left.
        """
        self.last = self._recordings.draw(name, self.pick(name))
        return self.last

    def pick(self, name: str) -> int:
        """Draw a case, and give its seed alone.

        Raises:
            CourseFault: As when the case is asked for.
        """
        seeds = self._recordings.load(name).seeds
        drawn = self._drawn.get(name, ())
        if len(drawn) >= len(seeds):
            raise CourseFault(f"case {name!r} has {len(drawn)} recorded seeds, and one more was drawn")
        if self._ledger is None:
            seed = seeds[len(drawn)]
        else:
            seed = self._ledger.draw(self._check, len(self.draws), name, seeds, drawn)
        self._drawn[name] = (*drawn, seed)
        self.draws.append((name, seed))
        self._on_draw(name, seed)
        return seed

    @property
    def seeds(self) -> tuple[tuple[str, int], ...]:
        """The draws so far, as (case, seed)."""
        return tuple((name, seed) for name, seeds in self._drawn.items() for seed in seeds)


def seed_rng(run_seed: int, check: str, number: int = 0) -> random.Random:
    """Make the source of a check's draws: the same for the same run seed and check, on every machine.

    Args:
        run_seed: What the run draws from.
        check: The check.
        number: How many draws it has made before.
    """
    of_draw = f":{number}" if number else ""
    return random.Random(f"{run_seed}:{check}{of_draw}")  # noqa: S311  # drawn for variety; a guess gains nothing
