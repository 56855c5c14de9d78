"""Curves as SVG for handouts: on paper, on light and on dark ground, and without colour."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["Chart", "describe_chart", "render_chart"]

Array = NDArray[np.float64]

_WIDTH: Final = 720
_HEIGHT: Final = 400
_LEFT, _RIGHT, _TOP, _BOTTOM = 84, 570, 44, 346
_LABEL_GAP: Final = 18
_MOST_TICKS: Final = 8
_DASHES: Final = ("", "9 4", "2 3", "12 3 2 3", "5 2", "1 5")
_RAISED: Final = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_FONT: Final = "system-ui, 'DejaVu Sans', Helvetica, Arial, sans-serif"
# The chart brings its own ground, so that it can be read wherever it is shown. Curves differ by their dashes
# and are labelled where they end; colour only helps.
_STYLE: Final = """
.ground { fill: #ffffff } .ink { fill: #1f2328 } .axis { stroke: #57606a } .grid { stroke: #d8dee4 }
.c0 { stroke: #0550ae } .c1 { stroke: #a04100 } .c2 { stroke: #116329 }
.c3 { stroke: #8250df } .c4 { stroke: #a40e26 } .c5 { stroke: #57606a }
@media screen and (prefers-color-scheme: dark) {
 .ground { fill: #0d1117 } .ink { fill: #e6edf3 } .axis { stroke: #9198a1 } .grid { stroke: #2f353d }
 .c0 { stroke: #79c0ff } .c1 { stroke: #ffa657 } .c2 { stroke: #7ee787 }
 .c3 { stroke: #d2a8ff } .c4 { stroke: #ff7b72 } .c5 { stroke: #9198a1 }
}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Curves over 1, 2, 3 and so on, with a logarithmic vertical axis.

    Attributes:
        title: What is shown, in a few words.
        x_label: What is counted along the horizontal axis.
        y_label: What the vertical axis measures.
        curves: The positive numbers of each curve, (M,), by its label; up to six curves of one length.
        decades: The least and the greatest power of ten on the vertical axis.
    """

    title: str
    x_label: str
    y_label: str
    curves: Mapping[str, ArrayLike]
    decades: tuple[int, int]


def render_chart(chart: Chart) -> str:
    """Draw a chart; the same chart gives the same text.

    Args:
        chart: The chart.

    Returns:
        An SVG document that stands alone, with a title and a description in words.

    Raises:
        ValueError: A curve has a number that is not positive or lies outside the decades, curves differ in
            length, or there are none or more than six.
    """
    curves = _checked(chart)
    root = _root(chart)
    _draw_axes(root, chart, len(next(iter(curves.values()))))
    ends = [_height(values[-1], chart) for values in curves.values()]
    for number, ((label, values), place) in enumerate(zip(curves.items(), _apart(ends), strict=True)):
        _draw_curve(root, f"c{number}", _DASHES[number], _points(values, chart))
        _draw_label(root, f"c{number}", label, _height(values[-1], chart), place)
    indent(root, " ")
    return tostring(root, encoding="unicode") + "\n"


def describe_chart(chart: Chart) -> str:
    """Say on one line what a chart shows, to stand in its place."""
    told = [f"Chart. {chart.title}: {chart.y_label} over {chart.x_label}."]
    for label, values in _checked(chart).items():
        told.append(f"{label}: from {values[0]:.1e} at 1 to {values[-1]:.1e} at {len(values)}.")
    return " ".join(told)


def _checked(chart: Chart) -> dict[str, Array]:
    curves = {label: np.asarray(values, dtype=np.float64) for label, values in chart.curves.items()}
    low, high = (10.0**power for power in chart.decades)
    if not 1 <= len(curves) <= len(_DASHES):
        raise ValueError(f"a chart has one to {len(_DASHES)} curves, not {len(curves)}")
    for label, values in curves.items():
        if values.ndim != 1 or values.size < 2:
            raise ValueError(f"the curve {label!r} is not an array of two or more numbers")
        if values.shape != next(iter(curves.values())).shape:
            raise ValueError(f"the curve {label!r} has another length than the first")
        if not np.all((values >= low) & (values <= high)):
            raise ValueError(f"the curve {label!r} leaves the decades {chart.decades}")
    return curves


def _root(chart: Chart) -> Element:
    root = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {_WIDTH} {_HEIGHT}",
            "width": str(_WIDTH),
            "height": str(_HEIGHT),
            "role": "img",
            "aria-labelledby": "title description",
            "font-family": _FONT,
            "font-size": "14",
        },
    )
    SubElement(root, "title", {"id": "title"}).text = chart.title
    SubElement(root, "desc", {"id": "description"}).text = describe_chart(chart)
    SubElement(root, "style").text = _STYLE
    SubElement(root, "rect", {"class": "ground", "width": str(_WIDTH), "height": str(_HEIGHT)})
    return root


def _draw_axes(root: Element, chart: Chart, length: int) -> None:
    low, high = chart.decades
    step = -(-(high - low) // _MOST_TICKS)
    for power in range(-(-low // step) * step, high + 1, step):
        y = _height(10.0**power, chart)
        _line(root, "grid", (_LEFT, y), (_RIGHT, y))
        _text(root, _LEFT - 8, y + 5, "10" + str(power).translate(_RAISED), anchor="end")
    for count in _counts(length):
        x = _across(count, length)
        _line(root, "axis", (x, _BOTTOM), (x, _BOTTOM + 5))
        _text(root, x, _BOTTOM + 20, str(count), anchor="middle")
    _line(root, "axis", (_LEFT, _BOTTOM), (_RIGHT, _BOTTOM))
    _line(root, "axis", (_LEFT, _TOP), (_LEFT, _BOTTOM))
    _text(root, (_LEFT + _RIGHT) / 2, _BOTTOM + 42, chart.x_label, anchor="middle")
    _text(root, 16, _TOP - 18, f"{chart.title}: {chart.y_label}", bold=True)


def _counts(length: int) -> list[int]:
    """Give the counts that are written at the horizontal axis: 1, the last, and round ones between."""
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, length) if length // step <= _MOST_TICKS)
    between = [count for count in range(step, length, step) if 1 < count <= length - step / 2]
    return [1, *between, length]


def _draw_curve(root: Element, name: str, dashes: str, points: Sequence[tuple[float, float]]) -> None:
    style = {"stroke-dasharray": dashes} if dashes else {}
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    SubElement(
        root, "polyline", {"class": name, "points": path, "fill": "none", "stroke-width": "2.5", **style}
    )


def _draw_label(root: Element, name: str, label: str, end: float, place: float) -> None:
    """Write a curve's label beside its end, joined to it by a line where labels had to give way."""
    _line(root, name, (_RIGHT + 4, end), (_RIGHT + 20, place))
    _text(root, _RIGHT + 26, place + 5, label)


def _apart(ends: Sequence[float]) -> list[float]:
    """Move heights so far apart that labels at them can be read, and keep their order."""
    places = [0.0] * len(ends)
    lowest = _BOTTOM + 10.0
    for left, number in enumerate(sorted(range(len(ends)), key=lambda one: -ends[one])):
        room = _TOP + _LABEL_GAP * (len(ends) - 1 - left)
        places[number] = max(min(ends[number], lowest), room)
        lowest = places[number] - _LABEL_GAP
    return places


def _points(values: Array, chart: Chart) -> list[tuple[float, float]]:
    return [
        (_across(count, len(values)), _height(value, chart)) for count, value in enumerate(values, start=1)
    ]


def _across(count: int, length: int) -> float:
    return _LEFT + (_RIGHT - _LEFT) * (count - 1) / (length - 1)


def _height(value: float, chart: Chart) -> float:
    low, high = chart.decades
    return float(_BOTTOM - (_BOTTOM - _TOP) * (np.log10(value) - low) / (high - low))


def _line(root: Element, name: str, start: tuple[float, float], end: tuple[float, float]) -> None:
    ends = {"x1": start[0], "y1": start[1], "x2": end[0], "y2": end[1]}
    SubElement(root, "line", {"class": name, **{key: f"{value:.1f}" for key, value in ends.items()}})


def _text(root: Element, x: float, y: float, text: str, *, anchor: str = "start", bold: bool = False) -> None:
    weight = {"font-weight": "bold"} if bold else {}
    place = {"x": f"{x:.1f}", "y": f"{y:.1f}", "text-anchor": anchor}
    SubElement(root, "text", {"class": "ink", **place, **weight}).text = text
