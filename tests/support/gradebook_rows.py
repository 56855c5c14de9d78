"""Small records for tests of the gradebook."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from grader.gradebook.records import AssignmentEdition, CheckResult, PartResult, Result, ResultKey, Submitted
from grader.gradebook.students import Identifier, Student

START = datetime(2026, 11, 20, 12, tzinfo=UTC)
ADA = Student(
    key="s100",
    name="Ada Lovelace",
    sortable="Lovelace, Ada",
    ids=(Identifier(kind="number", value="s100"), Identifier(kind="email", value="ada@example.edu")),
    section="Lab 1",
)
LEI = Student(key="s102", name="李雷", ids=(Identifier(kind="number", value="s102"),), section="Lab 2")
EDITION = AssignmentEdition(assignment="mlp", edition="e1", title="A network", possible=Fraction(100))


class Clock:
    """A clock that goes on by a second whenever it is asked."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def parts(**outcomes: Mapping[str, str]) -> tuple[PartResult, ...]:
    """Make parts that share 100 points, from the outcomes of their checks."""
    possible = Fraction(100, len(outcomes))
    return tuple(_part(name, possible, checks) for name, checks in outcomes.items())


def result(
    source: str,
    *,
    edition: str = "e1",
    checks: Mapping[str, str] | None = None,
    seed: int = 7,
    graded_at: datetime = START,
    assignment: str = "mlp",
) -> Result:
    """Make the result of a source."""
    key = ResultKey(
        assignment=assignment,
        edition=edition,
        source_sha256=hashlib.sha256(source.encode()).hexdigest(),
        grader_version="0.1.0",
        seed=seed,
    )
    return Result(
        key=key,
        source=source,
        isolation="L4",
        graded_at=graded_at,
        parts=parts(forward=checks or {"a": "passed", "b": "passed", "c": "failed"}),
        report='{"schema": "grade-report/1"}',
    )


def handed_in(student: str, **told: object) -> Submitted:
    """Make what a student handed in."""
    return Submitted(student=student, file="two_layer_mlp.py", **told)  # type: ignore[arg-type]


def _part(name: str, possible: Fraction, checks: Mapping[str, str]) -> PartResult:
    passed = Fraction(sum(one == "passed" for one in checks.values()), len(checks))
    pending = Fraction(sum(one == "pending" for one in checks.values()), len(checks))
    return PartResult(
        name=name,
        title=name.title(),
        possible=possible,
        points=possible * passed,
        pending=possible * pending,
        checks=tuple(CheckResult(id=id_, outcome=outcome) for id_, outcome in checks.items()),
    )
