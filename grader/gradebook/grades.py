"""From attempts, corrections and rules to a grade, with every step told in words a student accepts.

Pure functions of records: the same records give the same grade and the same words, at any time and anywhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from fractions import Fraction

from grader.gradebook import sentences
from grader.gradebook.figures import count_points, format_points, format_time
from grader.gradebook.lateness import Try, judge_lateness, last_time
from grader.model.policies import AssignmentPolicy

__all__ = ["AssignmentGrade", "Facts", "grade_assignment"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything that is known about one student and one assignment.

    Attributes:
        tries: The attempts, oldest first.
        extended: The later due dates they were given, each with the reason.
        adjustments: Points that were added or taken away, each with the reason.
        marks: Points of parts graded by hand, by part.
        excused: Why the assignment is left out for them; empty where it is not.
        excluded: The checks that were excluded for everyone.
        is_ungraded: Whether nobody in the class has a result, a mark or a correction of points for it yet.
    """

    tries: tuple[Try, ...] = ()
    extended: tuple[tuple[datetime, str], ...] = ()
    adjustments: tuple[tuple[Fraction, str], ...] = ()
    marks: tuple[tuple[str, Fraction], ...] = ()
    excused: str = ""
    excluded: tuple[str, ...] = ()
    is_ungraded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentGrade:
    """The grade of one student for one assignment.

    Attributes:
        name: Name of the assignment.
        title: The assignment's name for people.
        points: Points, exact; None where it is left out, not due yet, or graded for nobody yet.
        possible: Points it is worth.
        pending: Points withheld, neither earned nor lost so far.
        chosen: The attempt that counts; 0 where none does.
        excused: Whether it is left out for this student.
        steps: How it came about, one sentence for each step.
    """

    name: str
    title: str
    points: Fraction | None
    possible: Fraction
    pending: Fraction = Fraction()
    chosen: int = 0
    excused: bool = False
    steps: tuple[str, ...] = ()

    @property
    def share(self) -> Fraction:
        """The share of the possible points, from 0."""
        return (self.points or Fraction()) / self.possible


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counted:
    """An attempt with its place among all, what lateness left of it, and the words for that."""

    number: int
    one: Try
    points: Fraction
    words: str


def grade_assignment(
    policy: AssignmentPolicy, facts: Facts, *, now: datetime, zone: tzinfo = UTC
) -> AssignmentGrade:
    """Work out one student's grade for one assignment.

    Args:
        policy: The rules.
        facts: What is known.
        now: The time for which it is worked out; until an assignment is due, nobody has lost it.
        zone: The time zone to tell times in.
    """
    told: list[str] = []
    due = _due(policy, facts, told, zone)
    if facts.excused:
        return _left_out(policy, [*told, sentences.EXCUSED.format(reason=facts.excused)], excused=True)
    if facts.is_ungraded and due is not None and now > due:
        return _left_out(policy, [*told, sentences.NOT_GRADED])
    counted = _counted(policy, facts, due, told, zone)
    if not counted and not facts.marks and not facts.adjustments and (due is None or now <= due):
        return _left_out(policy, [*told, sentences.NOT_DUE])
    points, pending, chosen = Fraction(), Fraction(), 0
    if counted:
        best = _choose(policy, counted, told)
        points, pending, chosen = best.points, best.one.pending, best.one.number
    elif not facts.tries:
        told.append(sentences.NOTHING)
    else:
        told.append(sentences.NONE_COUNTS)
    if facts.excluded:
        told.append(sentences.EXCLUDED.format(checks=", ".join(f"`{one}`" for one in facts.excluded)))
    by_hand, waiting = _by_hand(policy, facts, told)
    points, pending = points + by_hand, pending + waiting
    for amount, reason in facts.adjustments:
        template = sentences.RAISED if amount >= 0 else sentences.LOWERED
        told.append(template.format(points=count_points(abs(amount)), reason=reason))
        points += amount
    if points < 0:
        points = Fraction()
        told.append(sentences.NOT_BELOW)
    if pending:
        told.append(sentences.PENDING.format(points=count_points(pending)))
    told.append(sentences.TOTAL.format(points=format_points(points), possible=count_points(policy.possible)))
    return AssignmentGrade(
        name=policy.name,
        title=policy.title,
        points=points,
        possible=policy.possible,
        pending=pending,
        chosen=chosen,
        steps=tuple(told),
    )


