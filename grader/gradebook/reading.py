"""Reads the gradebook's rows as records, within a transaction of the caller's."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, select

from grader.gradebook.codecs import load_by_hand, load_ids, load_parts
from grader.gradebook.records import (
    AssignmentEdition,
    Attempt,
    Correction,
    Kind,
    Result,
    ResultKey,
    Submitted,
)
from grader.gradebook.students import Student
from grader.gradebook.tables import (
    attempts,
    corrections,
    details,
    editions,
    gradings,
    results,
    revocations,
    sources,
    students,
)
from grader.gradebook.writing import standing_result

__all__ = [
    "read_attempts",
    "read_corrections",
    "read_editions",
    "read_gradings",
    "read_known",
    "read_results",
    "read_students",
]

# Databases limit how many values a statement may have.
_AT_ONCE = 500


def read_students(connection: Connection) -> list[Student]:
    """Read every student with the newest details, by the name to sort by."""
    newest = select(func.max(details.c.id)).group_by(details.c.student_id)
    rows = connection.execute(
        select(students.c.key, details).join(details).where(details.c.id.in_(newest))
    ).all()
    found = [
        Student(key=row.key, name=row.name, sortable=row.sortable, ids=load_ids(row.ids), section=row.section)
        for row in rows
    ]
    return sorted(found, key=lambda one: ((one.sortable or one.name).casefold(), one.key))


def read_editions(connection: Connection, assignment: str | None = None) -> list[AssignmentEdition]:
    """Read the editions that were graded, oldest first."""
    query = select(editions).order_by(editions.c.id)
    if assignment is not None:
        query = query.where(editions.c.assignment == assignment)
    return [
        AssignmentEdition(
            assignment=row.assignment,
            edition=row.edition,
            title=row.title,
            possible=row.possible,
            by_hand=load_by_hand(row.by_hand),
        )
        for row in connection.execute(query)
    ]


def read_known(connection: Connection, assignment: str) -> dict[ResultKey, bool]:
    """Read which results there are for an assignment, each with whether the newest has points pending."""
    rows = connection.execute(
        select(
            editions.c.edition,
            results.c.source_sha256,
            results.c.grader_version,
            results.c.seed,
            results.c.pending,
        )
        .join(editions)
        .where(editions.c.assignment == assignment)
        .order_by(results.c.tried)
    )
    return {
        ResultKey(
            assignment=assignment,
            edition=row.edition,
            source_sha256=row.source_sha256,
            grader_version=row.grader_version,
            seed=row.seed,
        ): row.pending > 0
        for row in rows
    }


def read_results(connection: Connection, numbers: Iterable[int], *, texts: bool) -> dict[int, Result]:
    """Read results by their numbers.

    Args:
        connection: The transaction.
        numbers: The numbers of the rows.
        texts: Whether to read sources and reports, which are large.
    """
    wanted = sorted(set(numbers))
    columns: list[Any] = [
        results.c.id,
        editions.c.assignment,
        editions.c.edition,
        results.c.source_sha256,
        results.c.grader_version,
        results.c.seed,
        results.c.isolation,
        results.c.graded_at,
        results.c.parts,
    ]
    if texts:
        columns += [results.c.report, sources.c.text]
    found = {}
    for start in range(0, len(wanted), _AT_ONCE):
        query = select(*columns).join(editions).where(results.c.id.in_(wanted[start : start + _AT_ONCE]))
        if texts:
            query = query.join(sources)
        for row in connection.execute(query):
            found[row.id] = _result(row, texts=texts)
    return found


def read_attempts(
    connection: Connection, *, assignment: str | None, student: str | None, texts: bool
) -> list[Attempt]:
    """Read attempts with the results that stand, oldest first.

    One whose time was not trusted is left out where the same source was recorded with a trusted time later:
    they are one.
    """
    standing = standing_result().subquery()
    query = (
        select(attempts, students.c.key, standing.c.result_id)
        .join(students)
        .join(standing, standing.c.attempt_id == attempts.c.id)
        .order_by(attempts.c.id)
    )
    if assignment is not None:
        query = query.where(attempts.c.assignment == assignment)
    if student is not None:
        query = query.where(students.c.key == student)
    everything = connection.execute(query).all()
    timed = {_same(row) for row in everything if row.moment}
    rows = [row for row in everything if row.moment or _same(row) not in timed]
    found = read_results(connection, (row.result_id for row in rows), texts=texts)
    return [_attempt(row, found[row.result_id]) for row in rows]


def read_corrections(
    connection: Connection, *, assignment: str | None = None, number: int | None = None
) -> list[Correction]:
    """Read what people decided, oldest first, with what was taken back."""
    query = (
        select(
            corrections,
            students.c.key,
            revocations.c.author.label("revoked_by"),
            revocations.c.reason.label("revoked_why"),
            revocations.c.made_at.label("revoked_at"),
        )
        .outerjoin(students)
        .outerjoin(revocations)
        .order_by(corrections.c.id)
    )
    if assignment is not None:
        query = query.where(corrections.c.assignment == assignment)
    if number is not None:
        query = query.where(corrections.c.id == number)
    return [_correction(row) for row in connection.execute(query)]


def read_gradings(connection: Connection, attempt_ids: Sequence[int]) -> list[Row[Any]]:
    """Read every grading of some attempts, those that were taken back among them, oldest first."""
    return list(
        connection.execute(
            select(gradings, revocations.c.made_at.label("revoked_at"))
            .outerjoin(revocations, revocations.c.correction_id == gradings.c.correction_id)
            .where(gradings.c.attempt_id.in_(attempt_ids))
            .order_by(gradings.c.id)
        )
    )


def _same(row: Row[Any]) -> tuple[int, str, str]:
    return row.student_id, row.assignment, row.source_sha256


def _result(row: Row[Any], *, texts: bool) -> Result:
    return Result(
        key=ResultKey(
            assignment=row.assignment,
            edition=row.edition,
            source_sha256=row.source_sha256,
            grader_version=row.grader_version,
            seed=row.seed,
        ),
        source=row.text if texts else "",
        isolation=row.isolation,
        graded_at=row.graded_at,
        parts=load_parts(row.parts),
        report=row.report if texts else "",
    )


def _attempt(row: Row[Any], result: Result) -> Attempt:
    return Attempt(
        id=row.id,
        submitted=Submitted(
            student=row.key,
            file=row.file,
            handed_in=row.handed_in,
            time_source=row.time_source,
            time_trusted=bool(row.moment),
            late=row.late,
        ),
        result=result,
        recorded_at=row.recorded_at,
    )


def _correction(row: Row[Any]) -> Correction:
    return Correction(
        id=row.id,
        kind=Kind(row.kind),
        assignment=row.assignment,
        author=row.author,
        reason=row.reason,
        made_at=row.made_at,
        student=row.key or "",
        section=row.section,
        part=row.part,
        check=row.check,
        points=row.points,
        until=row.until,
        revoked_at=row.revoked_at,
        revoked_by=row.revoked_by or "",
        revoked_why=row.revoked_why or "",
    )
