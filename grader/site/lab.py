"""The page for a lab hour: how many have which part, and what they stumble over now; names only if asked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from fractions import Fraction
from pathlib import Path
from typing import Final

from grader import __version__
from grader.diagnosis.catalogue import load_catalogue
from grader.files import write_bytes
from grader.gradebook.grades import AssignmentGrade
from grader.gradebook.students import Student
from grader.model.assignment import Assignment, Course
from grader.model.redaction import redact_report
from grader.model.report import Report
from grader.site.causes import Cause, count_causes
from grader.site.gathering import read_work
from grader.site.pages import Pages
from grader.site.records import Work

__all__ = ["LabPage", "LabPart", "LabView"]

_FOOTER: Final = (
    "Written by grade {version}. It shows the newest file of each student, and nothing here is a grade."
)
_SECONDS: Final = 3
"""Time after which an open page looks for a newer one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabPart:
    """How many have a part.

    Attributes:
        title: The part's name for people.
        have: How many have all its points.
    """

    title: str
    have: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LabView:
    """What the page shows.

    Attributes:
        course: The course's name.
        title: The assignment's name for people.
        time: When it was last brought up to date, as people read it.
        ended: Whether the watch has ended, and no newer page will come.
        seconds: Time after which an open page looks for a newer one.
        enrolled: How many are on the roster; 0 without one.
        works: What each has now, of those whose file is graded, by name.
        waiting: How many files are not graded yet.
        unknown: How many files belong to nobody on the roster.
        whole: How many have every part.
        pending: For how many something could not be judged.
        parts: The parts, in the order of the assignment.
        causes: Known mistakes that somebody makes now, the most shared first.
        names: Whether names are shown.
    """

    course: str
    title: str
    time: str
    ended: bool
    seconds: int
    enrolled: int
    works: tuple[Work, ...]
    waiting: int
    unknown: int
    whole: int
    pending: int
    parts: tuple[LabPart, ...]
    causes: tuple[Cause, ...]
    names: bool


class LabPage:
    """One page, kept fresh.

    It shows of hidden checks what a student's report shows, for students read it.

    Args:
        course: The course.
        assignment: The assignment.
        file: Where the page is written.
        zone: The time zone to tell times in.
        names: Whether to show names.
        enrolled: How many are on the roster; 0 without one.

    Raises:
        UsageError: What makes pages is not installed.
        CourseFault: The known mistakes of the suite cannot be read.
    """

    def __init__(
        self, course: Course, assignment: Assignment, file: Path, *, zone: tzinfo, names: bool, enrolled: int
    ) -> None:
        self._course = course
        self._assignment = assignment
        self._file = file
        self._zone = zone
        self._names = names
        self._enrolled = enrolled
        self._pages = Pages(zone, _FOOTER.format(version=__version__))
        self._mistakes = load_catalogue(assignment.files.suite)
        self._works: dict[tuple[str, str], Work] = {}
        self._places: tuple[tuple[str, str], ...] = ()
        self._unknown = 0

    def expect(self, places: Sequence[tuple[str, str]], unknown: int = 0) -> None:
        """Say what is there now; what is gone is forgotten.

        Args:
            places: Key of the student and label of each submission; of those of a student, the last counts.
            unknown: How many submissions belong to nobody on the roster.
        """
        self._places = tuple(places)
        self._unknown = unknown
        self._works = {place: self._works[place] for place in places if place in self._works}

    def note(self, place: tuple[str, str], name: str, report: Report) -> None:
        """Take in what a submission has now.

        Args:
            place: Key of the student and label of the submission.
            name: The student's name for people.
            report: The full report about it.
        """
        shown = tuple(
            replace(one, reveal=self._assignment.reveal.value)
            for one in report.assignments
            if one.name == self._assignment.name
        )
        (own,) = redact_report(replace(report, assignments=shown)).assignments
        grade = AssignmentGrade(
            name=own.name,
            title=own.title,
            points=own.points,
            possible=own.possible,
            pending=own.pending,
        )
        self._works[place] = read_work(Student(key=place[0], name=name), "", grade, own)

    def write(self, now: datetime, *, ended: bool = False) -> None:
        """Write the page as everything stands; whoever reads it meanwhile reads the one before, whole.

        Args:
            now: The time that the page tells.
            ended: Whether it is the last one.

        Raises:
            UsageError: It cannot be written.
        """
        text = self._pages.render("lab.html", scripted=False, view=self._view(now, ended=ended))
        write_bytes(self._file, text.encode("utf-8"), secret=True)

    def _view(self, now: datetime, *, ended: bool) -> LabView:
        works = self._newest()
        titles = {part.name: part.title for part in self._assignment.parts}
        causes = count_causes(works, self._mistakes, titles)
        return LabView(
            course=self._course.name,
            title=self._assignment.title,
            time=f"{now.astimezone(self._zone):%H:%M:%S}",
            ended=ended,
            seconds=_SECONDS,
            enrolled=self._enrolled,
            works=tuple(works),
            waiting=sum(place not in self._works for place in self._places),
            unknown=self._unknown,
            whole=sum(work.share == 1 for work in works),
            pending=sum(bool(work.grade.pending) for work in works),
            parts=tuple(self._parts(works)),
            causes=tuple(cause for cause in causes if cause.shared),
            names=self._names,
        )

    def _newest(self) -> list[Work]:
        """Return what each student has: of several submissions, the last."""
        newest = {place[0]: self._works[place] for place in self._places if place in self._works}
        return sorted(newest.values(), key=lambda work: work.student.name.casefold())

    def _parts(self, works: Sequence[Work]) -> list[LabPart]:
        by_hand = {part.name for part in self._assignment.parts_by_hand}
        had = [one.name for work in works for one in work.parts if one.points == one.possible > Fraction()]
        return [
            LabPart(title=part.title, have=had.count(part.name))
            for part in self._assignment.parts
            if part.name not in by_hand
        ]
