"""`grade submit` and `grade verify`: pack what will be graded, and check such a hand-in."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from grader.cli import output

if TYPE_CHECKING:
    from grader.grading import Target
    from grader.model.assignment import Assignment, Course
    from grader.model.report import AssignmentReport
    from grader.submission.handin import HandIn

__all__ = ["remaining", "submit", "verify"]

_QUESTION: Final = "Write {paths}?"
_QUESTION_LATE: Final = "The due date is past. Write {paths} all the same?"


@click.command()
@click.argument("targets", nargs=-1, metavar="[ASSIGNMENT | FILE]...")
@click.option("--yes", is_flag=True, help="Do not ask; for scripts.")
def submit(targets: tuple[str, ...], *, yes: bool) -> int:
    """Pack what will be graded into a zip in this folder, one for each assignment.

    First it says which file that is, how many points it has now, and when it is due. Without a name, every
    assignment is packed in which something is written. The zip holds the file, its hash, and the versions of
    course and grader: the same file gives the same zip. `grade verify` checks it.

    \b
    Examples:
      grade submit
      grade submit two-layer-mlp --yes
    """  # noqa: D301  # \b is click's mark for text it must not fold
    from grader.suite.runner import Runner

    with Runner() as runner:
        from grader.cli.grading import grade_once
        from grader.cli.targets import resolve

        course, found = resolve(targets, None)
        report = grade_once(course, found, runner)
    chosen = [
        (target, one)
        for target, one in zip(found, report.assignments, strict=True)
        if targets or not one.untouched
    ]
    packed = {_place(target): _pack(course, target, one) for target, one in chosen}
    if not packed:
        output.write("Nothing is written yet, so there is nothing to hand in.")
        return 0
    for target, one in chosen:
        _tell(target, one)
    late = any(target.assignment.due < datetime.now(target.assignment.due.tzinfo) for target, _ in chosen)
    if not _confirmed(packed, [one for _, one in chosen if one.untouched], yes=yes, late=late):
        output.write("Nothing was written.")
        return 0
    _write(packed)
    return 0


def _place(target: "Target") -> Path:
    # A zip of the file's name is graded without naming the assignment.
    return Path(f"{target.assignment.module}.zip")


def _pack(course: "Course", target: "Target", graded: "AssignmentReport") -> bytes:
    """Pack the very file that was graded.

    Raises:
        UsageError: It cannot be run, it has changed since, or another file is in the zip's place.
    """
    from grader import __version__
    from grader.errors import UnusableSubmission, UsageError
    from grader.submission.handin import handin_record, pack_handin
    from grader.submission.reader import read_submission

    assignment = target.assignment
    try:
        submission = read_submission(
            target.path, module=assignment.module, pristine=target.pristine, name=target.name
        )
    except UnusableSubmission as error:
        raise UsageError(error.message, error.advice) from error
    if submission.sha256 != graded.sha256:
        raise UsageError(f"{graded.submission} was changed while it was graded.", "Run `grade submit` again.")
    _require_ours(_place(target), assignment.name)
    suffix = Path(submission.name).suffix.lower()
    handin = handin_record(
        submission,
        course=course.name,
        course_version=course.version,
        grader=__version__,
        assignment=assignment.name,
        file=f"{assignment.module}{suffix}",
    )
    return pack_handin(submission.content, handin)


def _require_ours(path: Path, assignment: str) -> None:
    """Refuse to write over a file that is not an earlier hand-in for the same assignment."""
    from grader.errors import UnusableSubmission, UsageError
    from grader.submission.handin import read_handin

    if not path.exists():
        return
    try:
        ours = read_handin(path).assignment == assignment
    except (UnusableSubmission, UsageError):
        ours = False
    if not ours:
        raise UsageError(
            f"{path} is there already, and is no hand-in for {assignment}.", "Move it away, then try again."
        )


def _tell(target: "Target", graded: "AssignmentReport") -> None:
    from grader.model.formatting import printable
    from grader.model.scoring import format_points

    due = target.assignment.due
    points = f"{format_points(graded.points)} of {format_points(graded.possible)} now"
    pending = f", {format_points(graded.pending)} pending" if graded.pending else ""
    visible = "" if graded.hidden_ran else ", by the visible checks"
    output.write(f"{graded.title} ({graded.name})")
    output.write(f"  file    {printable(graded.submission)}{' (nothing is written yet)' * graded.untouched}")
    output.write(f"  points  {points}{pending}{visible}")
    output.write(f"  due     {due.day} {due:%B %Y, %H:%M %Z}, {remaining(due, datetime.now(due.tzinfo))}\n")


def remaining(due: datetime, now: datetime) -> str:
    """Say in the greatest unit that fits how long there is until something is due, or how long it has been.

    Args:
        due: When it is due.
        now: The time to reckon from; both with a time zone.
    """
    distance = abs(due - now)
    for unit, name in (
        (timedelta(days=1), "day"),
        (timedelta(hours=1), "hour"),
        (timedelta(minutes=1), "minute"),
    ):
        if number := distance // unit:
            words = f"{number} {name}{'s' * (number > 1)}"
            return f"in {words}" if due >= now else f"which was {words} ago"
    return "in less than a minute" if due >= now else "which was less than a minute ago"


def _confirmed(
    paths: Iterable[Path], untouched: Sequence["AssignmentReport"], *, yes: bool, late: bool
) -> bool:
    """Ask whether to write; a file as it was handed out is never packed without asking."""
    from grader.errors import UsageError

    if untouched and (yes or not sys.stdin.isatty()):
        raise UsageError(
            f"Nothing is written yet in {untouched[0].submission}, so it was not packed.",
            "Save your work in it, or name your own file. To pack it as it is, leave --yes away and confirm.",
        )
    if yes:
        return True
    if not sys.stdin.isatty():
        raise UsageError(
            "There is nobody to ask whether to pack this.", "Say --yes to pack it without asking."
        )
    question = _QUESTION_LATE if late else _QUESTION
    return click.confirm(question.format(paths=", ".join(map(str, paths))))


def _write(packed: dict[Path, bytes]) -> None:
    from grader.cli.reader import quote_path
    from grader.files import write_bytes

    for path, content in packed.items():
        write_bytes(path, content)
        output.write(f"written: {quote_path(path)}")


@click.command()
@click.argument("path", metavar="FILE.zip", type=click.Path(path_type=Path))
def verify(path: Path) -> int:
    """Check a zip that `grade submit` made: its hashes, its versions, and whether it is what is graded now.

    Exits with status 1 if it was altered, is for another course or version, or would be graded as other code
    than was packed. Whether your own file has changed since is told, and is no error.
    """
    from grader.cli.reader import quote_path
    from grader.course import find_course, load_course
    from grader.errors import UnusableSubmission, UsageError
    from grader.model.formatting import printable
    from grader.submission.handin import find_handin_problems, read_handin

    course = load_course(find_course(Path.cwd()))
    try:
        handin = read_handin(path)
        assignment = next((one for one in course.assignments if one.name == handin.assignment), None)
        module = assignment.module if assignment else Path(handin.file).stem
        problems = [*_of_versions(course, handin), *find_handin_problems(path, handin, module)]
    except UnusableSubmission as error:
        raise UsageError(error.message, error.advice) from error
    output.write(
        f"{printable(str(path))}: {printable(handin.file)} for {printable(handin.assignment)}, "
        f"{printable(handin.course)} {printable(handin.course_version)}, grader {printable(handin.grader)}"
    )
    for line in problems:
        output.write(f"  - {printable(line)}")
    if problems or assignment is None:
        return 1
    shown = quote_path(path)
    output.write(f"It is as it was packed, and what `grade {assignment.name} --submission {shown}` grades.")
    for line in (*_of_grader(handin), *_of_own_file(assignment, handin)):
        output.write(line)
    return 0


def _of_versions(course: "Course", handin: "HandIn") -> Iterator[str]:
    if (handin.course, handin.course_version) != (course.name, course.version):
        theirs = f"{handin.course} {handin.course_version}"
        yield f"It was packed for {theirs}; this is {course.name} {course.version}."
    names = [assignment.name for assignment in course.assignments]
    if handin.assignment not in names:
        yield f"This course has no assignment {handin.assignment}; it has {', '.join(names)}."


def _of_grader(handin: "HandIn") -> Iterator[str]:
    from grader import __version__
    from grader.model.formatting import printable

    if handin.grader != __version__:
        theirs = printable(handin.grader)
        yield f"Grader {theirs} packed it; this one is {__version__}, and grades the same code."


def _of_own_file(assignment: "Assignment", handin: "HandIn") -> Iterator[str]:
    from grader.cli.targets import resolve
    from grader.errors import UnusableSubmission, UsageError
    from grader.submission.reader import read_submission

    try:
        _, (target,) = resolve((assignment.name,), None)
        own = read_submission(target.path, module=assignment.module, name=target.name)
    except (UnusableSubmission, UsageError):
        return  # there is nothing of one's own to compare with
    same = own.sha256 == handin.source_sha256
    yield f"{own.name} {'holds the same code' if same else 'holds other code by now'}."
