"""How a check draws its cases: `oracle("relu_mse")`."""

import random
from collections.abc import Callable, Sequence

from grader.errors import CourseFault
from grader.oracle import Case, Recordings

__all__ = ["Oracle", "SeedLedger", "seed_rng"]


class SeedLedger:
    """Which seeds the hidden checks of a run have drawn.

    No two of them get the same one while there are others: on the way to its own result, a check may show
    the submission right results of other functions, which would answer another check on the same numbers.
    """

    def __init__(self) -> None:
        self._owners: dict[tuple[str, int], str] = {}
        self._drawn: dict[tuple[str, str], tuple[int, ...]] = {}

    def earlier(self, check: str, case: str) -> tuple[int, ...]:
        """Give the seeds a check has drawn for a case when it ran first, in order."""
        return self._drawn.get((check, case), ())

    def free(self, check: str, case: str, seeds: Sequence[int]) -> list[int]:
        """Give the seeds that no other check has drawn, or all if there are none."""
        return [seed for seed in seeds if self._owners.get((case, seed), check) == check] or [*seeds]

    def copy(self) -> "SeedLedger":
        """Give a ledger of its own that knows the same draws."""
        twin = SeedLedger()
        twin._owners = dict(self._owners)
        twin._drawn = dict(self._drawn)
        return twin

    def note(self, check: str, case: str, seed: int) -> None:
        """Note a draw, unless it repeats one."""
        self._owners[case, seed] = check
        drawn = self.earlier(check, case)
        if seed not in drawn:
            self._drawn[check, case] = (*drawn, seed)


class Oracle:
    """Draws recorded cases for one check.

    A visible check gets the first recorded seeds, so that a student sees the same numbers every time; a
    hidden one gets seeds drawn for the run, and the same ones if it runs again.

    Args:
        recordings: The recordings of the check's folder.
        check: The check.
        lottery: What the seeds of hidden checks are drawn from; None for visible checks.
        ledger: Which seeds hidden checks have had.
        on_draw: Told each draw, as (case, seed).

    Attributes:
        ledger: Which seeds hidden checks have had.
        last: The case drawn last.
        draws: The draws so far, in order, as (case, seed).
    """

    def __init__(
        self,
        recordings: Recordings,
        check: str,
        seed_rng: random.Random | None,
        ledger: SeedLedger,
        on_draw: Callable[[str, int], None] = lambda _case, _seed: None,
    ) -> None:
        self._recordings = recordings
        self._check = check
        self._lottery = seed_rng
        self.ledger = ledger
        self._on_draw = on_draw
        self._drawn: dict[str, list[int]] = {}
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
        recording = self._recordings.load(name)
        drawn = self._drawn.setdefault(name, [])
        left = [seed for seed in recording.seeds if seed not in drawn]
        if not left:
            raise CourseFault(f"case {name!r} has {len(drawn)} recorded seeds, and one more was drawn")
        drawn.append(left[0] if self._lottery is None else self._pick_hidden(name, left, self._lottery))
        self.draws.append((name, drawn[-1]))
        self._on_draw(name, drawn[-1])
        return drawn[-1]

    def _pick_hidden(self, name: str, left: Sequence[int], seed_rng: random.Random) -> int:
        repeated = [seed for seed in self.ledger.earlier(self._check, name) if seed in left]
        seed = repeated[0] if repeated else seed_rng.choice(self.ledger.free(self._check, name, left))
        self.ledger.note(self._check, name, seed)
        return seed

    @property
    def seeds(self) -> tuple[tuple[str, int], ...]:
        """The draws so far, as (case, seed)."""
        return tuple((name, seed) for name, seeds in self._drawn.items() for seed in seeds)


def seed_rng(seed: int, check: str) -> random.Random:
    """Make the source of a check's draws: the same for the same run seed and check, on every machine."""
    return random.Random(f"{seed}:{check}")  # noqa: S311  # drawn for variety; a guess gains nothing
