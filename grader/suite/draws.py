"""How a check draws its cases: `oracle("relu_mse")`."""

import random

from grader.errors import CourseFault
from grader.oracle import Case, Recordings

__all__ = ["Oracle", "lottery"]


class Oracle:
    """Draws recorded cases for one check.

    A visible check gets the first recorded seeds, so that a student sees the same numbers every time; a
    hidden one gets seeds drawn for the run.

    Args:
        recordings: The recordings of the check's folder.
        lottery: What the seeds of hidden checks are drawn from; None for visible checks.
    """

    def __init__(self, recordings: Recordings, lottery: random.Random | None) -> None:
        self._recordings = recordings
        self._lottery = lottery
        self._drawn: dict[str, list[int]] = {}

    def __call__(self, name: str) -> Case:
        """Draw a case; a second draw of the same case in one check has another seed.

        Raises:
            CourseFault: The case is not recorded, or has no seeds left.
        """
        recording = self._recordings.load(name)
        drawn = self._drawn.setdefault(name, [])
        left = [seed for seed in recording.seeds if seed not in drawn]
        if not left:
            raise CourseFault(f"case {name!r} has {len(drawn)} recorded seeds, and one more was drawn")
        drawn.append(left[0] if self._lottery is None else self._lottery.choice(left))
        return recording.draw(drawn[-1])

    @property
    def seeds(self) -> tuple[tuple[str, int], ...]:
        """The draws so far, as (case, seed)."""
        return tuple((name, seed) for name, seeds in self._drawn.items() for seed in seeds)


def lottery(seed: int, check: str) -> random.Random:
    """Make the source of a check's draws: the same for the same run seed and check, on every machine."""
    return random.Random(f"{seed}:{check}")  # noqa: S311  # drawn for variety; a guess gains nothing
