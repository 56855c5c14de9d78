"""The gradebook: what a course remembers, in a database. What was stored is never changed or removed."""

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from sqlalchemy import Connection, func, select

from grader.errors import UsageError
from grader.gradebook.database import connect, describe_url, open_database
from grader.gradebook.enrolment import is_known, known_key
from grader.gradebook.integrity import find_damage
from grader.gradebook.reading import (
    read_attempts,
    read_corrections,
    read_editions,
    read_gradings,
    read_known,
    read_results,
    read_students,
)
from grader.gradebook.records import (
    AssignmentEdition,
    Attempt,
    Correction,
    Recorded,
    Result,
    ResultKey,
    Submitted,
)
from grader.gradebook.students import Directory, Identifier, Student
from grader.gradebook.tables import (
    attempts,
    corrections,
    gradings,
    results,
    revocations,
    seeds,
    sources,
    students,
)
from grader.gradebook.writing import (
    add_attempt,
    add_edition,
    add_result,
    add_student,
    find_result,
    insert_once,
)

__all__ = ["Gradebook", "Grading"]

_SEEDS: Final = 1 << 31


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grading:
    """One result that an attempt had at some time.

    Attributes:
        attempt: The attempt's number.
        result: The result, without its texts.
        correction: The regrade that gave it; None where it came with the attempt or a retry.
        recorded_at: When it was recorded.
        stands: Whether it is the one that counts.
    """

    attempt: int
    result: Result
    correction: int | None
    recorded_at: datetime
    stands: bool


