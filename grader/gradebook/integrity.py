"""Looks for damage in a gradebook."""

import hashlib
from collections.abc import Iterator

from sqlalchemy import Connection, select, text

from grader.gradebook.reading import read_results
from grader.gradebook.tables import attempts, gradings, results, sources

__all__ = ["find_damage"]


def find_damage(connection: Connection) -> list[str]:
    """Return what is wrong with a gradebook, as sentences; nothing if it is whole."""
    return [*_file_damage(connection), *_row_damage(connection)]


def _file_damage(connection: Connection) -> Iterator[str]:
    if connection.dialect.name != "sqlite":
        return
    for row in connection.execute(text("PRAGMA integrity_check")):
        if row[0] != "ok":
            yield f"The file is damaged: {row[0]}."
    for table, number, parent, _ in connection.execute(text("PRAGMA foreign_key_check")):
        yield f"Row {number} of {table} names a row of {parent} that is not there."


def _row_damage(connection: Connection) -> Iterator[str]:
    for row in connection.execute(select(sources)):
        # What cannot be run has no source text, and what no database keeps stands there in another form.
        if (
            row.text
            and "\\ud" not in row.text
            and "\\x00" not in row.text
            and hashlib.sha256(row.text.encode("utf-8", "surrogatepass")).hexdigest() != row.sha256
        ):
            yield f"The source {row.sha256} is not what was graded."
    sums = connection.execute(select(results.c.id, results.c.points, results.c.pending)).all()
    whole = read_results(connection, (row.id for row in sums), texts=False)
    for row in sums:
        if (whole[row.id].points, whole[row.id].pending) != (row.points, row.pending):
            yield f"The points of result {row.id} are not the sum of its parts."
    graded = select(gradings.c.attempt_id)
    for row in connection.execute(select(attempts.c.id).where(attempts.c.id.not_in(graded))):
        yield f"Attempt {row.id} has no result."
