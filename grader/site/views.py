"""What the templates are given: one view of the course, of each assignment and of each student."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from fractions import Fraction
from statistics import median
from typing import Final

from markupsafe import Markup

from grader.diagnosis.catalogue import Misconception
from grader.gradebook.figures import format_points, format_time
from grader.gradebook.students import Student
from grader.model.assignment import Assignment
from grader.model.formatting import abridged
from grader.site.causes import Cause, count_causes
from grader.site.check_figures import CheckFigures, PartFigures, check_figures, part_figures
from grader.site.concerns import Concern, find_concerns
from grader.site.faults import Faults, find_faults
from grader.site.graphs import Drawing
from grader.site.pages import slug
from grader.site.plots import (
    Attempted,
    Bin,
    Day,
    attempts_by_day,
    points_in_bins,
    render_histogram,
    render_timeline,
)
from grader.site.records import Work
from grader.site.similar import SimilarGroup, SimilarPair, group_pairs

__all__ = ["AssignmentView", "CourseView", "Line", "Person", "Row", "Sheet", "view_assignment"]

_LONGEST_MISTAKE: Final = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of what to know first.

    Attributes:
        head: Its first words.
        text: The rest.
        target: The anchor that it leads to; empty for none.
    """

    head: str
    text: str
    target: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentView:
    """The page of an assignment."""

    title: str
    folder: str
    due: str
    possible: str
    works: tuple[Work, ...]
    handed_in: tuple[Work, ...]
    judged: tuple[Work, ...]
    faults: Faults | None
    attempts: int
    median: str
    whole: int
    causes: tuple[Cause, ...]
    concerns: tuple[Concern, ...]
    parts: tuple[PartFigures, ...]
    checks: tuple[CheckFigures, ...]
    first: tuple[Line, ...]
    bins: tuple[Bin, ...]
    histogram: Markup
    days: tuple[Day, ...]
    timeline: Markup
    pairs: tuple[SimilarPair, ...]
    groups: tuple[SimilarGroup, ...]
    late: tuple[Work, ...]
    anchors: dict[str, str]
    mistakes: dict[str, str]

    @property
    def doubtful(self) -> list[CheckFigures]:
        """The checks that should be looked at."""
        return sorted((one for one in self.checks if one.remarks), key=lambda one: -one.alone)

    @property
    def checks_by_part(self) -> list[tuple[str, list[CheckFigures], list[CheckFigures]]]:
        """The parts, worst check first, each with its checks that somebody does not pass, and all others."""
        titles = dict.fromkeys(one.part for one in self.checks)
        return [
            (
                title,
                [one for one in self.checks if one.part == title and one.pass_rate < 1],
                [one for one in self.checks if one.part == title and one.pass_rate == 1],
            )
            for title in titles
        ]

    def mistake(self, name: str) -> str:
        """Return what a known mistake does, abridged; its name if it is known no more."""
        return self.mistakes.get(name, name)

    def anchor(self, name: str) -> str:
        """Return the title of a heading of the handout; empty if there is none."""
        return self.anchors.get(name, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A student in the table of the course."""

    student: Student
    name: str
    page: str
    sortable: str
    points: tuple[str, ...]
    percent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseView:
    """The page of the course, and what every other page says of it."""

    course: str
    written: str
    sections: tuple[str, ...]
    assignments: tuple[AssignmentView, ...]
    people: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One assignment on the page of a student."""

    title: str
    folder: str
    work: Work
    report: Markup
    graph: Drawing | None
    concern: Concern | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """The page of a student."""

    student: Student
    steps: tuple[str, ...]
    sheets: tuple[Sheet, ...] = field(default=())


def view_assignment(
    assignment: Assignment,
    works: Sequence[Work],
    entries: Sequence[Misconception],
    anchors: dict[str, str],
    zone: tzinfo,
    pairs: Sequence[SimilarPair] = (),
) -> AssignmentView:
    """View an assignment.

    Args:
        assignment: The assignment.
        works: What each student of the class did for it.
        entries: Its known mistakes.
        anchors: The anchors of its handout, each with its title.
        zone: The time zone to tell times in.
        pairs: Programs that are alike, each two with a page.
    """
    handed_in = tuple(work for work in works if work.attempts)
    judged = tuple(work for work in works if work.is_judged)
    causes = tuple(count_causes(judged, entries, {part.name: part.title for part in assignment.parts}))
    concerns = tuple(find_concerns(works, _alike(pairs)))
    checks = tuple(check_figures(works))
    points = [work.grade.points for work in judged if work.grade.points is not None]
    possible = Fraction(sum(part.points for part in assignment.parts))
    shares = [float(100 * one / possible) for one in points]
    bins = tuple(points_in_bins(shares))
    attempted = _attempted(handed_in)
    middle = format_points(Fraction(median(points))) if points else "-"
    parts = tuple(part_figures(judged))
    return AssignmentView(
        title=assignment.title,
        folder=slug(assignment.name),
        due=format_time(assignment.due, zone),
        possible=format_points(possible),
        works=tuple(works),
        handed_in=handed_in,
        judged=judged,
        faults=find_faults(works, assignment.name),
        attempts=sum(len(work.attempts) for work in works),
        median=middle,
        whole=sum(one >= possible for one in points),
        causes=causes,
        concerns=concerns,
        parts=parts,
        checks=checks,
        first=tuple(_first(causes, checks, concerns, parts, len(judged))),
        bins=bins,
        histogram=Markup(render_histogram(bins, _describe_bins(bins, middle))),  # noqa: S704  # made of elements
        days=tuple(attempts_by_day(attempted, zone)),
        timeline=_timeline(attempted, assignment, zone),
        pairs=tuple(pairs),
        groups=tuple(group_pairs(pairs)),
        late=tuple(work for work in works if _came_after(work, assignment.due)),
        anchors=anchors,
        mistakes={one.name: abridged(one.mistake, _LONGEST_MISTAKE) for one in entries},
    )


def _alike(pairs: Sequence[SimilarPair]) -> dict[str, list[str]]:
    """Return for each program that is like another one whose these others are."""
    found: dict[str, list[str]] = {}
    for pair in pairs:
        for key, other in zip(pair.keys, reversed(pair.names), strict=True):
            found.setdefault(key, []).append(other)
    return found


def _came_after(work: Work, due: datetime) -> bool:
    counting = work.counting
    if counting is None or counting.handed_in is None:
        return False
    return counting.is_time_trusted and counting.handed_in > due


def _first(
    causes: Sequence[Cause],
    checks: Sequence[CheckFigures],
    concerns: Sequence[Concern],
    parts: Sequence[PartFigures],
    judged: int,
) -> Iterator[Line]:
    """Say in a few lines what to explain, whom to talk to, and which check to look at."""
    for cause in causes[:2]:
        if cause.shared > 1:
            yield Line(
                head="Explain:",
                text=f"{cause.shared} of {judged} make one mistake. {cause.mistake}",
                target=f"#mistake-{slug(cause.name)}",
            )
    if parts and parts[0].share < 1:
        share = round(100 * parts[0].share)
        yield Line(
            head="Hardest part:",
            text=f"{parts[0].title}, {share} % of its points on average.",
            target="#parts",
        )
    if concerns:
        kinds = list(dict.fromkeys(one.kind for one in concerns))
        counts = ", ".join(f"{sum(one.kind == kind for one in concerns)} {kind}" for kind in kinds)
        yield Line(head="Talk to:", text=f"submissions that need a human: {counts}.", target="#human")
    doubtful = sorted((one for one in checks if one.remarks), key=lambda one: -one.alone)
    if doubtful:
        yield Line(
            head="Look at the check:", text=f"{doubtful[0].title}. {doubtful[0].remarks[0]}", target="#checks"
        )


def _attempted(works: Sequence[Work]) -> list[Attempted]:
    found = []
    for work in works:
        possible = sum((part.possible for part in work.parts), Fraction())
        timed = [one for one in work.attempts if one.handed_in is not None]
        found += [
            Attempted(
                time=one.handed_in,
                percent=float(100 * one.points / possible),
                counts=one.counts,
                is_first=one is timed[0],
            )
            for one in timed
            if one.handed_in is not None and possible
        ]
    return found


def _timeline(attempted: Sequence[Attempted], assignment: Assignment, zone: tzinfo) -> Markup:
    if not attempted:
        return Markup("")
    late = sum(one.time > assignment.due for one in attempted)
    label = f"{len(attempted)} attempts over time, by their points; {late} of them after the deadline."
    return Markup(render_timeline(attempted, assignment.due, zone, label))  # noqa: S704  # made of elements


def _describe_bins(bins: Sequence[Bin], middle: str) -> str:
    most = max(bins, key=lambda one: one.count)
    return (
        f"Distribution of the points. The median is {middle}; most students, {most.count}, have {most.label}."
    )
