"""The gradebook's tables. Rows are added to them, and none is ever changed or removed.

students, details         who takes the course; a changed name or section is a new row of details
editions, seeds           assignments as they were graded, and the hidden draws of each
sources, results          what grading a source found: once, whoever handed it in
attempts, gradings        what each student handed in, and which result it has; the newest that stands counts
corrections, revocations  what people decided, and took back
"""

from datetime import UTC, datetime
from fractions import Fraction
from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

__all__ = [
    "METADATA",
    "Exact",
    "Moment",
    "attempts",
    "corrections",
    "details",
    "editions",
    "gradings",
    "moment_text",
    "results",
    "revocations",
    "seeds",
    "sources",
    "students",
]


def moment_text(moment: datetime) -> str:
    """Write a time, which must have a time zone, as text in UTC and in one length."""
    if moment.tzinfo is None:
        raise ValueError("a time in the gradebook needs a time zone")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


class Exact(TypeDecorator[Fraction]):
    """A fraction as text, such as `100/3`: no database has a type for it that rounds nothing."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Fraction | None, dialect: Dialect) -> str | None:  # noqa: ARG002  # SQLAlchemy's signature
        """Write a fraction."""
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Fraction | None:  # noqa: ARG002  # as above
        """Read a fraction."""
        return None if value is None else Fraction(value)


class Moment(TypeDecorator[datetime]):
    """A time as text in UTC, in one length, so that texts sort as times do."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002  # as above
        """Write a time, which must have a time zone."""
        return None if value is None else moment_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  # as above
        """Read a time."""
        return None if value is None else datetime.fromisoformat(value)


METADATA: Final = MetaData()

students: Final = Table(
    "students",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("key", String, nullable=False, unique=True),
    Column("recorded_at", Moment, nullable=False),
)
details: Final = Table(
    "details",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("student_id", Integer, ForeignKey("students.id"), nullable=False, index=True),
    Column("name", String, nullable=False),
    Column("sortable", String, nullable=False),
    Column("section", String, nullable=False),
    Column("ids", Text, nullable=False),
    Column("recorded_at", Moment, nullable=False),
)
editions: Final = Table(
    "editions",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("assignment", String, nullable=False),
    Column("edition", String, nullable=False),
    Column("title", String, nullable=False),
    Column("possible", Exact, nullable=False),
    Column("by_hand", Text, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    UniqueConstraint("assignment", "edition"),
)
seeds: Final = Table(
    "seeds",
    METADATA,
    Column("assignment", String, primary_key=True),
    Column("seed", BigInteger, nullable=False),
    Column("recorded_at", Moment, nullable=False),
)
sources: Final = Table(
    "sources",
    METADATA,
    Column("sha256", String(64), primary_key=True),
    Column("text", Text, nullable=False),
)
results: Final = Table(
    "results",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("edition_id", Integer, ForeignKey("editions.id"), nullable=False),
    Column("source_sha256", String(64), ForeignKey("sources.sha256"), nullable=False),
    Column("grader_version", String, nullable=False),
    Column("seed", BigInteger, nullable=False),
    # How often it was tried before: more than 0 only after points were pending.
    Column("tried", Integer, nullable=False),
    Column("isolation", String, nullable=False),
    Column("graded_at", Moment, nullable=False),
    Column("points", Exact, nullable=False),
    Column("pending", Exact, nullable=False),
    Column("parts", Text, nullable=False),
    Column("report", Text, nullable=False),
    UniqueConstraint("edition_id", "source_sha256", "grader_version", "seed", "tried"),
)
attempts: Final = Table(
    "attempts",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("student_id", Integer, ForeignKey("students.id"), nullable=False),
    Column("assignment", String, nullable=False),
    Column("source_sha256", String(64), ForeignKey("sources.sha256"), nullable=False),
    # The time of handing in where it is trusted, else empty: see `Submitted.time_trusted`.
    Column("moment", String, nullable=False),
    Column("file", String, nullable=False),
    Column("handed_in", Moment),
    Column("time_source", String, nullable=False),
    Column("late", Boolean),
    Column("recorded_at", Moment, nullable=False),
    UniqueConstraint("student_id", "assignment", "source_sha256", "moment"),
    Index("attempts_of_assignment", "assignment"),
)
corrections: Final = Table(
    "corrections",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("assignment", String, nullable=False, index=True),
    Column("author", String, nullable=False),
    Column("reason", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("student_id", Integer, ForeignKey("students.id")),
    Column("section", String, nullable=False),
    Column("part", String, nullable=False),
    Column("check", String, nullable=False),
    Column("points", Exact),
    Column("until", Moment),
)
revocations: Final = Table(
    "revocations",
    METADATA,
    Column("correction_id", Integer, ForeignKey("corrections.id"), primary_key=True, autoincrement=False),
    Column("author", String, nullable=False),
    Column("reason", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
)
gradings: Final = Table(
    "gradings",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("attempt_id", Integer, ForeignKey("attempts.id"), nullable=False),
    Column("result_id", Integer, ForeignKey("results.id"), nullable=False),
    # The regrade that gave this result; none where it came with the attempt or with a retry.
    Column("correction_id", Integer, ForeignKey("corrections.id")),
    Column("recorded_at", Moment, nullable=False),
    Index("gradings_of_attempt", "attempt_id"),
)
