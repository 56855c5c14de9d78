"""From the gradebook to a folder of pages."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from fractions import Fraction
from pathlib import Path
from secrets import token_hex
from typing import Any, Final

from markupsafe import Markup

from grader import __version__
from grader.course.edition import grading_edition
from grader.diagnosis.catalogue import load_catalogue
from grader.errors import UsageError
from grader.files import write_bytes, write_text
from grader.gradebook.feedback import feedback_name
from grader.gradebook.figures import format_points, format_time
from grader.gradebook.records import Attempt
from grader.gradebook.standing import Standing
from grader.gradebook.store import Gradebook
from grader.gradebook.students import Student
from grader.model.assignment import Assignment, Course
from grader.model.report import AssignmentReport, Report
from grader.similarity.pairs import Program
from grader.site.concerns import find_concerns
from grader.site.gathering import gather_work
from grader.site.graphs import Graphs
from grader.site.handouts import Handout, read_handout
from grader.site.naming import name_apart
from grader.site.pages import Pages, slug
from grader.site.records import Example, Work
from grader.site.report_markup import render_report_markup
from grader.site.similar import SimilarPair, find_similar, similar_pages
from grader.site.slides import Slide, make_slide
from grader.site.views import AssignmentView, CourseView, Person, Row, Sheet, view_assignment

__all__ = ["Written", "write_site"]

_MARK: Final = ".written-by-grade-report"
_FOOTER: Final = "Written by grade {version} on {time}. It holds names and grades: keep it to yourself."
_FOOTER_OWN: Final = "Written by grade {version} on {time}."
_SLIDES: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was written.

    Attributes:
        index: The page to begin with.
        pages: How many pages there are.
        students: How many students they are about.
    """

    index: Path
    pages: int
    students: int


def write_site(
    course: Course,
    assignments: Sequence[Assignment],
    book: Gradebook,
    standings: Sequence[Standing],
    *,
    folder: Path,
    now: datetime,
    zone: tzinfo,
) -> Written:
    """Write the report of a class as a folder of pages, whole or not at all.

    Args:
        course: The course.
        assignments: The assignments it is about.
        book: The gradebook.
        standings: The grades of the class.
        folder: The folder; one that an earlier report was written to is replaced.
        now: When the report is made.
        zone: The time zone to tell times in.

    Raises:
        UsageError: The folder holds something else or cannot be written, or what makes pages is not
            installed.
        CourseFault: A file of the course cannot be read.
    """
    _require_replaceable(folder)
    beside = folder.with_name(f".{folder.name}.{token_hex(8)}")
    try:
        # Names and grades are for the owner of the gradebook alone, as that is.
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside.mkdir(mode=0o700)
        site = _Site(course, assignments, book, standings, beside, now, zone)
        site.write()
        if folder.exists():
            shutil.rmtree(folder)
        beside.rename(folder)
    except OSError as error:
        raise UsageError(
            f"{folder} cannot be written: {error.strerror or error}.",
            "Choose a place that you may write to, with room for it.",
        ) from error
    finally:
        with suppress(OSError):
            shutil.rmtree(beside)
    return Written(index=folder / "index.html", pages=site.pages, students=len(standings))


def _require_replaceable(folder: Path) -> None:
    if folder.is_dir() and any(folder.iterdir()) and not (folder / _MARK).is_file():
        raise UsageError(
            f"{folder} holds something that `grade report` did not write.",
            "Name a folder that is empty or does not exist yet.",
        )
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is no folder.", "Name a folder that is empty or does not exist yet.")


