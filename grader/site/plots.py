"""The plots of a class as SVG in a page, from which they take their colours on any ground."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from grader.charts.axis import Axis, make_axis

__all__ = [
    "Attempted",
    "Bin",
    "Day",
    "attempts_by_day",
    "points_in_bins",
    "render_histogram",
    "render_timeline",
]

_WIDTH: Final = 720
_LEFT: Final = 56
_RIGHT: Final = 16
_TOP: Final = 24
_HEIGHT: Final = 250
_BELOW: Final = 48
_BINS: Final = 10
_MOST_DAYS: Final = 14
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """How many have a share of the points within limits.

    Attributes:
        label: The limits, such as `90 to 99 %`.
        short: The label below a bar.
        count: How many.
    """

    label: str
    short: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempted:
    """One attempt in time.

    Attributes:
        time: When it was handed in.
        percent: The share of the points it earned, in percent.
        counts: Whether it is the one that counts.
        is_first: Whether it is the student's first.
    """

    time: datetime
    percent: float
    counts: bool
    is_first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What was handed in on one day.

    Attributes:
        label: The day.
        attempts: How many attempts.
        students: How many students had handed in by its end.
        mean: The mean of the attempts' points, in percent; None without any.
    """

    label: str
    attempts: int
    students: int
    mean: float | None


