"""Charts as SVG for handouts: legible on paper, on light and dark ground, and without colour.

A chart brings its own ground. Its curves differ by their dashes and carry their labels; colour only helps.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

import numpy as np
from numpy.typing import ArrayLike

from grader.charts.axis import Axis, Point, make_axis
from grader.errors import CourseFault

__all__ = ["Chart", "describe_chart", "render_chart"]

_WIDTH: Final = 760
_MARGIN: Final = 16
_TITLE_HEIGHT: Final = 44
_AXIS_WIDTH: Final = 76
_AXIS_HEIGHT: Final = 52
_LABELS_WIDTH: Final = 216
_PLOT_HEIGHT: Final = 310
_PANEL_HEIGHT: Final = 190
_PANEL_HEAD: Final = 24
_COLUMNS: Final = 2
_LABEL_GAP: Final = 18
_DASHES: Final = ("", "9 4", "2 3", "12 3 2 3", "5 2", "1 5")
_FONT: Final = "system-ui, 'DejaVu Sans', Helvetica, Arial, sans-serif"
# Only screens turn dark: paper stays light whatever the reader has set.
_STYLE: Final = """
.curve, .axis, .grid, .contour { fill: none } .curve { stroke-width: 2 } .contour { stroke-dasharray: 2 4 }
.ground { fill: #ffffff } .ink { fill: #1f2328 }
.axis { stroke: #57606a } .grid { stroke: #d8dee4 } .contour { stroke: #6e7781 }
.c0 { stroke: #0550ae } .c1 { stroke: #a04100 } .c2 { stroke: #116329 }
.c3 { stroke: #8250df } .c4 { stroke: #a40e26 } .c5 { stroke: #57606a }
@media screen and (prefers-color-scheme: dark) {
 .ground { fill: #0d1117 } .ink { fill: #e6edf3 }
 .axis { stroke: #9198a1 } .grid { stroke: #2f353d } .contour { stroke: #848d97 }
 .c0 { stroke: #79c0ff } .c1 { stroke: #ffa657 } .c2 { stroke: #7ee787 }
 .c3 { stroke: #d2a8ff } .c4 { stroke: #ff7b72 } .c5 { stroke: #9198a1 }
}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Curves in one pair of axes, or paths in a plane, each in a panel of its own.

    Attributes:
        title: What is shown, in a few words.
        description: What can be seen, in sentences, for those who cannot see it.
        x_label: What the horizontal axis measures.
        y_label: What the vertical axis measures.
        curves: By its label, the x and the y of each curve's points, (M,) each, in the order in which they
            are connected; up to six. A point that is not finite, or not positive on a logarithmic axis, is
            left out.
        log_x: Whether the horizontal axis is logarithmic.
        log_y: Whether the vertical axis is.
        x_range: The least and the greatest x; if None, the range of the points.
        y_range: The least and the greatest y; if None, the range of the points.
        panels: Whether each curve is a path in a panel of its own, with a dot for each point and a square at
            the first.
        contours: Half the width and half the height of each contour line, an ellipse around (0, 0), which a
            cross marks.
    """

    title: str
    description: str
    x_label: str
    y_label: str
    curves: Mapping[str, tuple[ArrayLike, ArrayLike]]
    log_x: bool = False
    log_y: bool = False
    x_range: Point | None = None
    y_range: Point | None = None
    panels: bool = False
    contours: Sequence[Point] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plane:
    """A pair of axes, in which points are drawn."""

    x: Axis
    y: Axis

    def place(self, point: Point) -> Point:
        """Return the pixels of a point."""
        return self.x.place(point[0]), self.y.place(point[1])


def render_chart(chart: Chart) -> str:
    """Draw a chart; the same chart gives the same text.

    Args:
        chart: The chart.

    Returns:
        An SVG document that stands alone, with a title and a description in words.

    Raises:
        CourseFault: There are no curves or more than six, the x and y of a curve differ in number, no point
            of a curve can be drawn, or one lies outside a given range.
    """
    curves = _read_curves(chart)
    rows = -(-len(curves) // _COLUMNS) if chart.panels else 1
    height = (_PANEL_HEAD + _PANEL_HEIGHT if chart.panels else _PLOT_HEIGHT) + _AXIS_HEIGHT
    root = _make_root(chart, _TITLE_HEIGHT + rows * height)
    if chart.panels:
        _draw_panels(root, chart, curves)
    else:
        _draw_curves(root, chart, curves)
    indent(root, " ")
    return tostring(root, encoding="unicode") + "\n"


def describe_chart(chart: Chart) -> str:
    """Return on one line what a chart shows, for those who cannot see it.

    Raises:
        CourseFault: As for `render_chart`.
    """
    sentences = [f"Chart. {chart.title}. {chart.description}"]
    for label, points in _read_curves(chart).items():
        (x, y), (last_x, last_y) = points[0], points[-1]
        sentences.append(f"{label}: from {y:.3g} at {x:.3g} to {last_y:.3g} at {last_x:.3g}.")
    return " ".join(sentences)


def _read_curves(chart: Chart) -> dict[str, list[Point]]:
    """Return the points of each curve that can be drawn."""
    if not 1 <= len(chart.curves) <= len(_DASHES):
        raise CourseFault(
            f"the chart {chart.title!r} has {len(chart.curves)} curves, not 1 to {len(_DASHES)}",
            "Draw another chart for the others.",
        )
    return {label: _read_points(chart, label) for label in chart.curves}


def _read_points(chart: Chart, label: str) -> list[Point]:
    xs, ys = (np.asarray(values, dtype=np.float64).ravel().tolist() for values in chart.curves[label])
    if len(xs) != len(ys):
        raise CourseFault(
            f"the curve {label!r} of the chart {chart.title!r} has {len(xs)} x and {len(ys)} y",
            "Give one y for each x.",
        )
    points = [
        (x, y) for x, y in zip(xs, ys, strict=True) if _drawable(x, chart.log_x) and _drawable(y, chart.log_y)
    ]
    if not points:
        raise CourseFault(
            f"the curve {label!r} of the chart {chart.title!r} has no point that can be drawn",
            "Points are finite numbers, and positive on a logarithmic axis.",
        )
    for values, limits in zip(zip(*points, strict=True), (chart.x_range, chart.y_range), strict=True):
        if limits is not None and not limits[0] <= min(values) <= max(values) <= limits[1]:
            raise CourseFault(
                f"the curve {label!r} of the chart {chart.title!r} leaves the range {limits}",
                "Show a wider range, or draw fewer points.",
            )
    return points


def _drawable(value: float, log: bool) -> bool:  # noqa: FBT001  # a property of the axis, as in `Chart`
    return math.isfinite(value) and (value > 0 or not log)


def _make_root(chart: Chart, height: int) -> Element:
    root = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {_WIDTH} {height}",
            "width": str(_WIDTH),
            "height": str(height),
            "role": "img",
            "aria-labelledby": "title description",
            "font-family": _FONT,
            "font-size": "14",
        },
    )
    SubElement(root, "title", {"id": "title"}).text = chart.title
    SubElement(root, "desc", {"id": "description"}).text = describe_chart(chart)
    SubElement(root, "style").text = _STYLE
    SubElement(root, "rect", {"class": "ground", "width": str(_WIDTH), "height": str(height)})
    _draw_text(root, (_MARGIN, 26), chart.title, bold=True)
    return root


def _draw_curves(root: Element, chart: Chart, curves: Mapping[str, list[Point]]) -> None:
    """Draw curves in one pair of axes, with their labels beside their ends."""
    every = [point for points in curves.values() for point in points]
    corner = (_AXIS_WIDTH, _TITLE_HEIGHT)
    plane = _make_plane(chart, every, corner, (_WIDTH - _AXIS_WIDTH - _LABELS_WIDTH, _PLOT_HEIGHT))
    _draw_axes(root, chart, plane)
    ends = [plane.place(points[-1]) for points in curves.values()]
    heights = _spread([y for _, y in ends], corner[1], corner[1] + _PLOT_HEIGHT)
    labels_start = plane.x.end + 20
    for number, ((label, points), end, y) in enumerate(zip(curves.items(), ends, heights, strict=True)):
        _draw_line(root, f"curve c{number}", [plane.place(point) for point in points], _DASHES[number])
        _draw_line(root, f"c{number}", [end, (labels_start, y)])
        _draw_line(root, f"curve c{number}", [(labels_start, y), (labels_start + 32, y)], _DASHES[number])
        _draw_text(root, (labels_start + 40, y + 5), label)


def _draw_panels(root: Element, chart: Chart, curves: Mapping[str, list[Point]]) -> None:
    """Draw each path in a panel of its own; all panels have the same axes."""
    every = [point for points in curves.values() for point in points]
    size = (_WIDTH // _COLUMNS - _AXIS_WIDTH - _MARGIN, _PANEL_HEIGHT)
    definitions = SubElement(root, "defs")
    for number, (label, points) in enumerate(curves.items()):
        row, column = divmod(number, _COLUMNS)
        left = column * _WIDTH // _COLUMNS + _AXIS_WIDTH
        top = _TITLE_HEIGHT + row * (_PANEL_HEAD + _PANEL_HEIGHT + _AXIS_HEIGHT) + _PANEL_HEAD
        plane = _make_plane(chart, every, (left, top), size)
        _draw_axes(root, chart, plane)
        _draw_text(root, (left, top - 8), label)
        clip = f"panel{number}"
        frame = {"x": str(left), "y": str(top), "width": str(size[0]), "height": str(size[1])}
        SubElement(SubElement(definitions, "clipPath", {"id": clip}), "rect", frame)
        panel = SubElement(root, "g", {"clip-path": f"url(#{clip})"})
        _draw_contours(panel, chart, plane)
        _draw_path(panel, [plane.place(point) for point in points])


def _draw_contours(panel: Element, chart: Chart, plane: _Plane) -> None:
    centre = plane.place((0.0, 0.0)) if chart.contours else (0.0, 0.0)
    for half_axes in chart.contours:
        corner = plane.place(half_axes)
        place = {"cx": f"{centre[0]:.1f}", "cy": f"{centre[1]:.1f}"}
        radii = {"rx": f"{corner[0] - centre[0]:.1f}", "ry": f"{centre[1] - corner[1]:.1f}"}
        SubElement(panel, "ellipse", {"class": "contour", **place, **radii})
    if chart.contours:
        x, y = centre
        _draw_line(panel, "axis", [(x - 6, y), (x + 6, y)])
        _draw_line(panel, "axis", [(x, y - 6), (x, y + 6)])


def _draw_path(panel: Element, places: Sequence[Point]) -> None:
    _draw_line(panel, "curve c0", places)
    for x, y in places[1:]:
        SubElement(panel, "circle", {"class": "ink", "cx": f"{x:.1f}", "cy": f"{y:.1f}", "r": "2"})
    x, y = places[0]
    corner = {"x": f"{x - 4:.1f}", "y": f"{y - 4:.1f}"}
    SubElement(panel, "rect", {"class": "ink", **corner, "width": "8", "height": "8"})


def _make_plane(chart: Chart, points: Sequence[Point], corner: Point, size: Point) -> _Plane:
    """Make the axes for points, from the upper left corner of the plane and its size in pixels."""
    (left, top), (width, height) = corner, size
    xs, ys = zip(*points, strict=True)
    return _Plane(
        x=make_axis(chart.x_range or (min(xs), max(xs)), left, left + width, log=chart.log_x),
        y=make_axis(chart.y_range or (min(ys), max(ys)), top + height, top, log=chart.log_y),
    )


def _spread(heights: Sequence[float], top: float, bottom: float) -> list[float]:
    """Move heights so far apart that labels at them can be read, in order, between top and bottom."""
    spread = [0.0] * len(heights)
    lowest = bottom
    order = sorted(range(len(heights)), key=lambda number: -heights[number])
    for above, number in zip(reversed(range(len(heights))), order, strict=True):
        spread[number] = max(min(heights[number], lowest), top + _LABEL_GAP * above)
        lowest = spread[number] - _LABEL_GAP
    return spread


def _draw_axes(root: Element, chart: Chart, plane: _Plane) -> None:
    left, right, bottom, top = plane.x.start, plane.x.end, plane.y.start, plane.y.end
    for y, text in plane.y.ticks():
        _draw_line(root, "grid", [(left, y), (right, y)])
        _draw_text(root, (left - 8, y + 5), text, anchor="end")
    for x, text in plane.x.ticks():
        _draw_line(root, "axis", [(x, bottom), (x, bottom + 5)])
        _draw_text(root, (x, bottom + 20), text, anchor="middle")
    _draw_line(root, "axis", [(left, top), (left, bottom), (right, bottom)])
    _draw_text(root, ((left + right) / 2, bottom + 40), chart.x_label, anchor="middle")
    x, y = left - _AXIS_WIDTH + 20, (top + bottom) / 2
    turned = _draw_text(root, (x, y), chart.y_label, anchor="middle")
    turned.set("transform", f"rotate(-90 {x:.1f} {y:.1f})")


def _draw_line(parent: Element, classes: str, places: Sequence[Point], dashes: str = "") -> None:
    # A tenth of a pixel: the last bits, in which machines differ, must not show.
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    style = {"stroke-dasharray": dashes} if dashes else {}
    SubElement(parent, "polyline", {"class": classes, "points": points, **style})


def _draw_text(
    parent: Element, place: Point, text: str, *, anchor: str = "start", bold: bool = False
) -> Element:
    weight = {"font-weight": "bold"} if bold else {}
    position = {"x": f"{place[0]:.1f}", "y": f"{place[1]:.1f}", "text-anchor": anchor}
    element = SubElement(parent, "text", {"class": "ink", **position, **weight})
    element.text = text
    return element
