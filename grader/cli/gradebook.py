"""`grade gradebook`: what a course remembers of its students, to look at, correct and hand back."""

import json
from typing import TYPE_CHECKING, Any

import click

from grader.cli import output
from grader.cli.gradebook_corrections import (
    adjust,
    exclude,
    excuse,
    extend,
    mark,
    regrade,
    undo,
)
from grader.cli.gradebook_exchange import export, import_marks
from grader.cli.gradebook_session import (
    as_json_option,
    gradebook_option,
    named,
    open_session,
    show_points,
    zone_option,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.cli.gradebook_session import Session
    from grader.gradebook.records import Attempt, Correction
    from grader.gradebook.standing import Standing

__all__ = ["gradebook"]


@click.group()
def gradebook() -> None:
    """Look at the grades of a class, correct them, and hand them back. For instructors.

    `grade class` fills the gradebook, which forgets nothing: corrections are added to it with author, time
    and reason, and can be taken back. Each is shown before it is applied.

    It is the file `gradebook.sqlite` beside the manifest, or what --gradebook or GRADE_GRADEBOOK names.
    """


@gradebook.command()
@click.argument("assignment", required=False)
@click.option("--section", default="", metavar="NAME", help="Show the students of one section.")
@as_json_option
@zone_option
@gradebook_option
def show(*, assignment: str | None, section: str, as_json: bool, zone: str, place: str) -> int:
    """Show the grades of the class: of the whole course, or of one ASSIGNMENT.

    Points stand there after lateness and corrections. A hyphen means that nothing counts yet, or that the
    student is excused.
    """
    from dataclasses import replace

    with open_session(place, zone) as session:
        chosen = session.course.select([assignment] if assignment else [])
        standings = [one for one in session.standings() if section in {"", one.student.section}]
    names = [one.name for one in chosen]
    shown = [replace(one, assignments={name: one.assignments[name] for name in names}) for one in standings]
    if as_json:
        from grader.gradebook.exports import write_json

        output.write(write_json(shown, explain=False), nl=False)
    elif not shown:
        output.write("The gradebook knows no students. `grade class --roster` adds them.")
    elif assignment:
        _show_assignment(shown, assignment)
    else:
        _show_course(shown, names)
    return 0


def _show_course(standings: "Sequence[Standing]", names: "Sequence[str]") -> None:
    from grader.cli.columns import align

    rows = [["student", "name", "section", *names, "course %"]]
    for one in standings:
        points = [show_points(one.assignments[name].points) for name in names]
        who = [one.student.key, one.student.name, one.student.section]
        rows.append([*who, *points, show_points(one.course.percent)])
    for line in align(rows, right=range(3, 4 + len(names))):
        output.write(line)


def _show_assignment(standings: "Sequence[Standing]", name: str) -> None:
    from grader.cli.columns import align

    rows = [["student", "name", "section", "points", "pending", "note"]]
    for one in standings:
        grade = one.assignments[name]
        note = "excused" if grade.excused else "" if grade.chosen or grade.points is None else "no attempt"
        pending = show_points(grade.pending) if grade.pending else ""
        who = [one.student.key, one.student.name, one.student.section]
        rows.append([*who, show_points(grade.points), pending, note])
    for line in align(rows, right=(3, 4)):
        output.write(line)


@gradebook.command()
@click.argument("student", required=False)
@click.option("--assignment", default="", metavar="NAME", help="Show one assignment.")
@click.option("--checks", is_flag=True, help="Also show how each check ended.")
@as_json_option
@zone_option
@gradebook_option
def history(
    *, student: str | None, assignment: str, checks: bool, as_json: bool, zone: str, place: str
) -> int:
    """Show what was recorded, oldest first: every attempt of a STUDENT, and every correction.

    Without a STUDENT, shows the corrections of the whole class, those that were taken back among them. A
    student is named by key, by an identifier such as an email address, or by name.
    """
    with open_session(place, zone) as session:
        name = session.assignment(assignment) if assignment else None
        who = session.book.student(student) if student else None
        attempts = session.book.attempts(assignment=name, student=who.key) if who else []
        found = [
            one
            for one in session.book.corrections(name)
            if who is None or one.student == who.key or (not one.student and one.section in {"", who.section})
        ]
        if as_json:
            document = {
                "attempts": [_attempt_document(one) for one in attempts],
                "corrections": [_correction_document(one) for one in found],
            }
            output.write(json.dumps(document, indent=2, ensure_ascii=False))
            return 0
        if who is not None:
            output.write(f"{named(who)}: {len(attempts)} {'attempt' if len(attempts) == 1 else 'attempts'}")
        for attempt in attempts:
            _show_attempt(session, attempt, checks=checks)
        for correction in found:
            _show_correction(session, correction)
        if not found:
            output.write("No corrections.")
    return 0


def _show_attempt(session: "Session", attempt: "Attempt", *, checks: bool) -> None:
    from grader.gradebook.figures import format_time
    from grader.model.formatting import printable

    submitted, result = attempt.submitted, attempt.result
    when = format_time(submitted.handed_in, session.zone) if submitted.handed_in else "at an unknown time"
    pending = f", {show_points(result.pending)} pending" if result.pending else ""
    output.write(
        printable(
            f"Attempt {attempt.id}: {result.key.assignment}, {submitted.file}, handed in {when}: "
            f"{show_points(result.points)} points{pending}"
        )
    )
    output.write(
        f"  graded {format_time(result.graded_at, session.zone)} by edition {result.key.edition[:8]}, "
        f"grader {result.key.grader_version}, isolation {result.isolation or 'none'}, seed {result.key.seed}"
    )
    for part in result.parts if checks else ():
        output.write(printable(f"  {part.name}: {show_points(part.points)} of {show_points(part.possible)}"))
        for check in part.checks:
            output.write(printable(f"    {check.outcome:<12} {check.id}"))


def _show_correction(session: "Session", one: "Correction") -> None:
    from grader.gradebook.figures import format_time
    from grader.model.formatting import printable

    about = [one.student or (f"section {one.section}" if one.section else "everyone")]
    about += [told for told in (one.part, one.check) if told]
    if one.points is not None:
        about.append(f"{show_points(one.points)} points")
    if one.until is not None:
        about.append(f"until {format_time(one.until, session.zone)}")
    when = format_time(one.made_at, session.zone)
    output.write(
        printable(
            f"Correction {one.id}: {one.kind.value}, {one.assignment}, {', '.join(about)}. "
            f"{one.author}, {when}: {one.reason}"
        )
    )
    if one.revoked_at is not None:
        back = format_time(one.revoked_at, session.zone)
        output.write(printable(f"  taken back by {one.revoked_by}, {back}: {one.revoked_why}"))


def _attempt_document(one: "Attempt") -> dict[str, Any]:
    key = one.result.key
    return {
        "attempt": one.id,
        "assignment": key.assignment,
        "file": one.submitted.file,
        "handed_in": one.submitted.handed_in and one.submitted.handed_in.isoformat(),
        "points": str(one.result.points),
        "pending": str(one.result.pending),
        "edition": key.edition,
        "source_sha256": key.source_sha256,
        "grader_version": key.grader_version,
        "seed": key.seed,
        "isolation": one.result.isolation,
        "graded_at": one.result.graded_at.isoformat(),
        "checks": {check.id: check.outcome for part in one.result.parts for check in part.checks},
    }


def _correction_document(one: "Correction") -> dict[str, Any]:
    return {
        "correction": one.id,
        "kind": one.kind.name.lower(),
        "assignment": one.assignment,
        "student": one.student,
        "section": one.section,
        "part": one.part,
        "check": one.check,
        "points": None if one.points is None else str(one.points),
        "until": one.until and one.until.isoformat(),
        "author": one.author,
        "reason": one.reason,
        "made_at": one.made_at.isoformat(),
        "taken_back": one.revoked_at and one.revoked_at.isoformat(),
    }


@gradebook.command()
@click.argument("student")
@click.argument("assignment", required=False)
@as_json_option
@zone_option
@gradebook_option
def policy(*, student: str, assignment: str | None, as_json: bool, zone: str, place: str) -> int:
    """Explain, step by step, how a STUDENT's grades came about, in words that the student can read."""
    with open_session(place, zone) as session:
        chosen = session.course.select([assignment] if assignment else [])
        who = session.book.student(student)
        (standing,) = [one for one in session.standings() if one.student.key == who.key]
    if as_json:
        document: dict[str, Any] = {
            "student": who.key,
            "assignments": {one.name: list(standing.assignments[one.name].steps) for one in chosen},
            "course": [] if assignment else list(standing.course.steps),
        }
        output.write(json.dumps(document, indent=2, ensure_ascii=False))
        return 0
    output.write(named(who))
    for one in chosen:
        _show_steps(one.title, standing.assignments[one.name].steps)
    if not assignment:
        _show_steps("The course", standing.course.steps)
    return 0


def _show_steps(title: str, steps: "Sequence[str]") -> None:
    from grader.model.formatting import printable

    output.write(f"\n{printable(title)}")
    for step in steps:
        output.write(f"  {printable(step)}")


@gradebook.command()
@as_json_option
@gradebook_option
def check(*, as_json: bool, place: str) -> int:
    """Look for damage in the gradebook, and say how much it holds.

    Exits with status 3 if anything is wrong.
    """
    with open_session(place) as session:
        problems = session.book.check()
        sizes = dict(session.book.sizes())
        name = session.book.name
    if as_json:
        output.write(json.dumps({"gradebook": name, "problems": problems, "rows": sizes}, indent=2))
    else:
        held = ", ".join(f"{count} {what}" for what, count in sizes.items())
        output.write(f"{name}: {held}")
        for line in problems or ["The gradebook is whole."]:
            output.write(line)
    return 3 if problems else 0


for _command in (adjust, extend, excuse, mark, exclude, regrade, undo, export, import_marks):
    gradebook.add_command(_command)