def points_in_bins(percents: Sequence[float]) -> list[Bin]:
    """Count shares of points in bins of ten percent; full points have a bin of their own."""
    counts = [0] * (_BINS + 1)
    for one in percents:
        counts[min(_BINS, int(one // _BINS))] += 1
    limits = [(low, low + 9) for low in range(0, 100, 10)]
    bins = [
        Bin(label=f"{low} to {high} %", short=f"{low}-{high}", count=count)
        for (low, high), count in zip(limits, counts, strict=False)
    ]
    return [*bins, Bin(label="100 %", short="100", count=counts[_BINS])]


def render_histogram(bins: Sequence[Bin], label: str) -> str:
    """Draw how the points of a class are distributed.

    Args:
        bins: The bins.
        label: What can be seen, in a sentence, for those who cannot see it.
    """
    root = _root(label)
    most = max(1, *(one.count for one in bins))
    y = make_axis((0, most), _TOP + _HEIGHT, _TOP)
    _draw_y(root, y, whole=True)
    step = (_WIDTH - _LEFT - _RIGHT) / len(bins)
    for number, one in enumerate(bins):
        left, top = _LEFT + number * step, y.place(one.count)
        if one.count:
            _rect(root, "bar", left + 3, top, step - 6, y.start - top)
            _text(root, left + step / 2, top - 6, str(one.count), "middle")
        _text(root, left + step / 2, y.start + 18, one.short, "middle")
    _line(root, "axis", (_LEFT, y.start), (_WIDTH - _RIGHT, y.start))
    _text(root, (_LEFT + _WIDTH - _RIGHT) / 2, y.start + 40, "share of the points, in percent", "middle")
    _turned(root, "students")
    return tostring(root, encoding="unicode")


def render_timeline(attempts: Sequence[Attempted], due: datetime, zone: tzinfo, label: str) -> str:
    """Draw attempts and points over time to the deadline, and how much of the class has handed in.

    Args:
        attempts: The attempts whose time is known; at least one.
        due: The deadline.
        zone: The time zone to tell times in.
        label: What can be seen, in a sentence, for those who cannot see it.
    """
    root = _root(label)
    times = [one.time for one in attempts]
    first, last = min(*times, due - _DAY), max(*times, due + _HOUR)
    x = make_axis(
        (first.timestamp(), last.timestamp() + 0.02 * (last - first).total_seconds()), _LEFT, _WIDTH - _RIGHT
    )
    y = make_axis((0, 100), _TOP + _HEIGHT, _TOP)
    _draw_y(root, y, whole=False)
    for moment, text in _days(first, last, zone):
        place = x.place(moment.timestamp())
        _line(root, "axis", (place, y.start), (place, y.start + 5))
        _text(root, place, y.start + 20, text, "middle")
    _line(root, "axis", (_LEFT, y.start), (_WIDTH - _RIGHT, y.start))
    deadline = x.place(due.timestamp())
    _line(root, "deadline", (deadline, _TOP - 8), (deadline, y.start))
    _text(root, deadline - 6, _TOP - 10, "deadline", "end")
    for one in attempts:
        centre = {"cx": f"{x.place(one.time.timestamp()):.1f}", "cy": f"{y.place(one.percent):.1f}"}
        SubElement(root, "circle", {"class": "counts" if one.counts else "earlier", **centre, "r": "3.5"})
    _draw_share(root, attempts, x, y)
    _text(root, (_LEFT + _WIDTH - _RIGHT) / 2, y.start + 40, "handed in on", "middle")
    _turned(root, "percent")
    return tostring(root, encoding="unicode")


def attempts_by_day(attempts: Sequence[Attempted], zone: tzinfo) -> list[Day]:
    """Count attempts by the day on which they were handed in, those of days without any left out."""
    by_day: dict[str, list[Attempted]] = {}
    for one in sorted(attempts, key=lambda each: each.time):
        by_day.setdefault(f"{one.time.astimezone(zone):%Y-%m-%d}", []).append(one)
    days, students = [], 0
    for label, some in by_day.items():
        students += sum(one.is_first for one in some)
        mean = sum(one.percent for one in some) / len(some)
        days.append(Day(label=label, attempts=len(some), students=students, mean=mean))
    return days


def _draw_share(root: Element, attempts: Sequence[Attempted], x: Axis, y: Axis) -> None:
    """Draw how much of those who handed in had done so by each time, as steps."""
    firsts = sorted(one.time for one in attempts if one.is_first)
    points, height = [f"{x.start:.1f},{y.place(0):.1f}"], y.place(0)
    for number, moment in enumerate(firsts, 1):
        place = x.place(moment.timestamp())
        points.append(f"{place:.1f},{height:.1f}")
        height = y.place(100 * number / len(firsts))
        points.append(f"{place:.1f},{height:.1f}")
    SubElement(root, "polyline", {"class": "handed-in", "points": " ".join(points)})


def _days(first: datetime, last: datetime, zone: tzinfo) -> Iterator[tuple[datetime, str]]:
    """Yield the midnights to mark, at most `_MOST_DAYS`."""
    midnight = first.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0) + _DAY
    count = (last - midnight) // _DAY + 1
    step = max(1, -(-count // (_MOST_DAYS // 2)))
    for number in range(0, max(0, count), step):
        moment = midnight + number * _DAY
        yield moment, f"{moment:%d %b}"


def _root(label: str) -> Element:
    height = _TOP + _HEIGHT + _BELOW
    return Element(
        "svg",
        {"class": "plot", "viewBox": f"0 0 {_WIDTH} {height}", "role": "img", "aria-label": label},
    )


def _draw_y(root: Element, y: Axis, *, whole: bool) -> None:
    for place, text in y.ticks():
        if whole and not float(text).is_integer():
            continue
        _line(root, "grid", (_LEFT, place), (_WIDTH - _RIGHT, place))
        _text(root, _LEFT - 8, place + 5, text, "end")


def _turned(root: Element, text: str) -> None:
    x, y = 14, _TOP + _HEIGHT / 2
    _text(root, x, y, text, "middle").set("transform", f"rotate(-90 {x} {y:.1f})")


def _rect(
    root: Element, name: str, left: float, top: float, width: float, height: float
) -> None:  # a rectangle has four numbers
    place = {"x": f"{left:.1f}", "y": f"{top:.1f}", "width": f"{width:.1f}", "height": f"{height:.1f}"}
    SubElement(root, "rect", {"class": name, **place})


def _line(root: Element, name: str, start: tuple[float, float], end: tuple[float, float]) -> None:
    (x1, y1), (x2, y2) = start, end
    place = {"x1": f"{x1:.1f}", "y1": f"{y1:.1f}", "x2": f"{x2:.1f}", "y2": f"{y2:.1f}"}
    SubElement(root, "line", {"class": name, **place})


def _text(root: Element, x: float, y: float, text: str, anchor: str) -> Element:
    element = SubElement(root, "text", {"x": f"{x:.1f}", "y": f"{y:.1f}", "text-anchor": anchor})
    element.text = text
    return element
