"""`grade gradebook export` and `import`: files for platforms and students, and marks from CSV."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from grader.cli import output
from grader.cli.gradebook_corrections import tell_applied
from grader.cli.gradebook_session import (
    author_of,
    confirm,
    gradebook_option,
    open_session,
    show_changes,
    zone_option,
)
from grader.model.formatting import counted, printable

if TYPE_CHECKING:
    from grader.cli.gradebook_session import Session
    from grader.gradebook.filling import Filled
    from grader.model.assignment import Assignment

__all__ = ["export", "import_marks"]

_FORMATS: Final = ("csv", "json", "canvas", "moodle", "feedback", "moodle-feedback")
_WORKSHEET: Final = "Download the assignment's grading worksheet from Moodle and name that file with --fill."
_FILLED: Final = {
    "canvas": "Export the gradebook from Canvas and name that file with --fill.",
    "moodle": _WORKSHEET,
    "moodle-feedback": _WORKSHEET,
}
_MOST_TOLD: Final = 20


@click.command()
@click.argument("assignment", required=False)
@click.option("--format", "form", type=click.Choice(_FORMATS), default="csv", show_default=True)
@click.option(
    "--fill",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="What the platform exported, to be filled in: Canvas's gradebook, Moodle's grading worksheet.",
)
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Where to write it: a file, or a folder for `feedback`. CSV and JSON are printed without it.",
)
@click.option("--column", default="", metavar="NAME", help="The column of grades, where its name is another.")
@click.option("--scale", is_flag=True, help="Scale the points where they are worth something else there.")
@click.option("--decimal-comma", is_flag=True, help="Write CSV with decimal commas and semicolons.")
@zone_option
@gradebook_option
def export(  # noqa: PLR0913  # one for each option
    *,
    assignment: str | None,
    form: str,
    fill: Path | None,
    target: Path | None,
    column: str,
    scale: bool,
    decimal_comma: bool,
    zone: str,
    place: str,
) -> int:
    """Write the grades of the class, or of one ASSIGNMENT, as a file.

    `csv` and `json` hold everything. `canvas` and `moodle` fill the grades into the file that the platform
    exported, and keep every other byte. `feedback` writes a page and a text for each student, and
    `moodle-feedback` the zip that Moodle takes back.

    Grades with points pending, and of students without a grade, are left as they are.

    \b
    Examples:
      grade gradebook export --to grades.csv
      grade gradebook export two-layer-mlp --format canvas --fill canvas.csv --to upload.csv
      grade gradebook export two-layer-mlp --format feedback --to feedback
    """  # noqa: D301  # \b is click's mark for text it must not fold
    from grader.errors import UsageError

    if form in _FILLED and fill is None:
        raise UsageError(f"The format {form} fills in a file of the platform.", _FILLED[form])
    if form not in {"csv", "json"} and (target is None or assignment is None):
        raise UsageError(
            f"The format {form} needs an assignment and a place to write to.",
            "Name the assignment first, and the place with --to.",
        )
    with open_session(place, zone) as session:
        chosen = session.course.assignment(assignment) if assignment else None
        if form in {"csv", "json"} or chosen is None or target is None:
            _write_table(session, chosen, form, target, comma=decimal_comma)
        elif form in {"feedback", "moodle-feedback"}:
            _write_feedback(session, chosen, fill if form == "moodle-feedback" else None, target)
        elif fill is not None:
            _fill(session, chosen, form, fill, target, column=column, scale=scale)
    return 0


def _write_table(
    session: "Session", assignment: "Assignment | None", form: str, target: Path | None, *, comma: bool
) -> None:
    from dataclasses import replace

    from grader.files import write_bytes
    from grader.gradebook.exports import write_csv, write_json

    names = [one.name for one in session.course.select([assignment.name] if assignment else [])]
    standings = [
        replace(one, assignments={name: one.assignments[name] for name in names})
        for one in session.standings()
    ]
    content = (
        write_csv(standings, decimal_comma=comma) if form == "csv" else write_json(standings).encode("utf-8")
    )
    if target is None:
        # The mark by which spreadsheets know UTF-8 is for files.
        output.write(content.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n"), nl=False)
        return
    write_bytes(target, content)
    output.write(f"written: {target}, {counted(len(standings), 'student')}")


def _fill(
    session: "Session",
    assignment: "Assignment",
    form: str,
    source: Path,
    target: Path,
    *,
    column: str,
    scale: bool,
) -> None:
    from grader.files import read_course_bytes, write_bytes
    from grader.gradebook.canvas import fill_canvas
    from grader.gradebook.exports import outgoing
    from grader.gradebook.moodle_worksheet import fill_moodle

    content = read_course_bytes(source, "export of the platform")
    grades = outgoing(session.standings(), assignment.name)
    students = session.book.students()
    possible = session.policy.of(assignment.name).possible
    if form == "canvas":
        filled = fill_canvas(
            content,
            str(source),
            column=column or assignment.title,
            possible=possible,
            students=students,
            grades=grades,
            scale=scale,
        )
    else:
        filled = fill_moodle(
            content,
            str(source),
            column=column,
            possible=possible,
            students=students,
            grades=grades,
            scale=scale,
        )
    write_bytes(target, filled.content)
    _tell_filled(filled, target, sum(one.points is None and not one.excused for one in grades.values()))


def _tell_filled(filled: "Filled", target: Path, open_grades: int) -> None:
    from grader.cli.gradebook_session import named

    changed = sum(one.before != one.after for one in filled.written)
    output.write(
        f"written: {target}, {counted(len(filled.written), 'grade')}, {changed} of them new or changed"
    )
    if open_grades:
        output.write(f"Not written, since they are pending or not due yet: {open_grades}")
    for row in filled.unknown[:_MOST_TOLD]:
        output.write(printable(f"Line {row.line}: the gradebook knows no student {row.name}."))
    for student in filled.absent[:_MOST_TOLD]:
        output.write(f"Not in the file: {named(student)}")


def _write_feedback(
    session: "Session", assignment: "Assignment", worksheet: Path | None, target: Path
) -> None:
    from grader.cohort.feedback import render_feedback
    from grader.files import read_course_bytes, write_bytes
    from grader.gradebook.feedback import write_feedback
    from grader.gradebook.moodle_worksheet import moodle_numbers, pack_feedback

    attempts = session.book.attempts(assignment=assignment.name, texts=True)
    standings = session.standings()
    students = session.book.students()
    pages = render_feedback(attempts, assignment, standings, "html")
    if worksheet is not None:
        numbers = moodle_numbers(
            read_course_bytes(worksheet, "worksheet of Moodle"), str(worksheet), students
        )
        write_bytes(target, pack_feedback(pages, students, numbers))
        output.write(f"written: {target}, feedback for {counted(len(pages), 'student')}")
        return
    texts = render_feedback(attempts, assignment, standings, "terminal")
    written = write_feedback(target, pages, students, ".html")
    written += write_feedback(target, texts, students, ".txt")
    output.write(f"written: {target}, {counted(len(written), 'file')} for {counted(len(pages), 'student')}")


@click.command("import")
@click.argument("assignment")
@click.argument("path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask; for scripts.")
@click.option("--author", default="", metavar="NAME", help="Who marked; else GRADE_AUTHOR, or your name.")
@zone_option
@gradebook_option
def import_marks(*, assignment: str, path: Path, yes: bool, author: str, zone: str, place: str) -> int:
    """Enter the marks of parts that are graded by hand from a CSV FILE, all of them or none.

    Its first line names the columns: a name or an identifier, the parts, and `remark` if wanted. An empty
    cell is no mark. A later mark takes the place of an earlier one.
    """
    from grader.files import read_course_bytes
    from grader.gradebook.corrections import Corrections
    from grader.gradebook.marks import read_marks
    from grader.gradebook.records import Correction, Kind

    with open_session(place, zone) as session:
        name = session.assignment(assignment)
        marks = read_marks(
            read_course_bytes(path, "file of marks"),
            str(path),
            students=session.book.students(),
            parts=dict(session.policy.of(name).by_hand),
        )
        who = author_of(author)
        supposed = [
            Correction(
                id=0,
                kind=Kind.MARK,
                assignment=name,
                author=who,
                reason=one.reason,
                made_at=session.now,
                student=one.student,
                part=one.part,
                points=one.points,
            )
            for one in marks
        ]
        output.write(f"Enter {counted(len(marks), 'mark')} of {name}:")
        show_changes(session.changes(supposing=supposed))
        if not confirm("Enter these marks?", yes=yes):
            return 0
        numbers = Corrections(session.book, who).mark(name, marks)
        if len(numbers) == 1:
            tell_applied(numbers[0])
        else:
            output.write(
                f"Corrections {numbers[0]} to {numbers[-1]} are applied. "
                "`grade gradebook undo` takes one back."
            )
    return 0
