"""What people decide about grades: each a row with author, time and reason, and each can be taken back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, insert, select

from grader.errors import UsageError
from grader.gradebook.reading import read_attempts, read_corrections, read_editions, read_results
from grader.gradebook.records import Attempt, Correction, Kind, Mark, Result
from grader.gradebook.store import Gradebook
from grader.gradebook.tables import corrections, editions, gradings, results, revocations, students

__all__ = ["Corrections", "Regraded"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Regraded:
    """What a regrade would change for one attempt.

    Attributes:
        attempt: The attempt with the result that stands.
        result: The result that it would have, without its texts.
        result_id: The number of that result.
    """

    attempt: Attempt
    result: Result
    result_id: int

    @property
    def difference(self) -> Fraction:
        """By how many points the attempt would change, before rules and other corrections."""
        return self.result.points - self.attempt.result.points


class Corrections:
    """Adds corrections to a gradebook.

    Args:
        book: The gradebook.
        author: Who decides.

    Raises:
        UsageError: There is no author.
    """

    def __init__(self, book: Gradebook, author: str) -> None:
        if not author.strip():
            raise UsageError("A correction needs an author.", "Say who decides with --author.")
        self._book = book
        self._author = author.strip()

    def adjust(self, assignment: str, student: str, points: Fraction, reason: str) -> int:
        """Add points to a student's grade, or take some away; return the correction's number."""
        if not points:
            raise UsageError("An adjustment by 0 points changes nothing.")
        return self._add(Kind.ADJUST, assignment, reason, student=student, points=points)

    def extend(
        self, assignment: str, until: datetime, reason: str, *, student: str = "", section: str = ""
    ) -> int:
        """Give a student or a section a later due date; return the correction's number."""
        if bool(student) == bool(section):
            raise UsageError("An extension is for one student or for one section.")
        return self._add(Kind.EXTEND, assignment, reason, student=student, section=section, until=until)

    def excuse(self, assignment: str, student: str, reason: str) -> int:
        """Leave an assignment out of a student's course grade; return the correction's number."""
        return self._add(Kind.EXCUSE, assignment, reason, student=student)

    def exclude(self, assignment: str, check: str, reason: str, *, for_all: bool) -> int:
        """Exclude a check for everyone.

        Args:
            assignment: The assignment.
            check: The check, as a result names it.
            reason: Why.
            for_all: Whether everyone gets it; otherwise it counts for nobody.

        Returns:
            The correction's number.

        Raises:
            UsageError: No result of the assignment has this check.
        """
        known = {
            one.id
            for attempt in self._book.attempts(assignment=assignment)
            for part in attempt.result.parts
            for one in part.checks
        }
        if check not in known:
            raise UsageError(
                f"No attempt of {assignment} was graded by a check `{check}`.",
                "Name it as the report does; `grade gradebook history` shows one.",
            )
        kind = Kind.EXCLUDE_FOR_ALL if for_all else Kind.EXCLUDE_FOR_NOBODY
        return self._add(kind, assignment, reason, check=check)

    def mark(self, assignment: str, marks: Iterable[Mark]) -> list[int]:
        """Enter points of parts graded by hand, all of them or none; return the corrections' numbers.

        Raises:
            UsageError: A student or part is unknown, or points are more than a part has.
        """
        with self._book.writing() as (connection, now):
            parts = _by_hand_parts(connection, assignment)
            numbers = []
            for one in marks:
                possible = parts.get(one.part)
                if possible is None:
                    told = ", ".join(f"`{name}`" for name in parts) or "none"
                    raise UsageError(
                        f"{assignment} has no part `{one.part}` that is graded by hand.",
                        f"There are: {told}.",
                    )
                if not 0 <= one.points <= possible:
                    raise UsageError(
                        f"{one.student}: {one.points} points for `{one.part}`, which is worth {possible}."
                    )
                values = {"part": one.part, "points": one.points}
                numbers.append(
                    self._insert(connection, now, Kind.MARK, assignment, one.reason, one.student, values)
                )
            return numbers

    def preview_regrade(self, assignment: str, edition: str) -> list[Regraded]:
        """Find what a regrade would change: attempts whose source has a newer result by an edition.

        Args:
            assignment: The assignment.
            edition: The edition whose results are to stand.

        Returns:
            The attempts that have another result now, in the order of their numbers.
        """
        with self._book.reading() as connection:
            return _regraded(connection, assignment, edition)

    def regrade(self, assignment: str, edition: str, reason: str) -> tuple[int, list[Regraded]]:
        """Give attempts the results of an edition.

        Returns:
            The correction's number, and what changed.

        Raises:
            UsageError: Nothing would change.
        """
        with self._book.writing() as (connection, now):
            changes = _regraded(connection, assignment, edition)
            if not changes:
                raise UsageError(
                    f"No attempt of {assignment} has another result by the edition {edition}.",
                    "Grade the class with it first; `grade class` keeps the results until they are applied.",
                )
            number = self._insert(connection, now, Kind.REGRADE, assignment, reason, "", {})
            connection.execute(
                insert(gradings),
                [
                    {
                        "attempt_id": one.attempt.id,
                        "result_id": one.result_id,
                        "correction_id": number,
                        "recorded_at": now,
                    }
                    for one in changes
                ],
            )
            return number, changes

    def undo(self, number: int, reason: str) -> Correction:
        """Take a correction back; it and this stay in the gradebook.

        Raises:
            UsageError: There is no such correction, or it was taken back before.
        """
        with self._book.writing() as (connection, now):
            found = read_corrections(connection, number=number)
            if not found:
                raise UsageError(f"There is no correction {number}.", "`grade gradebook history` lists them.")
            if not found[0].stands:
                raise UsageError(f"Correction {number} was taken back by {found[0].revoked_by} before.")
            connection.execute(
                insert(revocations).values(
                    correction_id=number, author=self._author, reason=reason, made_at=now
                )
            )
            return found[0]

    def _add(self, kind: Kind, assignment: str, reason: str, *, student: str = "", **values: Any) -> int:
        if not reason.strip():
            raise UsageError("A correction needs a reason.", "Say why with --reason; students read it.")
        with self._book.writing() as (connection, now):
            return self._insert(connection, now, kind, assignment, reason, student, values)

    def _insert(
        self,
        connection: Connection,
        now: datetime,
        kind: Kind,
        assignment: str,
        reason: str,
        student: str,
        values: Mapping[str, Any],
    ) -> int:
        number = None
        if student:
            number = connection.execute(select(students.c.id).where(students.c.key == student)).scalar()
            if number is None:
                raise UsageError(f"The gradebook knows no student {student}.")
        row = {"section": "", "part": "", "check": "", **values}
        return int(
            connection.execute(
                insert(corrections)
                .values(
                    kind=kind.value,
                    assignment=assignment,
                    author=self._author,
                    reason=reason.strip(),
                    made_at=now,
                    student_id=number,
                    **row,
                )
                .returning(corrections.c.id)
            ).scalar_one()
        )


def _by_hand_parts(connection: Connection, assignment: str) -> dict[str, Fraction]:
    newest = read_editions(connection, assignment)[-1:]
    if not newest:
        raise UsageError(f"The gradebook knows no assignment `{assignment}`.")
    return dict(newest[0].by_hand)


def _regraded(connection: Connection, assignment: str, edition: str) -> list[Regraded]:
    rows = connection.execute(
        select(results.c.id, results.c.source_sha256, results.c.pending)
        .join(editions)
        .where(editions.c.assignment == assignment, editions.c.edition == edition)
        .order_by(results.c.id)
    ).all()
    newest: Mapping[str, int] = {row.source_sha256: row.id for row in rows if not row.pending}
    attempts: Sequence[Attempt] = read_attempts(connection, assignment=assignment, student=None, texts=False)
    found = read_results(connection, newest.values(), texts=False)
    return [
        Regraded(attempt=one, result=found[number], result_id=number)
        for one in attempts
        if (number := newest.get(one.result.key.source_sha256)) is not None and found[number] != one.result
    ]