def _left_out(policy: AssignmentPolicy, told: Sequence[str], *, excused: bool = False) -> AssignmentGrade:
    return AssignmentGrade(
        name=policy.name,
        title=policy.title,
        points=None,
        possible=policy.possible,
        excused=excused,
        steps=tuple(told),
    )


def _due(policy: AssignmentPolicy, facts: Facts, told: list[str], zone: tzinfo) -> datetime | None:
    if policy.due is None:
        return None
    told.append(sentences.DUE.format(due=format_time(policy.due, zone)))
    later = max(facts.extended, default=(policy.due, ""))
    if later[0] <= policy.due:
        return policy.due
    told.append(sentences.EXTENDED.format(due=format_time(later[0], zone), reason=later[1]))
    return later[0]


def _counted(
    policy: AssignmentPolicy, facts: Facts, due: datetime | None, told: list[str], zone: tzinfo
) -> list[_Counted]:
    """Return the attempts that count, oldest first, each with its own lateness taken off."""
    tries = _in_order(facts.tries)
    most = policy.attempts.most
    if most is not None and len(tries) > most:
        told.append(sentences.TOO_MANY.format(count=len(tries), most=most))
        tries = tries[:most]
    last = last_time(policy, due)
    counted = []
    for number, one in enumerate(tries, 1):
        if last is not None and one.trusted and one.handed_in is not None and one.handed_in > last:
            time, latest = format_time(one.handed_in, zone), format_time(last, zone)
            told.append(sentences.AFTER_LAST.format(number=number, time=time, last=latest))
            continue
        lost, words = judge_lateness(policy, one, due=due, zone=zone)
        counted.append(_Counted(number=number, one=one, points=one.points - lost, words=words))
    return counted


def _in_order(tries: Sequence[Try]) -> list[Try]:
    """Sort attempts by time; where that of one is not known, all stand as they were recorded."""
    known = {one.number: one.handed_in for one in tries if one.trusted and one.handed_in is not None}
    if len(known) < len(tries):
        return sorted(tries, key=lambda one: one.number)
    return sorted(tries, key=lambda one: (known[one.number], one.number))


def _choose(policy: AssignmentPolicy, counted: Sequence[_Counted], told: list[str]) -> _Counted:
    best = policy.attempts.choose == "best"
    chosen = max(counted, key=lambda each: each.points) if best else counted[-1]
    template = sentences.ONLY if len(counted) == 1 else sentences.BEST if best else sentences.LAST
    told.append(
        template.format(
            number=chosen.number,
            count=len(counted),
            points=format_points(chosen.one.points),
            possible=count_points(
                policy.possible - sum((points for _, points in policy.by_hand), Fraction())
            ),
        )
    )
    if chosen.words:
        told.append(chosen.words)
    return chosen


def _by_hand(policy: AssignmentPolicy, facts: Facts, told: list[str]) -> tuple[Fraction, Fraction]:
    """Return the points of parts graded by hand, and those of parts that wait for their mark."""
    marks = dict(facts.marks)
    earned, waiting = Fraction(), Fraction()
    for part, possible in policy.by_hand:
        if part in marks:
            earned += marks[part]
            told.append(
                sentences.BY_HAND.format(
                    part=part, points=format_points(marks[part]), possible=count_points(possible)
                )
            )
        elif facts.tries:
            waiting += possible
            told.append(sentences.BY_HAND_WAITING.format(part=part, possible=count_points(possible)))
    return earned, waiting
