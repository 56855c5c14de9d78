"""What taking a correction back would change, before it is taken back."""

from dataclasses import replace
from typing import Any

from grader.gradebook.records import Attempt, Correction, Kind
from grader.gradebook.store import Gradebook, Grading

__all__ = ["without_correction"]


def without_correction(book: Gradebook, correction: Correction) -> dict[str, Any]:
    """Return the arguments of `work_out` for grades as if a correction had been taken back."""
    if correction.kind is Kind.REGRADE:
        return {"instead": _before_regrade(book, correction)}
    return {"without": correction.id}


def _before_regrade(book: Gradebook, correction: Correction) -> list[Attempt]:
    """Return the attempts that a regrade changed, each with the result that would stand again."""
    revoked = {one.id for one in book.corrections(correction.assignment) if not one.stands}
    attempts = {one.id: one for one in book.attempts(assignment=correction.assignment)}
    left: dict[int, Grading] = {}
    changed = set()
    for one in book.gradings(attempts):
        if one.correction == correction.id:
            changed.add(one.attempt)
        elif one.correction not in revoked:
            left[one.attempt] = one
    return [replace(attempts[number], result=left[number].result) for number in sorted(changed & left.keys())]
