"""The rules of a course for grades, as records; `grader.gradebook.grades` applies them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Literal

from grader.errors import UsageError

__all__ = ["AssignmentPolicy", "AttemptPolicy", "CoursePolicy", "LatePolicy"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptPolicy:
    """Which attempt counts.

    Attributes:
        choose: `best` counts the one with the most points after lateness, `last` the newest.
        most: How many attempts count, the earliest ones; None for all.
    """

    choose: Literal["best", "last"] = "best"
    most: int | None = None

    def __post_init__(self) -> None:
        if self.most is not None and self.most < 1:
            raise UsageError(f"At least 1 attempt must count, not {self.most}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class LatePolicy:
    """What lateness costs.

    Attributes:
        amount: What each day or hour begun costs: points, or percent of the assignment's points.
        unit: `percent` or `points`.
        per: `day` or `hour`.
        grace: How much later than due costs nothing. Whoever is later still is late from the due date on.
        cap: The most that lateness costs, in the same unit; None for everything.
        last: How long after the due date anything is accepted; None for ever.
    """

    amount: Fraction = Fraction()
    unit: Literal["percent", "points"] = "percent"
    per: Literal["day", "hour"] = "day"
    grace: timedelta = timedelta()
    cap: Fraction | None = None
    last: timedelta | None = None

    def __post_init__(self) -> None:
        if self.amount < 0 or (self.cap is not None and self.cap < 0):
            raise UsageError(
                "Lateness cannot earn points: what it costs, and the most it costs, are 0 or more."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentPolicy:
    """The rules of one assignment.

    Attributes:
        name: Name of the assignment.
        title: The assignment's name for people.
        possible: Points it is worth.
        due: When it is due; None for never.
        attempts: Which attempt counts.
        late: What lateness costs; None for nothing.
        weight: Its weight in the course grade.
        bonus: Whether it can only raise the course grade.
        by_hand: The parts that are graded by hand, with their points.
    """

    name: str
    title: str
    possible: Fraction
    due: datetime | None = None
    attempts: AttemptPolicy = AttemptPolicy()
    late: LatePolicy | None = None
    weight: Fraction = Fraction(1)
    bonus: bool = False
    by_hand: tuple[tuple[str, Fraction], ...] = ()

    def __post_init__(self) -> None:
        if self.possible <= 0:
            raise UsageError(f"{self.title} must be worth more than 0 points.")
        if self.weight < 0:
            raise UsageError(f"The weight of {self.title} must be 0 or more.")


@dataclass(frozen=True, slots=True, kw_only=True)
class CoursePolicy:
    """The rules of the course grade.

    Attributes:
        assignments: The assignments, in the order of the course.
        drop_lowest: How many of each student's worst assignments are left out; bonus ones are not counted.
        most: The most a course grade can be, in percent; None lets bonus assignments raise it above 100.
    """

    assignments: tuple[AssignmentPolicy, ...]
    drop_lowest: int = 0
    most: Fraction | None = Fraction(100)

    def of(self, name: str) -> AssignmentPolicy:
        """Return the rules of one assignment.

        Raises:
            UsageError: The course has no such assignment.
        """
        found = next((one for one in self.assignments if one.name == name), None)
        if found is None:
            told = ", ".join(one.name for one in self.assignments)
            raise UsageError(f"There is no assignment `{name}`.", f"The assignments are {told}.")
        return found
