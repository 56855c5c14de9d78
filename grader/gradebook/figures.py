"""Points, times and spans of time as people read them."""

from datetime import datetime, timedelta, tzinfo
from fractions import Fraction
from math import floor

__all__ = ["count_points", "format_points", "format_span", "format_time"]

_MINUTE = timedelta(minutes=1)


def format_points(points: Fraction) -> str:
    """Write points for people: at most two decimals, rounded once, halves up, on the exact fraction."""
    hundredths = floor(points * 100 + Fraction(1, 2))
    whole, rest = divmod(abs(hundredths), 100)
    sign = "-" if hundredths < 0 else ""
    return f"{sign}{whole}.{rest:02}".rstrip("0") if rest else f"{sign}{whole}"


def count_points(points: Fraction) -> str:
    """Write points with the word for them, such as `1 point` or `7.5 points`."""
    figure = format_points(points)
    return f"{figure} point" if figure == "1" else f"{figure} points"


def format_time(moment: datetime, zone: tzinfo) -> str:
    """Write a time to the minute, in a time zone."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"


def format_span(span: timedelta) -> str:
    """Write a span of time in at most two units, such as `1 day 2 h`; a minute begun counts as one."""
    minutes = -(-span // _MINUTE)
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    if days:
        text = f"{days} day" if days == 1 else f"{days} days"
        return f"{text} {hours} h" if hours else text
    if hours:
        return f"{hours} h {left} min" if left else f"{hours} h"
    return f"{left} min"
