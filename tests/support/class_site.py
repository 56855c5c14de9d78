"""A class for tests of its report: submissions that were graded, and some that try to be more than text."""

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

from grader import __version__
from grader.cohort.intake import read_intake
from grader.cohort.run import grade_class
from grader.course import load_course
from grader.course.solution import read_solved
from grader.diagnosis.catalogue import load_catalogue, mistaken_source
from grader.gradebook.records import CheckResult, PartResult, Result, ResultKey, Submitted
from grader.gradebook.standing import work_out
from grader.gradebook.store import Gradebook
from grader.gradebook.students import Identifier, Student
from grader.model.assignment import Assignment, Course
from grader.model.course_policy import course_policy
from grader.model.report import AssignmentReport, Report
from grader.reports.registry import render_report
from grader.site.building import write_site
from tests.support.hostile_texts import TEXT, WHOLE

__all__ = ["EVIL", "MISTAKE", "NAME", "NOW", "ClassSite", "make_class_site", "student"]

ROOT = Path(__file__).parents[2]
NAME = "quadratic-model"
MISTAKE = "stages-square-without-2"
NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
EVIL = (
    '<script>document.title = "obeyed"</script>',
    '"><img src=x onerror="document.title = \'obeyed\'">',
    "' onmouseover='document.title=1' x='",
    "{{ 7 * 191 }}</style><style>* { display: none }</style>",
    "</script><script>document.title = 'obeyed'</script>",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassSite:
    """A report that was written.

    Attributes:
        folder: The folder of the pages.
        course: The course.
        pages: Every page.
        book: The gradebook.
    """

    folder: Path
    course: Course
    pages: tuple[Path, ...]
    book: Path


def student(key: str, name: str, section: str = "Lab 1") -> Student:
    """Make a student."""
    return Student(key=key, name=name, ids=(Identifier(kind="number", value=key),), section=section)


def make_class_site(folder: Path) -> ClassSite:
    """Grade a small class, add hostile results to its gradebook, and write its report."""
    course = replace(load_course(ROOT), name=f"A course {EVIL[0]}")
    assignment = course.assignment(NAME)
    _hand_in(assignment, folder / "in")
    place = folder / "gradebook.sqlite"
    with Gradebook(place) as book:
        grade_class(course, assignment, read_intake([folder / "in"], zone=UTC), book)
        _add_again(book, assignment)
        _add_hostile(book, assignment)
        _add_namesakes(book, assignment)
        standings = work_out(book, course_policy(course), now=NOW)
        written = write_site(
            course,
            course.assignments[1:3],
            book,
            standings,
            folder=folder / "report",
            now=NOW,
            zone=UTC,
        )
    pages = tuple(sorted((folder / "report").rglob("*.html")))
    assert len(pages) == written.pages
    return ClassSite(folder=folder / "report", course=course, pages=pages, book=place)


def _hand_in(assignment: Assignment, folder: Path) -> None:
    """Hand in a right answer, and one with a known mistake."""
    solution, suite = read_solved(_solution(assignment)), assignment.files.suite
    entry = next(one for one in load_catalogue(suite) if one.name == MISTAKE)
    folder.mkdir(parents=True)
    file = assignment.files.stub.name
    (folder / f"lovelaceada_501_90001_{file}").write_text(solution, encoding="utf-8")
    wrong = mistaken_source(entry, solution, suite)
    (folder / f"pascalblaise_502_90002_{file}").write_text(wrong, encoding="utf-8")


def _add_again(book: Gradebook, assignment: Assignment) -> None:
    """Let Clara make the mistake, mend it, and be a little late."""
    by_points = sorted(book.attempts(assignment=assignment.name), key=lambda one: one.result.points)
    book.add_students([student("s103", "Clara Schumann", "Lab 2"), student("s104", "Grace Hopper")])
    for attempt, hours in zip(by_points, (-30, 3), strict=True):
        submitted = Submitted(
            student="s103",
            file="clara.ipynb",
            handed_in=assignment.due + timedelta(hours=hours),
            time_source="platform",
            time_trusted=True,
        )
        book.attach(submitted, attempt.result.key)


def _add_hostile(book: Gradebook, assignment: Assignment) -> None:
    """Store what no run of ours would report, under names that no school has."""
    people = [student(f"e{number}{text}", text, text) for number, text in enumerate(EVIL)]
    keys = book.add_students(people)
    edition = book.editions(assignment.name)[-1].edition
    report = replace(WHOLE, name=assignment.name, title=assignment.title)
    for number, (person, text) in enumerate(zip(people, EVIL, strict=True)):
        mine = replace(report, unusable=text if number == 1 else "", untouched=number == 2)
        sha = hashlib.sha256(text.encode()).hexdigest()
        result = _result(assignment, mine, edition, sha)
        if number == 0:
            # A program that is like the others, with more in it than a program.
            result = replace(result, source=f"{read_solved(_solution(assignment))}\n# {text} </mark></ol>")
        file = f"{text}{TEXT[:200]}".encode("utf-8", "backslashreplace").decode()
        book.record(Submitted(student=keys[person.key], file=file), result)


def _add_namesakes(book: Gradebook, assignment: Assignment) -> None:
    """Let two of one name have one result."""
    edition = book.editions(assignment.name)[-1].edition
    report = replace(WHOLE, name=assignment.name, title=assignment.title, fault="")
    for key in book.add_students([student("s1131", "Zoë Silva"), student("s1132", "zoë silva")]).values():
        book.record(Submitted(student=key, file="zoe.py"), _result(assignment, report, edition, "a" * 64))


def _solution(assignment: Assignment) -> Path:
    assert assignment.files.solution is not None
    return assignment.files.solution


def _result(assignment: Assignment, report: AssignmentReport, edition: str, sha: str) -> Result:
    whole = Report(
        course="A course",
        course_version="1",
        grader_version=__version__,
        isolation="L4",
        isolation_asked="L3",
        seed=1,
        assignments=(report,),
    )
    return Result(
        key=ResultKey(
            assignment=assignment.name,
            edition=edition,
            source_sha256=sha,
            grader_version=__version__,
            seed=1,
        ),
        source="",
        isolation="L4",
        graded_at=NOW,
        parts=tuple(
            PartResult(
                name=part.name,
                title=part.title,
                possible=Fraction(part.possible),
                points=part.points,
                checks=tuple(CheckResult(id=one.id, outcome=one.outcome.value) for one in part.checks),
            )
            for part in report.parts
        ),
        report=render_report("json", whole),
    )
