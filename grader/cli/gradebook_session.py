"""What every command about the gradebook needs: the course, its rules, the open gradebook, the time."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from grader.cli import output

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.gradebook.standing import Change, Standing
    from grader.gradebook.store import Gradebook
    from grader.gradebook.students import Student
    from grader.model.assignment import Course
    from grader.model.policies import CoursePolicy

__all__ = [
    "POINTS",
    "Session",
    "as_json_option",
    "author_of",
    "confirm",
    "decision_options",
    "gradebook_option",
    "named",
    "open_session",
    "show_changes",
    "show_points",
    "zone_option",
]

Command = TypeVar("Command", bound=Callable[..., Any])

gradebook_option = click.option(
    "--gradebook",
    "place",
    default="",
    metavar="PLACE",
    help="A file, or a URL such as postgresql://user@host/name; else GRADE_GRADEBOOK, or gradebook.sqlite "
    "beside the manifest.",
)
zone_option = click.option(
    "--zone", default="", metavar="NAME", help="Time zone, such as Europe/Berlin; else this machine's."
)
as_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")


def decision_options(command: Command) -> Command:
    """Add what every correction needs: who decides, why, and whether to ask."""
    for option in (
        click.option("--yes", is_flag=True, help="Do not ask; for scripts."),
        click.option(
            "--author",
            default="",
            metavar="NAME",
            help="Who decides; else GRADE_AUTHOR, or your name on this machine.",
        ),
        click.option("--reason", required=True, metavar="TEXT", help="Why; students read it."),
        zone_option,
        gradebook_option,
    ):
        command = option(command)
    return command


class _Points(click.ParamType[Fraction]):
    """Points: a decimal number or a fraction, such as 2.5, -3 or 25/3."""

    name = "points"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Fraction:
        from grader.gradebook.decimals import parse_decimal

        told = str(value)
        sign, rest = (-1, told[1:]) if told.startswith("-") else (1, told.removeprefix("+"))
        try:
            return sign * parse_decimal(rest)
        except ValueError:
            self.fail(f"{told!r} is not a number of points, such as 2.5 or 25/3.", param, ctx)


POINTS = _Points()


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """An open gradebook with its course.

    Attributes:
        course: The course.
        policy: The rules of the course.
        book: The gradebook.
        zone: The time zone to tell times in.
        now: The time for which grades are worked out.
    """

    course: "Course"
    policy: "CoursePolicy"
    book: "Gradebook"
    zone: tzinfo
    now: datetime

    def standings(self, **supposing: Any) -> "list[Standing]":
        """Work out everyone's grades; the arguments are those of `work_out`."""
        from grader.gradebook.standing import work_out

        return work_out(self.book, self.policy, now=self.now, zone=self.zone, **supposing)

    def changes(self, **supposing: Any) -> "list[Change]":
        """Work out who would change by how much."""
        from grader.gradebook.standing import compare_standings

        return compare_standings(self.standings(), self.standings(**supposing))

    def assignment(self, name: str) -> str:
        """Return the name of an assignment that the course has."""
        return self.course.assignment(name).name


@contextmanager
def open_session(place: str, zone: str = "", *, create: bool = False) -> Iterator[Session]:
    """Open the gradebook of the course around the current folder.

    Args:
        place: What the command line says of the gradebook; empty for nothing.
        zone: Name of a time zone; empty for this machine's.
        create: Whether to make a gradebook that does not exist.
    """
    from grader.cli.zones import read_zone
    from grader.course import find_course, load_course
    from grader.gradebook.opening import gradebook_place, open_gradebook
    from grader.model.course_policy import course_policy

    course = load_course(find_course(Path.cwd()))
    chosen = read_zone(zone)
    with open_gradebook(gradebook_place(course.root, os.environ, place), create=create) as book:
        yield Session(
            course=course, policy=course_policy(course), book=book, zone=chosen, now=datetime.now(UTC)
        )


def author_of(named: str) -> str:
    """Return who decides."""
    import getpass

    from grader.errors import UsageError

    told = named or os.environ.get("GRADE_AUTHOR", "")
    if told.strip():
        return told
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError) as error:
        raise UsageError("Who decides is not known.", "Say it with --author, or set GRADE_AUTHOR.") from error


def show_changes(changes: "Sequence[Change]") -> None:
    """Print who changes by how much."""
    from grader.cli.columns import align

    if not changes:
        output.write("Nobody's points change.")
        return
    rows = [["student", "name", "assignment", "before", "after", "change"]]
    rows += [
        [
            one.student.key,
            one.student.name,
            one.assignment,
            show_points(one.before),
            show_points(one.after),
            _difference(one.before, one.after),
        ]
        for one in changes
    ]
    for line in align(rows, right=(3, 4, 5)):
        output.write(line)


def show_points(points: Fraction | None) -> str:
    """Write points for a table; a hyphen where there are none."""
    from grader.gradebook.figures import format_points

    return "-" if points is None else format_points(points)


def _difference(before: Fraction | None, after: Fraction | None) -> str:
    if before is None or after is None:
        return ""
    return f"{'+' if after > before else ''}{show_points(after - before)}"


def named(student: "Student") -> str:
    """Name a student in a sentence."""
    from grader.model.formatting import printable

    return printable(f"{student.name} ({student.key})")


def confirm(question: str, *, yes: bool) -> bool:
    """Ask before something is applied.

    Raises:
        UsageError: Nobody can be asked.
    """
    from grader.errors import UsageError

    if yes:
        return True
    if not sys.stdin.isatty():
        raise UsageError("Cannot ask for confirmation: standard input is not a terminal.", "Use --yes.")
    if click.confirm(question):
        return True
    output.write("Nothing was changed.")
    return False
