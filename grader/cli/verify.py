"""`grade verify`: whether a hand-in is as it was packed, and what would be graded of it."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from grader.course import Assignment, Course
    from grader.submission.handin import HandIn

__all__ = ["verify"]


@click.command()
@click.argument("path", metavar="FILE.zip", type=click.Path(path_type=Path))
def verify(path: Path) -> int:
    """Check a zip that `grade submit` made: its hashes, its versions, and whether it is what is graded now.

    Exits with status 1 if it was altered, is for another course or version, or would be graded as other code
    than was packed. Whether your own file has changed since is told, and is no error.
    """
    from grader.course import find_course, load_course
    from grader.errors import UnusableSubmission, UsageError
    from grader.scoring import printable
    from grader.submission.handin import read_handin, what_is_wrong

    course = load_course(find_course(Path.cwd()))
    try:
        handin = read_handin(path)
        assignment = next((one for one in course.assignments if one.name == handin.assignment), None)
        module = assignment.module if assignment else Path(handin.file).stem
        problems = [*_of_versions(course, handin), *what_is_wrong(path, handin, module)]
    except UnusableSubmission as error:
        raise UsageError(error.message, error.advice) from error
    click.echo(
        f"{printable(str(path))}: {printable(handin.file)} for {printable(handin.assignment)}, "
        f"{printable(handin.course)} {printable(handin.course_version)}, grader {printable(handin.grader)}"
    )
    for line in problems:
        click.echo(f"  - {printable(line)}")
    if problems or assignment is None:
        return 1
    click.echo(f"It is as it was packed, and what `grade {assignment.name} --submission {path}` grades.")
    for line in (*_of_grader(handin), *_of_own_file(assignment, handin)):
        click.echo(line)
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
    from grader.scoring import printable

    if handin.grader != __version__:
        theirs = printable(handin.grader)
        yield f"Grader {theirs} packed it; this one is {__version__}, and grades the same code."


def _of_own_file(assignment: "Assignment", handin: "HandIn") -> Iterator[str]:
    from grader.cli.targets import resolve
    from grader.errors import UnusableSubmission, UsageError
    from grader.submission.submitted import read_submission

    try:
        _, (target,) = resolve((assignment.name,), None)
        own = read_submission(target.path, module=assignment.module, name=target.name)
    except (UnusableSubmission, UsageError):
        return  # there is nothing of one's own to compare with
    same = own.sha256 == handin.source_sha256
    yield f"{own.name} {'holds the same code' if same else 'holds other code by now'}."
