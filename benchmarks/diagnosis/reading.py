"""What a student reads of each slip, and whether it is true, as a strict teacher judged it.

Judgements are kept in `verdicts.yaml`, by submission and by the very words. Words that nobody has judged
count as none of the good ones, so that a change of the feedback shows.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

import yaml

from benchmarks.diagnosis.grading import Said
from benchmarks.diagnosis.submissions import AUTHORS, COURSE
from benchmarks.measure import table
from grader.diagnosis.templates import PATTERNS
from grader.model.check import Check
from grader.reports.failure_rows import failure_rows, format_title
from grader.reports.grouping import group_failures

__all__ = [
    "HEADER",
    "PAGE",
    "Reading",
    "count_verdicts",
    "pattern_verdicts",
    "read_first_failures",
    "render_page",
]

_ORDER: Final = {assignment.name: place for place, assignment in enumerate(COURSE.assignments)}
_FOLDER: Final = Path(__file__).parent
_JUDGED: Final = _FOLDER / "verdicts.yaml"
PAGE: Final = _FOLDER / "SLIPS.md"
HEADER: Final = (
    "verdict",
    *(f"{author} author, {when}" for author in AUTHORS for when in ("at first", "now")),
)
NOTHING: Final = "every check passes"
UNREAD: Final = "not judged yet"
_NO_WORDS: Final = frozenset({"called", "look at", "hint", "frames", "printed"})
VERDICTS: Final = ("named", "led to the right place", "beside the point", "untrue", "not caught", UNREAD)
_PAGE: Final = """# Slips, and what a student read

{count} slips over all six assignments, made by three authors who had not seen the catalogue: the solution,
with some of its functions in another hand and one of them wrong. The first author's have numbers up to 08,
and what they showed was mended; then the second wrote others, from 11, and after that the third, from 21,
each without having seen those before. Each is graded with the visible checks, which are what a student has.
Below is what is wrong, the first failure that the report shows, and what it says of it: the reason, or where
it knows none what came and the suite's hint.

A strict teacher judged these words: they *name* the mistake, *lead to the right place*, are *beside the
point* or *untrue*. *At first* is what was said before anything was mended for these slips; it stays as it
was. `python -m benchmarks.diagnosis slips` grades them again and writes this page; judgements are in
`verdicts.yaml`, by the very words, so that changed words show as not judged.

{table}
{slips}"""
_SLIP: Final = """
**{name}** {mistake}

- first failure: {title}; {more} more
- read: {read}
- at first {first}, now {now}
"""


class Reading:
    """The first failure of a submission as its student reads it.

    Args:
        said: What was said of the submission.
        judged: Verdicts on its sentences, by their words.
    """

    def __init__(self, said: Said, judged: dict[str, str]) -> None:
        self.said = said
        groups = group_failures(said.report)
        self.title = format_title(groups[0].first) if groups else NOTHING
        self.read = _words(groups[0].first, said.wrong.source) if groups else NOTHING
        self.more = max(0, len(said.lost) - 1)
        self.verdict = judged.get(self.read, UNREAD) if groups else "not caught"


def read_first_failures(said: Sequence[Said]) -> list[Reading]:
    """Read the first failure of each submission."""
    judged = _judged()
    return [Reading(one, judged.get(_key(one), {})) for one in said]


def count_verdicts(readings: Sequence[Reading]) -> list[tuple[str, ...]]:
    """Count the readings of each author's slips by verdict, at first and now, as rows of a table."""
    counts: dict[str, list[int]] = {verdict: [] for verdict in VERDICTS}
    for author in AUTHORS:
        some = [reading for reading in readings if reading.said.wrong.author == author]
        first = Counter(reading.said.wrong.at_first for reading in some)
        now = Counter(reading.verdict for reading in some)
        for verdict, row in counts.items():
            row += [first[verdict], now[verdict]]
    return [(verdict, *map(str, row)) for verdict, row in counts.items() if any(row)]


def render_page(readings: Sequence[Reading]) -> str:
    """Write the page of all slips as Markdown."""
    pieces = []
    by_assignment = sorted(readings, key=lambda reading: _ORDER[reading.said.wrong.assignment])
    for assignment, some in groupby(by_assignment, key=lambda reading: reading.said.wrong.assignment):
        pieces.append(f"\n## {assignment}\n")
        pieces += [
            _SLIP.format(
                name=one.said.wrong.name,
                mistake=one.said.wrong.mistake,
                title=one.title,
                more=one.more,
                read=one.read.replace("\n", " "),
                first=one.said.wrong.at_first,
                now=one.verdict,
            )
            for one in some
        ]
    counts = table(HEADER, count_verdicts(readings))
    return _PAGE.format(count=len(readings), table=counts, slips="".join(pieces))


def pattern_verdicts(said: Sequence[Said]) -> Iterator[tuple[str, str, str, str]]:
    """Yield every sentence that a pattern of wrong numbers gave: submission, pattern, words and verdict."""
    judged = _judged()
    for one in said:
        seen = {
            (check.explanation.name, _why(check))
            for check in one.lost
            if check.explanation and check.explanation.name in PATTERNS
        }
        for name, why in sorted(seen):
            yield _key(one), name, why, judged.get(_key(one), {}).get(why, UNREAD)


def _words(check: Check, source: str) -> str:
    """Return the reason for a failure, with the line it speaks of, or else what came and the hint."""
    if why := _why(check):
        repaired = check.explanation is not None and check.explanation.location is not None
        line = source.split("\n")[check.location.line - 1].strip() if repaired and check.location else ""
        return f"{why} The line: `{line}`" if line else why
    rows = failure_rows(check)
    first = next((f"{row.label}: {row.text}" for row in rows if row.label not in _NO_WORDS), "")
    hint = next((f"hint: {row.text}" for row in rows if row.label == "hint"), "")
    return "; ".join(filter(None, (first, hint)))


def _why(check: Check) -> str:
    return next((row.text for row in failure_rows(check) if row.label == "why"), "")


def _judged() -> dict[str, dict[str, str]]:
    judged: dict[str, dict[str, str]] = yaml.safe_load(_JUDGED.read_text(encoding="utf-8")) or {}
    return judged


def _key(said: Said) -> str:
    return f"{said.wrong.assignment}/{said.wrong.name}"
