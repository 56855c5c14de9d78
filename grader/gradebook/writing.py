"""Adds rows to the gradebook, in a transaction of the caller's; what is there already is not doubled."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, Table, bindparam, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from grader.errors import UsageError
from grader.gradebook.codecs import dump_by_hand, dump_ids, dump_parts, load_ids, storable
from grader.gradebook.records import AssignmentEdition, Recorded, Result, ResultKey, Submitted
from grader.gradebook.students import Identifier, Student
from grader.gradebook.tables import (
    attempts,
    details,
    editions,
    gradings,
    moment_text,
    results,
    revocations,
    sources,
    students,
)

__all__ = [
    "KnownResult",
    "add_attempt",
    "add_edition",
    "add_result",
    "add_student",
    "find_result",
    "insert_once",
    "standing_result",
]

# Statements of every result, built once: to build them takes longer than to carry them out.
_STUDENT: Final = select(students.c.id).where(students.c.key == bindparam("key"))
_EDITION: Final = select(editions.c.id).where(
    editions.c.assignment == bindparam("assignment"), editions.c.edition == bindparam("edition")
)
_NEWEST_RESULT: Final = (
    select(results.c.id, results.c.pending, results.c.tried, results.c.graded_at)
    .join(editions)
    .where(
        editions.c.assignment == bindparam("assignment"),
        editions.c.edition == bindparam("edition"),
        results.c.source_sha256 == bindparam("source_sha256"),
        results.c.grader_version == bindparam("grader_version"),
        results.c.seed == bindparam("seed"),
    )
    .order_by(results.c.tried.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownResult:
    """What there is of a result.

    Attributes:
        id: Its number.
        pending: Whether points are pending.
        tried: How often it was tried before.
        graded_at: When it was decided.
    """

    id: int
    pending: bool
    tried: int
    graded_at: datetime


def insert_once(connection: Connection, table: Table, values: dict[str, Any]) -> int | None:
    """Add a row unless another has its unique values, whoever added that one and when.

    Returns:
        The number of the new row, 0 where its table counts none, or None where there was one already.
    """
    done = connection.execute(_insertion(table, on_server=connection.dialect.name == "postgresql"), values)
    if "id" not in table.c:
        return 0 if done.rowcount else None
    return done.scalar_one_or_none()


@cache
def _insertion(table: Table, *, on_server: bool) -> Any:
    statement = (postgresql if on_server else sqlite).insert(table).on_conflict_do_nothing()
    return statement.returning(table.c.id) if "id" in table.c else statement


def add_student(connection: Connection, student: Student, now: datetime) -> int:
    """Add a student, or a new row of details where something about them is new.

    What a roster does not tell is kept: an identifier is never forgotten.

    Returns:
        The student's number.
    """
    number = insert_once(connection, students, {"key": student.key, "recorded_at": now})
    if number is None:
        # Whoever else adds the same student now waits until this transaction has ended.
        number = connection.execute(_STUDENT.with_for_update(), {"key": student.key}).scalar_one()
    newest = connection.execute(
        select(details).where(details.c.student_id == number).order_by(details.c.id.desc()).limit(1)
    ).first()
    new = {
        "name": storable(student.name),
        "sortable": storable(student.sortable),
        "section": storable(student.section),
        "ids": _sorted_ids(student.ids),
    }
    if newest is not None:
        told = {one.kind for one in student.ids}
        # Moodle's number of a student is another for each assignment, and all of them are theirs.
        kept = {one for one in load_ids(newest.ids) if one.kind not in told or one.kind == "moodle"}
        new["ids"] = _sorted_ids({*student.ids, *kept})
        new["sortable"] = student.sortable or newest.sortable
        new["section"] = student.section or newest.section
        if all(newest._mapping[name] == value for name, value in new.items()):  # noqa: SLF001  # its public name
            return int(number)
    connection.execute(insert(details).values(student_id=number, recorded_at=now, **new))
    return int(number)


def _sorted_ids(ids: Iterable[Identifier]) -> str:
    return dump_ids(sorted(ids, key=lambda one: (one.kind, one.value)))


def add_edition(connection: Connection, edition: AssignmentEdition, now: datetime) -> None:
    """Add an edition of an assignment, once."""
    insert_once(
        connection,
        editions,
        {
            "assignment": edition.assignment,
            "edition": edition.edition,
            "title": edition.title,
            "possible": edition.possible,
            "by_hand": dump_by_hand(edition.by_hand),
            "recorded_at": now,
        },
    )


def find_result(connection: Connection, key: ResultKey) -> KnownResult | None:
    """Find the newest result of a key; None where there is none."""
    row = connection.execute(_NEWEST_RESULT, asdict(key)).first()
    if row is None:
        return None
    return KnownResult(id=row.id, pending=row.pending > 0, tried=row.tried, graded_at=row.graded_at)


def add_result(connection: Connection, result: Result) -> int:
    """Add a result, unless its key has one in which nothing is pending, or this very one.

    Returns:
        The number of the result that stands for the key.

    Raises:
        UsageError: The edition was not added before.
    """
    key = result.key
    known = find_result(connection, key)
    if known is not None and (not known.pending or known.graded_at == result.graded_at):
        return known.id
    edition = connection.execute(
        _EDITION, {"assignment": key.assignment, "edition": key.edition}
    ).scalar_one_or_none()
    if edition is None:
        raise UsageError(f"The gradebook does not know the edition {key.edition} of {key.assignment}.")
    insert_once(connection, sources, {"sha256": key.source_sha256, "text": storable(result.source)})
    number = insert_once(
        connection,
        results,
        {
            "edition_id": edition,
            "source_sha256": key.source_sha256,
            "grader_version": key.grader_version,
            "seed": key.seed,
            "tried": known.tried + 1 if known else 0,
            "isolation": result.isolation,
            "graded_at": result.graded_at,
            "points": result.points,
            "pending": result.pending,
            "parts": dump_parts(result.parts),
            "report": storable(result.report),
        },
    )
    if number is None:
        # Another process was faster, and its result is the same.
        again = find_result(connection, key)
        return again.id if again else 0
    return number


def add_attempt(
    connection: Connection, submitted: Submitted, key: ResultKey, result: int, now: datetime
) -> Recorded:
    """Add an attempt with its result, or tell what becomes of one that is known."""
    student = connection.execute(_STUDENT, {"key": submitted.student}).scalar_one_or_none()
    if student is None:
        raise UsageError(
            f"The gradebook knows no student {submitted.student}.", "Name the roster with --roster."
        )
    same = {
        "student_id": student,
        "assignment": key.assignment,
        "source_sha256": key.source_sha256,
        "moment": moment_text(submitted.handed_in) if submitted.time_trusted and submitted.handed_in else "",
    }
    values = {
        "file": storable(submitted.file),
        "handed_in": submitted.handed_in,
        "time_source": submitted.time_source,
        "late": submitted.late,
        "recorded_at": now,
    }
    attempt = None if same["moment"] else _with_trusted_time(connection, same)
    outcome = None
    if attempt is None:
        attempt = insert_once(connection, attempts, {**same, **values})
        outcome = Recorded.NEW if attempt is not None else None
    if attempt is None:
        attempt = connection.execute(
            select(attempts.c.id)
            .where(*(attempts.c[name] == value for name, value in same.items()))
            .with_for_update()
        ).scalar_one()
    if outcome is None:
        outcome = _of_known(connection, attempt, result)
    if outcome in {Recorded.NEW, Recorded.RETRIED}:
        connection.execute(insert(gradings).values(attempt_id=attempt, result_id=result, recorded_at=now))
    return outcome


def _with_trusted_time(connection: Connection, same: Mapping[str, Any]) -> int | None:
    """Find the newest attempt of a student with the same source whose time is trusted."""
    alike = (attempts.c[name] == value for name, value in same.items() if name != "moment")
    return connection.execute(
        select(attempts.c.id).where(*alike, attempts.c.moment != "").order_by(attempts.c.id.desc()).limit(1)
    ).scalar_one_or_none()


def standing_result(attempt_ids: Iterable[int] | None = None) -> Any:
    """Return a query of (attempt_id, result_id): the newest grading of each that was not taken back."""
    standing = (
        select(gradings.c.attempt_id, func.max(gradings.c.id).label("grading_id"))
        .outerjoin(revocations, revocations.c.correction_id == gradings.c.correction_id)
        .where(revocations.c.correction_id.is_(None))
        .group_by(gradings.c.attempt_id)
    )
    if attempt_ids is not None:
        standing = standing.where(gradings.c.attempt_id.in_(list(attempt_ids)))
    newest = standing.subquery()
    return select(gradings.c.attempt_id, gradings.c.result_id).join(
        newest, newest.c.grading_id == gradings.c.id
    )


def _of_known(connection: Connection, attempt: int, result: int) -> Recorded:
    row = connection.execute(standing_result([attempt])).first()
    if row is None:
        return Recorded.NEW
    if row.result_id == result:
        return Recorded.UNCHANGED
    pending = connection.execute(select(results.c.pending).where(results.c.id == row.result_id)).scalar_one()
    return Recorded.RETRIED if pending > 0 else Recorded.HELD
