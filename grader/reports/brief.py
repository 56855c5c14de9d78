"""The short form of failures: the first one in a few lines, and a line for each further one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Final

from grader.model.check import Check, Outcome
from grader.model.formatting import abridged
from grader.reports import templates
from grader.reports.failure_rows import (
    Row,
    actual_vs_expected_rows,
    assumed_rows,
    explanation_rows,
    format_title,
    hint_rows,
    output_rows,
)
from grader.reports.grouping import FailureGroup

__all__ = ["LINES", "brief_rows", "describe_further", "height_of"]

LINES: Final = 24
_LONGEST: Final = 160
_INDENT: Final = 4
_SHORTEST_LABEL: Final = 8
_GAP: Final = 2
_FEWEST_COLUMNS: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ranked:
    """A row, and how soon it gives way where there is no room for all.

    Attributes:
        rank: 0 for what always stays; the greatest gives way first.
        row: The row.
    """

    rank: int
    row: Row


def brief_rows(group: FailureGroup, *, room: int, width: int) -> list[Row]:
    """Return the rows of a failure that matter most.

    Args:
        group: The failure, and those that are like it.
        room: Lines there are for them.
        width: Columns of a line.
    """
    ranked = list(_rank(group))
    while sum(_heights([one.row for one in ranked], width)) > room:
        rank = max(one.rank for one in ranked)
        if not rank:
            break
        # Of two that matter as little, the later one goes.
        ranked.remove(next(one for one in reversed(ranked) if one.rank == rank))
    return [one.row for one in ranked]


def _rank(group: FailureGroup) -> Iterable[_Ranked]:
    check = group.first
    for row in explanation_rows(check):
        yield _Ranked(rank=0 if row.label == "why" else 2, row=row)
    if check.calls:
        yield _Ranked(rank=1, row=Row("called", abridged(str(check.calls[-1]), _LONGEST)))
    for row in assumed_rows(check):
        yield _Ranked(rank=1, row=row)
    first, *others = actual_vs_expected_rows(check)
    # An exception that is explained in words of the course needs its own less.
    explained = check.explanation is not None and check.outcome is Outcome.RAISED
    yield _Ranked(rank=2 if explained else 0, row=Row(first.label, abridged(first.text, 2 * _LONGEST)))
    for row in others:
        # The names of what follows take one line; whole values take several, and say little more.
        yield _Ranked(rank=6 if row.label else 5, row=Row(row.label, abridged(row.text, _LONGEST)))
    if check.location:
        yield _Ranked(rank=4, row=Row("look at", str(check.location)))
    for row in hint_rows(check):
        yield _Ranked(rank=3, row=Row(row.label, abridged(row.text, 2 * _LONGEST)))
    for row in output_rows(check):
        yield _Ranked(rank=7, row=Row(row.label, row.text.split("\n")[-1]))
    if group.others:
        yield _Ranked(rank=2, row=Row("as well", templates.FAILED_ALIKE.format(len(group.others))))


def _heights(rows: Sequence[Row], width: int) -> Iterable[int]:
    label = max(_SHORTEST_LABEL, *(len(row.label) for row in rows))
    columns = max(_FEWEST_COLUMNS, width - _INDENT - _GAP - min(label, width // 3))
    return (height_of(row.text, columns) for row in rows)


def height_of(text: str, columns: int) -> int:
    """Count the lines that a text takes where lines are folded at a width."""
    return sum(max(1, len(wrap(line, columns, break_on_hyphens=False))) for line in text.split("\n"))


def describe_further(group: FailureGroup) -> str:
    """Name a failure, and how many are like it, in one sentence."""
    check: Check = group.first
    if group.others:
        number = 1 + len(group.others)
        return templates.FURTHER_ALIKE.format(number=number, part=check.part, title=format_title(check))
    return templates.FURTHER.format(part=check.part, title=format_title(check))
