"""Plot paths over the rings of a valley as SVG, a panel for each, told apart by labels and not by colour."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from grader.errors import CourseFault

__all__ = ["PathsPlot", "Point", "render_paths"]

Point = tuple[float, float]

_WIDTH: Final = 330
_HEIGHT: Final = 200
_MARGIN: Final = 12
_HEAD: Final = 26
_COLUMNS: Final = 2
_FONT: Final = "ui-sans-serif, 'DejaVu Sans', Helvetica, Arial, sans-serif"

# The drawing brings its own ground, and follows the reader's choice between light and dark; print is light.
_STYLE: Final = """
svg { color: #1f2328; background: #ffffff }
.ground { fill: #ffffff }
@media screen and (prefers-color-scheme: dark) {
  svg { color: #e6edf3; background: #0d1117 }
  .ground { fill: #0d1117 }
}
text { fill: currentColor }
.frame, .ring, .path { fill: none; stroke: currentColor }
.frame { stroke-width: 1; opacity: 0.6 }
.ring { stroke-width: 1; stroke-dasharray: 2 4; opacity: 0.7 }
.path { stroke-width: 1.6; stroke-linejoin: round }
.step, .start { fill: currentColor }
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PathsPlot:
    """What is drawn.

    Attributes:
        title: What it shows, in a few words.
        description: The same for those who do not see it, in sentences.
        paths: The paths by their labels, each with its points in the order they were visited.
        rings: Half the width and half the height of each ring of equal height around (0, 0).
        left, right, low, high: The part of the plane that every panel shows.
    """

    title: str
    description: str
    paths: Sequence[tuple[str, Sequence[Point]]]
    rings: Sequence[Point]
    left: float
    right: float
    low: float
    high: float


def render_paths(plot: PathsPlot) -> str:
    """Draw paths; the same plot gives the same text.

    Args:
        plot: What is drawn.

    Returns:
        An SVG document that stands alone, with a title and a description in words.

    Raises:
        CourseFault: If a path leaves the part of the plane that is shown.
    """
    rows = -(-len(plot.paths) // _COLUMNS)
    width = _COLUMNS * _WIDTH + (_COLUMNS + 1) * _MARGIN
    height = rows * (_HEAD + _HEIGHT + _MARGIN) + _MARGIN
    root = _root(plot, width, height)
    for number, (label, points) in enumerate(plot.paths):
        row, column = divmod(number, _COLUMNS)
        left = _MARGIN + column * (_WIDTH + _MARGIN)
        top = _MARGIN + row * (_HEAD + _HEIGHT + _MARGIN)
        SubElement(root, "text", {"x": f"{left}", "y": f"{top + 17}", "font-weight": "bold"}).text = label
        panel = {"x": f"{left}", "y": f"{top + _HEAD}", "width": f"{_WIDTH}", "height": f"{_HEIGHT}"}
        _draw_panel(SubElement(root, "svg", panel), plot, label, points)
    indent(root, " ")
    return tostring(root, encoding="unicode") + "\n"


def _root(plot: PathsPlot, width: int, height: int) -> Element:
    root = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {width} {height}",
            "width": f"{width}",
            "height": f"{height}",
            "role": "img",
            "aria-labelledby": "title description",
            "font-family": _FONT,
            "font-size": "14",
        },
    )
    SubElement(root, "title", {"id": "title"}).text = plot.title
    SubElement(root, "desc", {"id": "description"}).text = plot.description
    SubElement(root, "style").text = _STYLE
    SubElement(root, "rect", {"class": "ground", "width": f"{width}", "height": f"{height}"})
    return root


def _draw_panel(panel: Element, plot: PathsPlot, label: str, points: Sequence[Point]) -> None:
    """Draw the rings of the valley, a path with a dot for each step, and where it begins and should end."""
    centre = _placed(plot, (0.0, 0.0))
    for half_width, half_height in plot.rings:
        corner = _placed(plot, (half_width, half_height))
        SubElement(
            panel,
            "ellipse",
            {"class": "ring", "cx": _text(centre[0]), "cy": _text(centre[1])}
            | {"rx": _text(corner[0] - centre[0]), "ry": _text(centre[1] - corner[1])},
        )
    frame = {"class": "frame", "x": "0.5", "y": "0.5"}
    SubElement(panel, "rect", {**frame, "width": f"{_WIDTH - 1}", "height": f"{_HEIGHT - 1}"})
    _draw_target(panel, centre)
    inside = all(plot.left <= x <= plot.right and plot.low <= y <= plot.high for x, y in points)
    if not inside:
        raise CourseFault(
            f"the path {label!r} leaves the part of the plane that the plot shows",
            "Show more of the plane, or take smaller steps.",
        )
    places = [_placed(plot, point) for point in points]
    line = " ".join(f"{_text(x)},{_text(y)}" for x, y in places)
    SubElement(panel, "polyline", {"class": "path", "points": line})
    for x, y in places[1:]:
        SubElement(panel, "circle", {"class": "step", "cx": _text(x), "cy": _text(y), "r": "2"})
    x, y = places[0]
    square = {"x": _text(x - 4), "y": _text(y - 4), "width": "8", "height": "8"}
    SubElement(panel, "rect", {"class": "start", **square})


def _draw_target(panel: Element, centre: Point) -> None:
    """Draw a cross at the lowest point."""
    x, y = centre
    cross = f"M {_text(x - 6)} {_text(y)} h 12 M {_text(x)} {_text(y - 6)} v 12"
    SubElement(panel, "path", {"class": "path", "d": cross})


def _placed(plot: PathsPlot, point: Point) -> Point:
    """Turn a point of the plane into one of a panel, whose y goes down."""
    x, y = point
    across = (x - plot.left) / (plot.right - plot.left)
    up = (y - plot.low) / (plot.high - plot.low)
    return across * _WIDTH, (1 - up) * _HEIGHT


def _text(number: float) -> str:
    """Write a length to a tenth of a pixel, in which no two machines differ."""
    return f"{number + 0.0:.1f}"
