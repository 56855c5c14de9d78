"""Records as the texts in which the tables keep them, and back."""

import json
from collections.abc import Iterable
from fractions import Fraction

from grader.gradebook.records import CheckResult, PartResult
from grader.gradebook.students import Identifier

__all__ = ["dump_by_hand", "dump_ids", "dump_parts", "load_by_hand", "load_ids", "load_parts", "storable"]


def storable(text: str) -> str:
    r"""Return a text that every database keeps: halves of surrogate pairs and zero characters as escapes.

    A notebook can hold `"\ud800"`, and the name of a file any bytes. Neither may stop a class.
    """
    return text.replace("\0", "\\x00").encode("utf-8", "backslashreplace").decode("utf-8")


def dump_ids(ids: Iterable[Identifier]) -> str:
    """Write identifiers as JSON."""
    return json.dumps([[one.kind, one.value] for one in ids])


def load_ids(text: str) -> tuple[Identifier, ...]:
    """Read what `dump_ids` wrote."""
    return tuple(Identifier(kind=kind, value=value) for kind, value in json.loads(text))


def dump_by_hand(parts: Iterable[tuple[str, Fraction]]) -> str:
    """Write the parts that are graded by hand as JSON."""
    return json.dumps([[name, str(points)] for name, points in parts])


def load_by_hand(text: str) -> tuple[tuple[str, Fraction], ...]:
    """Read what `dump_by_hand` wrote."""
    return tuple((name, Fraction(points)) for name, points in json.loads(text))


def dump_parts(parts: Iterable[PartResult]) -> str:
    """Write the points of parts as JSON, exact."""
    return json.dumps(
        [
            {
                "name": one.name,
                "title": one.title,
                "possible": str(one.possible),
                "points": str(one.points),
                "pending": str(one.pending),
                "scoring": one.scoring,
                "checks": [[check.id, check.outcome] for check in one.checks],
            }
            for one in parts
        ]
    )


def load_parts(text: str) -> tuple[PartResult, ...]:
    """Read what `dump_parts` wrote."""
    return tuple(
        PartResult(
            name=one["name"],
            title=one["title"],
            possible=Fraction(one["possible"]),
            points=Fraction(one["points"]),
            pending=Fraction(one["pending"]),
            scoring=one["scoring"],
            checks=tuple(CheckResult(id=id_, outcome=outcome) for id_, outcome in one["checks"]),
        )
        for one in json.loads(text)
    )
