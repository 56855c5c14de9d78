"""`grade gradebook adjust`, `extend`, `excuse`, `mark`, `exclude`, `regrade` and `undo`.

Each shows who changes by how much, asks, and adds one correction.
"""

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import click

from grader.cli import output
from grader.cli.gradebook_session import (
    POINTS,
    author_of,
    confirm,
    decision_options,
    named,
    open_session,
    show_changes,
)

if TYPE_CHECKING:
    from grader.cli.gradebook_session import Session
    from grader.gradebook.corrections import Corrections
    from grader.gradebook.records import Kind

__all__ = ["adjust", "exclude", "excuse", "extend", "mark", "regrade", "undo"]


def _decide(
    session: "Session",
    kind: "Kind",
    assignment: str,
    apply: "Callable[[Corrections], int]",
    *,
    author: str,
    reason: str,
    yes: bool,
    **told: Any,
) -> int:
    """Show what a correction would change, ask, and apply it."""
    from grader.gradebook.corrections import Corrections
    from grader.gradebook.records import Correction

    who = author_of(author)
    supposed = Correction(
        id=0, kind=kind, assignment=assignment, author=who, reason=reason, made_at=session.now, **told
    )
    show_changes(session.changes(supposing=[supposed]))
    if not confirm("Apply this correction?", yes=yes):
        return 0
    tell_applied(apply(Corrections(session.book, who)))
    return 0


def tell_applied(number: int) -> None:
    """Say that a correction was applied, and how it is taken back."""
    output.write(f"Correction {number} is applied. `grade gradebook undo {number}` takes it back.")


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("assignment")
@click.argument("student")
@click.argument("points", type=POINTS)
@decision_options
def adjust(*, assignment: str, student: str, points: Fraction, place: str, zone: str, **decision: Any) -> int:
    """Add POINTS to a STUDENT's grade of an ASSIGNMENT, or take some away.

    \b
    Examples:
      grade gradebook adjust two-layer-mlp ada@example.edu 2.5 --reason "A good idea."
      grade gradebook adjust two-layer-mlp s100 -5 --reason "Agreed in the review."
    """  # noqa: D301  # \b is click's mark for text it must not fold
    from grader.gradebook.records import Kind

    with open_session(place, zone) as session:
        name, who = session.assignment(assignment), session.book.student(student)
        output.write(f"Adjust {name} for {named(who)}:")
        return _decide(
            session,
            Kind.ADJUST,
            name,
            lambda decide: decide.adjust(name, who.key, points, decision["reason"]),
            student=who.key,
            points=points,
            **decision,
        )


@click.command()
@click.argument("assignment")
@click.argument("student", required=False, default="")
@click.option("--section", default="", metavar="NAME", help="Extend for a whole section.")
@click.option("--until", required=True, metavar="TIME", help="The new due date, such as 2026-12-14T23:59.")
@decision_options
def extend(
    *,
    assignment: str,
    student: str,
    section: str,
    until: str,
    place: str,
    zone: str,
    **decision: Any,
) -> int:
    """Give a STUDENT, or a section, a later due date for an ASSIGNMENT.

    \b
    Example:
      grade gradebook extend two-layer-mlp ada --until 2026-12-14T23:59 --reason "Was ill."
    """  # noqa: D301  # as above
    from grader.cohort.times import parse_time
    from grader.errors import UsageError
    from grader.gradebook.records import Kind

    if bool(student) == bool(section):
        raise UsageError(
            "An extension is for one student or for one section.", "Name the student, or give --section."
        )
    with open_session(place, zone) as session:
        name = session.assignment(assignment)
        try:
            moment = parse_time(until, session.zone)
        except ValueError as error:
            raise UsageError(f"`{until}` is no time.", "Write it as 2026-12-14T23:59.") from error
        who = session.book.student(student) if student else None
        if section and section not in {one.section for one in session.book.students()}:
            told = ", ".join(sorted({one.section for one in session.book.students()} - {""})) or "none"
            raise UsageError(f"The gradebook knows no section `{section}`.", f"There are: {told}.")
        output.write(f"Extend {name} until {moment:%Y-%m-%d %H:%M} for {named(who) if who else section}:")
        return _decide(
            session,
            Kind.EXTEND,
            name,
            lambda decide: decide.extend(
                name, moment, decision["reason"], student=who.key if who else "", section=section
            ),
            student=who.key if who else "",
            section=section,
            until=moment,
            **decision,
        )


@click.command()
@click.argument("assignment")
@click.argument("student")
@decision_options
def excuse(*, assignment: str, student: str, place: str, zone: str, **decision: Any) -> int:
    """Leave an ASSIGNMENT out of a STUDENT's course grade."""
    from grader.gradebook.records import Kind

    with open_session(place, zone) as session:
        name, who = session.assignment(assignment), session.book.student(student)
        output.write(f"Excuse {named(who)} from {name}:")
        return _decide(
            session,
            Kind.EXCUSE,
            name,
            lambda decide: decide.excuse(name, who.key, decision["reason"]),
            student=who.key,
            **decision,
        )