class _Site:
    """One site on its way."""

    def __init__(
        self,
        course: Course,
        assignments: Sequence[Assignment],
        book: Gradebook,
        standings: Sequence[Standing],
        folder: Path,
        now: datetime,
        zone: tzinfo,
    ) -> None:
        self._course = course
        self._assignments = assignments
        self._book = book
        self._standings = standings
        self._folder = folder
        self._zone = zone
        self._written = format_time(now, zone)
        self._render = Pages(zone, _FOOTER.format(version=__version__, time=self._written))
        self._render_own = Pages(zone, _FOOTER_OWN.format(version=__version__, time=self._written))
        self._graphs = {one.name: Graphs(one, grading_edition(course, one)) for one in assignments}
        self._handouts = {one.name: handout for one in assignments if (handout := read_handout(one))}
        self._labels = name_apart(one.student for one in standings)
        self._works: dict[str, list[Work]] = {one.name: [] for one in assignments}
        self._examples: dict[str, dict[str, Example]] = {one.name: {} for one in assignments}
        self._programs: dict[str, list[Program]] = {one.name: [] for one in assignments}
        self.pages = 0

    def write(self) -> None:
        names = _page_names([one.student for one in self._standings])
        menu = self._menu()
        for standing in self._standings:
            self._write_student(standing, names[standing.student.key], menu)
        view = self._view(names)
        self._page("index.html", self._render.render("course.html", view=view))
        for assignment, one in zip(self._assignments, view.assignments, strict=True):
            self._write_assignment(assignment, one, view)
        write_text(self._folder / _MARK, "The next `grade report` replaces this folder.\n")

    def _page(self, name: str, text: str) -> None:
        write_text(self._folder / name, text)
        self.pages += 1

    def _menu(self) -> CourseView:
        """Return what the pages of students need of the course: what it is called, and its assignments."""
        return CourseView(
            course=self._course.name,
            written=self._written,
            sections=(),
            assignments=tuple(view_assignment(one, (), (), {}, self._zone) for one in self._assignments),
            people=(),
        )

    def _write_student(self, standing: Standing, page: str, menu: CourseView) -> None:
        attempts = self._book.attempts(student=standing.student.key, texts=True)
        sheets = [self._sheet(standing, page, one, attempts) for one in self._assignments]
        person = Person(student=standing.student, steps=standing.course.steps, sheets=tuple(sheets))
        told: dict[str, Any] = {
            "written": self._written,
            "many": len(self._course.assignments) > 1,
            "person": person,
        }
        self._page(f"students/{page}", self._render.render("student.html", scripted=False, view=menu, **told))
        name = f"{feedback_name(standing.student)}.html"
        own = self._render_own.render("student.html", scripted=False, view=None, **told)
        self._page(f"hand-back/{name}", own)

    def _sheet(
        self, standing: Standing, page: str, assignment: Assignment, attempts: Sequence[Attempt]
    ) -> Sheet:
        own = [one for one in attempts if one.result.key.assignment == assignment.name]
        gathered = gather_work(standing.student, page, standing.assignments[assignment.name], own)
        work = replace(gathered.work, label=self._labels[standing.student.key])
        examples = self._examples[assignment.name]
        if gathered.source:
            program = Program(name=standing.student.key, source=gathered.source)
            self._programs[assignment.name].append(program)
        for name, example in gathered.examples.items():
            examples.setdefault(name, example)
        # The report and all that belongs to it is shown now, and would fill the memory for a large class.
        self._works[assignment.name].append(replace(work, report=None))
        concerns = find_concerns([work])
        return Sheet(
            title=assignment.title,
            folder=slug(assignment.name),
            work=work,
            report=self._report(work, assignment),
            graph=self._graphs[assignment.name].first_wrong(work.report, work.edition)
            if work.report
            else None,
            concern=concerns[0] if concerns else None,
        )

    def _report(self, work: Work, assignment: Assignment) -> Markup:
        """Render the report as the student sees it; empty if nothing counts."""
        if work.report is None:
            return Markup("")
        counting = next(one for one in work.attempts if one.counts)
        own: AssignmentReport = replace(
            work.report,
            reveal=assignment.reveal.value,
            submission=counting.file,
            submission_id=work.student.key,
        )
        return render_report_markup(
            Report(
                course=self._course.name,
                course_version=self._course.version,
                grader_version=own.grader_version,
                isolation=work.isolation,
                isolation_asked=self._course.isolation.value,
                seed=own.seed,
                assignments=(own,),
            )
        )

    def _view(self, names: dict[str, str]) -> CourseView:
        views = tuple(
            view_assignment(
                one,
                self._works[one.name],
                load_catalogue(one.files.suite),
                self._handouts[one.name].anchors if one.name in self._handouts else {},
                self._zone,
                self._similar(one),
            )
            for one in self._assignments
        )
        return CourseView(
            course=self._course.name,
            written=self._written,
            sections=tuple(sorted({one.student.section for one in self._standings if one.student.section})),
            assignments=views,
            people=tuple(self._row(one, names[one.student.key]) for one in self._standings),
        )

    def _similar(self, assignment: Assignment) -> list[SimilarPair]:
        works = self._works[assignment.name]
        told = {one.name: one.mistake for one in load_catalogue(assignment.files.suite)}
        return find_similar(
            self._programs[assignment.name],
            self._labels,
            assignment,
            {work.student.key: [told.get(name, name) for name in work.causes] for work in works},
        )

    def _row(self, standing: Standing, page: str) -> Row:
        grades = [standing.assignments[one.name].points for one in self._assignments]
        return Row(
            student=standing.student,
            name=self._labels[standing.student.key],
            page=page,
            sortable=standing.student.sortable or standing.student.name,
            points=tuple(map(_points, grades)),
            percent=_points(standing.course.percent),
        )

    def _write_assignment(self, assignment: Assignment, one: AssignmentView, view: CourseView) -> None:
        slides = list(self._slides(assignment, one))
        told: dict[str, Any] = {"view": view, "one": one}
        self._page(f"{one.folder}/index.html", self._render.render("assignment.html", **told))
        teach = self._render.render("teach.html", scripted=False, slides=slides, **told)
        self._page(f"{one.folder}/teach.html", teach)
        for slide in slides:
            write_text(self._folder / one.folder / f"{slide.name}.svg", slide.svg)
            if slide.png:
                write_bytes(self._folder / one.folder / f"{slide.name}.png", slide.png)
        for name, text in similar_pages(self._render, one.title, one.groups, view, one.folder):
            self._page(f"{one.folder}/{name}", text)
        handout: Handout | None = self._handouts.get(assignment.name)
        if handout is not None:
            text = self._render.render("handout.html", scripted=False, markup=handout.markup, **told)
            self._page(f"{one.folder}/handout.html", text)
            for name, page in handout.pages.items():
                self._page(f"{one.folder}/{name}", page)

    def _slides(self, assignment: Assignment, one: AssignmentView) -> Iterator[Slide]:
        examples, graphs = self._examples[assignment.name], self._graphs[assignment.name]
        shared = [cause for cause in one.causes if cause.shared][:_SLIDES]
        for number, cause in enumerate(shared, 1):
            example = examples.get(cause.name)
            graph = graphs.of_check(example.check, example.edition) if example else None
            check = example.check if example else None
            yield make_slide(cause, len(one.judged), graph, check, f"teach-{number}-{slug(cause.name)}")


def _points(points: Fraction | None) -> str:
    return "-" if points is None else format_points(points)


def _page_names(students: Sequence[Student]) -> dict[str, str]:
    """Give every student a page: named by the key as far as an address can hold it, each another."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for student in students:
        base = name = slug(student.key)
        again = 1
        while name in taken:
            again += 1
            name = f"{base}-{again}"
        taken.add(name)
        names[student.key] = f"{name}.html"
    return names
