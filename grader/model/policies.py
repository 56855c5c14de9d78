"""The rules of a course for grades, as records; `grader.gradebook.grades` applies them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any, Literal

from grader.errors import UsageError

__all__ = ["AssignmentPolicy", "AttemptPolicy", "CoursePolicy", "LatePolicy", "LateRule"]


def _key(description: str) -> dict[str, Any]:
    # Keywords of pydantic's `Field`, by which the manifest is validated and its JSON Schema made.
    return {"description": description}


def _number(description: str, *, least: int = 0, most: int) -> dict[str, Any]:
    return {"description": description, "ge": least, "le": most, "strict": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptPolicy:
    """Which attempt counts.

    Attributes:
        choose: `best` counts the one with the most points after lateness, `last` the newest.
        most: How many attempts count, the earliest ones; None for all.
    """

    choose: Literal["best", "last"] = field(
        default="best",
        metadata=_key("Which attempt counts: the one with the most points after lateness, or the newest."),
    )
    most: int | None = field(
        default=None,
        metadata=_number("How many attempts count, the earliest ones; absent for all.", least=1, most=1000),
    )

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
class LateRule:
    """What lateness costs, as a manifest says it: so many percent or points for each day or hour begun."""

    percent: float | None = field(
        default=None,
        metadata=_number(
            "What each day or hour begun costs, in percent of the assignment's points.", most=100
        ),
    )
    points: float | None = field(
        default=None, metadata=_number("The same in points, in place of `percent`.", most=100)
    )
    per: Literal["day", "hour"] = field(
        default="day", metadata=_key("Whether each `day` or each `hour` begun costs that.")
    )
    grace_minutes: int = field(
        default=0,
        metadata=_number(
            "How many minutes cost nothing; whoever is later still is late from the due date on.", most=10_080
        ),
    )
    cap: float | None = field(
        default=None,
        metadata=_number("The most that lateness costs, in the same unit; absent for no limit.", most=100),
    )
    last_day: int | None = field(
        default=None,
        metadata=_number(
            "How many days after the due date anything is accepted; absent for ever.", most=1000
        ),
    )

    def policy(self) -> LatePolicy:
        """Return the rule with exact numbers and spans of time."""
        in_points = self.points is not None
        amount = self.points if in_points else self.percent
        return LatePolicy(
            amount=_exact(amount) or Fraction(),
            unit="points" if in_points else "percent",
            per=self.per,
            grace=timedelta(minutes=self.grace_minutes),
            cap=_exact(self.cap),
            last=None if self.last_day is None else timedelta(days=self.last_day),
        )


def _exact(number: float | None) -> Fraction | None:
    """Return the decimal number that was written, and not the binary one nearest to it."""
    return None if number is None else Fraction(str(number))


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
