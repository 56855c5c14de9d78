"""How far a class run is: rate, time left and the slowest, on standard error."""

from typing import TYPE_CHECKING

from grader.cli.terminal import LateBars

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress

    from grader.cohort.records import ClassResult

__all__ = ["ClassProgress", "describe_pace"]


def describe_pace(*, run: int, left: int, seconds: float) -> str:
    """Describe how fast a run goes.

    Args:
        run: How many submissions were run so far; those with a known result cost nothing.
        left: How many are left.
        seconds: Time by the clock since the run began.

    Returns:
        Such as `4.2 a second, 12 s left`; empty as long as nothing was run.
    """
    if not run or seconds <= 0:
        return ""
    rate = run / seconds
    rest = round(left / rate)
    minutes, second = divmod(rest, 60)
    hours, minute = divmod(minutes, 60)
    told = f"{hours} h {minute} min" if hours else f"{minutes} min {second} s" if minutes else f"{second} s"
    return f"{rate:.1f} a second, {told} left"


class ClassProgress:
    """Shows how far a class run is.

    Args:
        total: How many submissions there are.
    """

    def __init__(self, total: int) -> None:
        self._total = total
        self.done = 0
        self._run = 0
        self._slowest: ClassResult | None = None
        self._bars = LateBars(self._build)

    def __call__(self, result: "ClassResult") -> None:
        """Count one result."""
        self.done += 1
        if result.seconds > 0:
            self._run += 1
            if self._slowest is None or result.seconds > self._slowest.seconds:
                self._slowest = result
        bars = self._bars.due()
        if bars is not None:
            (task,) = bars.tasks
            bars.update(task.id, completed=self.done, description=self.describe())

    def close(self) -> None:
        """Take the display away."""
        self._bars.close()

    def describe(self) -> str:
        """Describe the pace and name the slowest so far."""
        from grader.model.formatting import printable

        pace = describe_pace(run=self._run, left=self._total - self.done, seconds=self._bars.seconds)
        if self._slowest is None:
            return pace
        return f"{pace}, slowest {printable(self._slowest.name)} {self._slowest.seconds:.1f} s"

    def _build(self) -> "RichProgress":
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        # Names are the students', and no markup.
        columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}", markup=False))
        bars = Progress(*columns, console=Console(stderr=True), transient=True)
        bars.add_task("", total=self._total)
        return bars