class Gradebook:
    """The gradebook of a course.

    Each method is one transaction: it is stored whole, or not at all. Several processes may use one gradebook
    at once, each with a `Gradebook` of its own; none may be used across a fork.

    Args:
        where: A path, or a URL that begins with `sqlite:` or `postgresql:`.
        create: Whether to make a file that does not exist.
        clock: What says the time.

    Raises:
        UsageError: It cannot be opened; it is of a newer release or another program, or does not exist.
    """

    def __init__(
        self, where: str | Path, *, create: bool = True, clock: Callable[[], datetime] = _now
    ) -> None:
        self._engine = open_database(where, create=create)
        self._clock = clock

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def name(self) -> str:
        """The gradebook in messages: its file, or its URL without the password."""
        return describe_url(self._engine.url)

    def close(self) -> None:
        """Close the connections; the last one to close a file leaves it in one piece."""
        self._engine.dispose()

    def reading(self) -> AbstractContextManager[Connection]:
        """Return a transaction that only reads."""
        return connect(self._engine, writes=False)

    @contextmanager
    def writing(self) -> Iterator[tuple[Connection, datetime]]:
        """Give a transaction that writes, and its time."""
        with connect(self._engine, writes=True) as connection:
            yield connection, self._clock()

    def seed(self, assignment: str) -> int:
        """Return the number an assignment's hidden draws come from; drawn once, the same for everyone."""
        with self.writing() as (connection, now):
            drawn = {"assignment": assignment, "seed": secrets.randbelow(_SEEDS), "recorded_at": now}
            insert_once(connection, seeds, drawn)
            return int(
                connection.execute(select(seeds.c.seed).where(seeds.c.assignment == assignment)).scalar_one()
            )

    def add_students(self, people: Iterable[Student]) -> dict[str, str]:
        """Add students, or what is new about them; each is known again by any identifier.

        Returns:
            The key under which the gradebook knows each, by the key that was given.

        Raises:
            UsageError: Identifiers of one belong to several whom the gradebook knows.
        """
        with self.writing() as (connection, now):
            known = Directory(read_students(connection))
            keys = {}
            for person in sorted(people, key=lambda one: one.key):
                keys[person.key] = key = known_key(known, person)
                if not is_known(known.by_key(key), person):
                    add_student(connection, replace(person, key=key), now)
            return keys

    def students(self) -> list[Student]:
        """Return the students, by the name to sort by."""
        with self.reading() as connection:
            return read_students(connection)

    def student(self, who: str) -> Student:
        """Return the student of a key, an identifier or a name.

        Raises:
            UsageError: Nobody is known by it, or several.
        """
        directory = Directory(self.students())
        found = directory.find([Identifier(kind="any", value=who)], [who])
        if found.student is not None:
            return found.student
        if found.candidates:
            told = ", ".join(f"{one.name} ({one.key})" for one in found.candidates)
            raise UsageError(f"`{who}` could be {told}.", "Name one of them by the key in brackets.")
        raise UsageError(f"The gradebook knows no student `{who}`.", "`grade gradebook show` lists them.")

    def add_edition(self, edition: AssignmentEdition) -> None:
        """Add an assignment as it is graded now; nothing happens if it is known."""
        with self.writing() as (connection, now):
            add_edition(connection, edition, now)

    def editions(self, assignment: str | None = None) -> list[AssignmentEdition]:
        """Return the editions that were graded, oldest first."""
        with self.reading() as connection:
            return read_editions(connection, assignment)

    def known_results(self, assignment: str) -> dict[ResultKey, bool]:
        """Return the keys of the results there are; the value says whether points are pending.

        A run grades what is not among them, and with `--pending` what is pending.
        """
        with self.reading() as connection:
            return read_known(connection, assignment)

    def result(self, key: ResultKey, *, texts: bool = True) -> Result | None:
        """Return the newest result of a key, or None.

        Args:
            key: The key.
            texts: Whether to read its source and its report, which are large.
        """
        with self.reading() as connection:
            found = find_result(connection, key)
            return read_results(connection, [found.id], texts=texts)[found.id] if found else None

    def record(self, submitted: Submitted, result: Result) -> Recorded:
        """Store an attempt with its result in one transaction.

        The same source is graded once: where its key has a result already, that one is the attempt's. A known
        attempt with points pending takes the new result; one with another result keeps it until a regrade.

        Raises:
            UsageError: The student or the edition is unknown, or the gradebook cannot be written.
        """
        with self.writing() as (connection, now):
            number = add_result(connection, result)
            return add_attempt(connection, submitted, result.key, number, now)

    def attach(self, submitted: Submitted, key: ResultKey) -> Recorded:
        """Store an attempt whose source has its result already; otherwise like `record`."""
        with self.writing() as (connection, now):
            found = find_result(connection, key)
            if found is None:
                raise UsageError(f"The gradebook has no result for {submitted.file} of {submitted.student}.")
            return add_attempt(connection, submitted, key, found.id, now)

    def attempts(
        self, *, assignment: str | None = None, student: str | None = None, texts: bool = False
    ) -> list[Attempt]:
        """Return attempts with the results that stand, oldest first.

        Args:
            assignment: Only those of one assignment.
            student: Only those of the student of one key.
            texts: Whether to read sources and reports, which are large.
        """
        with self.reading() as connection:
            return read_attempts(connection, assignment=assignment, student=student, texts=texts)

    def gradings(self, attempt_ids: Iterable[int]) -> list[Grading]:
        """Return every result that attempts ever had, oldest first."""
        with self.reading() as connection:
            rows = read_gradings(connection, sorted(attempt_ids))
            found = read_results(connection, (row.result_id for row in rows), texts=False)
        newest = {row.attempt_id: row.id for row in rows if row.revoked_at is None}
        return [
            Grading(
                attempt=row.attempt_id,
                result=found[row.result_id],
                correction=row.correction_id,
                recorded_at=row.recorded_at,
                stands=newest.get(row.attempt_id) == row.id,
            )
            for row in rows
        ]

    def corrections(self, assignment: str | None = None) -> list[Correction]:
        """Return what people decided, oldest first, what was taken back among it."""
        with self.reading() as connection:
            return read_corrections(connection, assignment=assignment)

    def check(self) -> list[str]:
        """Look for damage.

        Returns:
            What is wrong, as sentences; nothing if the gradebook is whole.
        """
        with self.reading() as connection:
            return find_damage(connection)

    def sizes(self) -> Mapping[str, int]:
        """Return how many rows there are of each kind."""
        tables = (students, sources, results, attempts, gradings, corrections, revocations)
        with self.reading() as connection:
            return {
                one.name: connection.execute(select(func.count()).select_from(one)).scalar_one()
                for one in tables
            }