@click.command()
@click.argument("assignment")
@click.argument("student")
@click.argument("part")
@click.argument("points", type=POINTS)
@decision_options
def mark(
    *, assignment: str, student: str, part: str, points: Fraction, place: str, zone: str, **decision: Any
) -> int:
    """Enter the POINTS of a PART that is graded by hand; `grade gradebook import` enters those of a class."""
    from grader.gradebook.records import Kind, Mark

    with open_session(place, zone) as session:
        name, who = session.assignment(assignment), session.book.student(student)
        one = Mark(student=who.key, part=part, points=points, reason=decision["reason"])
        output.write(f"Mark {part} of {name} for {named(who)}:")
        return _decide(
            session,
            Kind.MARK,
            name,
            lambda decide: decide.mark(name, [one])[0],
            student=who.key,
            part=part,
            points=points,
            **decision,
        )


@click.command()
@click.argument("assignment")
@click.argument("check")
@click.option("--for-all", "for_all", flag_value="all", help="Everyone gets the check.")
@click.option("--for-nobody", "for_all", flag_value="nobody", help="The check counts for nobody.")
@decision_options
def exclude(
    *, assignment: str, check: str, for_all: str | None, place: str, zone: str, **decision: Any
) -> int:
    """Exclude a bad CHECK of an ASSIGNMENT: everyone gets it, or it counts for nobody.

    Name the check as the report and `grade gradebook history --checks` do.

    \b
    Example:
      grade gradebook exclude two-layer-mlp hidden/test_more.py::test_shape --for-all --reason "Too strict."
    """  # noqa: D301  # as above
    from grader.errors import UsageError
    from grader.gradebook.records import Kind

    if for_all is None:
        raise UsageError(
            "What becomes of the check is not said.",
            "Use --for-all, so that everyone gets it, or --for-nobody, so that it counts for nobody.",
        )
    everyone = for_all == "all"
    with open_session(place, zone) as session:
        name = session.assignment(assignment)
        output.write(
            f"Exclude {check} of {name}; {'everyone gets it' if everyone else 'it counts for nobody'}:"
        )
        return _decide(
            session,
            Kind.EXCLUDE_FOR_ALL if everyone else Kind.EXCLUDE_FOR_NOBODY,
            name,
            lambda decide: decide.exclude(name, check, decision["reason"], for_all=everyone),
            check=check,
            **decision,
        )


@click.command()
@click.argument("assignment")
@decision_options
def regrade(*, assignment: str, place: str, zone: str, author: str, reason: str, yes: bool) -> int:
    """Give the attempts of an ASSIGNMENT the results of the suite as it is now.

    After a correction of the suite, `grade class` grades every submission with it and keeps the results
    aside. This shows who would change by how much, and applies them.
    """
    from dataclasses import replace

    from grader.course.edition import grading_edition
    from grader.gradebook.corrections import Corrections

    with open_session(place, zone) as session:
        one = session.course.assignment(assignment)
        edition = grading_edition(session.course, one)
        decide = Corrections(session.book, author_of(author))
        found = decide.preview_regrade(one.name, edition)
        count = f"{len(found)} {'attempt' if len(found) == 1 else 'attempts'}"
        output.write(f"Regrade {one.name} by edition {edition[:8]}, {count}:")
        show_changes(session.changes(instead=[replace(each.attempt, result=each.result) for each in found]))
        if found and not confirm("Apply this regrade?", yes=yes):
            return 0
        number, _ = decide.regrade(one.name, edition, reason)
        tell_applied(number)
    return 0


@click.command()
@click.argument("number", type=int)
@decision_options
def undo(*, number: int, place: str, zone: str, author: str, reason: str, yes: bool) -> int:
    """Take the correction NUMBER back; it and this stay in the gradebook.

    `grade gradebook history` lists the corrections with their numbers.
    """
    from grader.gradebook.corrections import Corrections
    from grader.gradebook.preview import without_correction

    with open_session(place, zone) as session:
        decide = Corrections(session.book, author_of(author))
        found = next((one for one in session.book.corrections() if one.id == number and one.stands), None)
        if found is not None:
            output.write(f"Take back correction {number} ({found.kind.value}, {found.assignment}):")
            show_changes(session.changes(**without_correction(session.book, found)))
            if not confirm("Take this correction back?", yes=yes):
                return 0
        # Says what is wrong where there is none, or none that stands.
        decide.undo(number, reason)
        output.write(f"Correction {number} is taken back.")
    return 0
