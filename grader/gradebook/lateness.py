"""What an attempt loses for being late, with the sentence that says so."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from fractions import Fraction
from typing import Final

from grader.gradebook import sentences
from grader.gradebook.figures import count_points, format_points, format_span, format_time
from grader.model.policies import AssignmentPolicy, LatePolicy

__all__ = ["Try", "judge_lateness", "last_time"]

_UNITS: Final = {"day": timedelta(days=1), "hour": timedelta(hours=1)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """One attempt as the rules see it.

    Attributes:
        points: Points earned, after exclusions.
        pending: Points withheld.
        handed_in: When; None where it is not known.
        trusted: Whether that is the time of handing in, and not perhaps one of a download.
        late: Whether the platform says that it was late; None where it does not say.
        number: The attempt's number in the gradebook.
    """

    points: Fraction
    pending: Fraction = Fraction()
    handed_in: datetime | None = None
    trusted: bool = True
    late: bool | None = None
    number: int = 0


def last_time(policy: AssignmentPolicy, due: datetime | None) -> datetime | None:
    """Return the last time an attempt is accepted; None for ever."""
    if due is None or policy.late is None or policy.late.last is None:
        return None
    return due + policy.late.last


def judge_lateness(
    policy: AssignmentPolicy, one: Try, *, due: datetime | None, zone: tzinfo
) -> tuple[Fraction, str]:
    """Work out what an attempt loses; never more than it earned, and nothing where its time is not certain.

    Args:
        policy: The rules of the assignment.
        one: The attempt.
        due: When it was due for this student; None for never.
        zone: The time zone to tell times in.

    Returns:
        The points, and a sentence about them; empty where it was never due.
    """
    if due is None:
        return Fraction(), ""
    handed_in = one.handed_in
    if handed_in is None or (handed_in > due and not one.trusted):
        return Fraction(), _without_time(one, zone)
    time = format_time(handed_in, zone)
    if handed_in <= due:
        return Fraction(), sentences.IN_TIME.format(time=time)
    late = handed_in - due
    span = format_span(late)
    rules = policy.late
    if rules is None or not rules.amount:
        return Fraction(), sentences.LATE_FREE.format(time=time, late=span)
    if late <= rules.grace:
        return Fraction(), sentences.IN_GRACE.format(time=time, late=span, grace=format_span(rules.grace))
    begun = -(-late // _UNITS[rules.per])
    lost = _in_points(rules.amount * begun, rules, policy)
    if rules.cap is not None and (most := _in_points(rules.cap, rules, policy)) < lost:
        cap = _amount(rules.cap, rules)
        most = min(most, one.points)
        return most, sentences.LATE_AT_MOST.format(time=time, late=span, cap=cap, lost=count_points(most))
    lost = min(lost, one.points)
    return lost, sentences.LATE.format(
        time=time,
        late=span,
        unit=rules.per,
        amount=_amount(rules.amount, rules),
        count=begun,
        lost=count_points(lost),
    )


def _without_time(one: Try, zone: tzinfo) -> str:
    """Say why an attempt whose time is not certain loses nothing."""
    if one.late is not None:
        return sentences.LATE_BY_UNKNOWN if one.late else sentences.NOT_LATE
    if one.handed_in is None:
        return sentences.TIME_UNKNOWN
    return sentences.TIME_UNCERTAIN.format(time=format_time(one.handed_in, zone))


def _in_points(amount: Fraction, rules: LatePolicy, policy: AssignmentPolicy) -> Fraction:
    """Percent are of what the assignment is worth, so that a day costs everyone the same."""
    return amount * policy.possible / 100 if rules.unit == "percent" else amount


def _amount(amount: Fraction, rules: LatePolicy) -> str:
    return f"{format_points(amount)} %" if rules.unit == "percent" else count_points(amount)
