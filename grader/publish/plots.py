"""A plot of lines as SVG, for handouts: legible on light and dark ground, in print and without colour.

Lines differ by their dashes and carry their labels at their ends. What is drawn is dark on a light
ground and light on a dark one, as the reader's system has it.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

__all__ = ["Line", "Plot", "render_plot"]

_WIDTH: Final = 720
_HEIGHT: Final = 400
_LEFT, _RIGHT, _TOP, _BOTTOM = 76, 196, 20, 52
_FONT: Final = "ui-sans-serif, system-ui, 'DejaVu Sans', Helvetica, Arial, sans-serif"
_FONT_SIZE: Final = 13
_APART: Final = 17  # labels at the ends of lines, from one baseline to the next
_GAP: Final = 8
_SAMPLE: Final = 30
_TICK: Final = 5
_MOST_TICKS: Final = 8
_MOST_IN_WORDS: Final = 9
_DASHES: Final = ("", "9 5", "2 4", "14 4 2 4", "5 2")
_STYLE: Final = "svg { color: #1f2328 } @media (prefers-color-scheme: dark) { svg { color: #f0f3f6 } }"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a plot.

    Attributes:
        label: What stands at its end.
        x: Its points along the horizontal axis, in the order in which they are connected.
        y: Those along the vertical one, as many.
    """

    label: str
    x: Sequence[float]
    y: Sequence[float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """A plot.

    Attributes:
        title: What it shows, in a line.
        description: What is to be seen in it, for those who cannot see it.
        x_label: What the horizontal axis measures.
        y_label: What the vertical axis measures.
        lines: The lines, at least one. A point at NaN or infinity, and one at 0 or below on a logarithmic
            axis, is left out.
        log_x: Whether the horizontal axis is logarithmic.
        log_y: Whether the vertical axis is.
    """

    title: str
    description: str
    x_label: str
    y_label: str
    lines: tuple[Line, ...]
    log_x: bool = False
    log_y: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Axis:
    """Where numbers stand along an axis: from `low` at `begin` to `high` at `end`, in pixels."""

    low: float
    high: float
    begin: float
    end: float
    log: bool

    def place(self, value: float) -> float:
        """Give the pixel of a number."""
        share = (self.scaled(value) - self.low) / (self.high - self.low)
        return self.begin + share * (self.end - self.begin)

    def scaled(self, value: float) -> float:
        """Give the number as the axis counts it."""
        return math.log10(value) if self.log else value

    def ticks(self) -> Iterable[tuple[float, str]]:
        """Give the numbers to be marked, as the axis counts them, and their texts."""
        step = _round_step((self.high - self.low) / _MOST_TICKS)
        step = max(1.0, step) if self.log else step
        for n in range(math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9) + 1):
            at = n * step
            yield at, f"1e{at:.0f}" if self.log else f"{at:.6g}"


def render_plot(plot: Plot) -> str:
    """Draw a plot; the same numbers give the same text.

    Args:
        plot: The plot.

    Returns:
        An SVG document that stands alone, with a title and a description in words.

    Raises:
        ValueError: It has no line, or a line has no point that can be drawn.
    """
    points = [_points(line, plot) for line in plot.lines]
    if not points or not all(points):
        raise ValueError(f"a line of the plot {plot.title!r} has no point to draw")
    across = _axis([x for line in points for x, _ in line], _LEFT, _WIDTH - _RIGHT, log=plot.log_x)
    up = _axis([y for line in points for _, y in line], _HEIGHT - _BOTTOM, _TOP, log=plot.log_y)
    root = _root(plot)
    _draw_axes(root, plot, across, up)
    placed = [[(across.place(x), up.place(y)) for x, y in line] for line in points]
    for line, dashes in zip(placed, cycle(_DASHES), strict=False):
        _draw_line(root, line, dashes)
    _draw_labels(root, plot.lines, [line[-1] for line in placed])
    indent(root, " ")
    return tostring(root, encoding="unicode") + "\n"


def _points(line: Line, plot: Plot) -> list[tuple[float, float]]:
    pairs = ((float(x), float(y)) for x, y in zip(line.x, line.y, strict=True))
    return [(x, y) for x, y in pairs if _drawable(x, log=plot.log_x) and _drawable(y, log=plot.log_y)]


def _drawable(value: float, *, log: bool) -> bool:
    return math.isfinite(value) and (value > 0 or not log)


def _axis(values: Sequence[float], begin: float, end: float, *, log: bool) -> _Axis:
    """Make an axis that holds all values; a logarithmic one begins and ends at a power of ten."""
    scaled = [math.log10(value) if log else value for value in values]
    low, high = min(scaled), max(scaled)
    if log:
        low, high = float(math.floor(low + 1e-9)), float(math.ceil(high - 1e-9))
    if low == high:
        low, high = low - 1, high + 1
    return _Axis(low=low, high=high, begin=begin, end=end, log=log)


def _round_step(least: float) -> float:
    """Give the smallest of 1, 2 and 5 times a power of ten that is not below `least`."""
    power = float(f"1e{math.floor(math.log10(least))}")
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= least * (1 - 1e-9))


def _root(plot: Plot) -> Element:
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
            "font-size": str(_FONT_SIZE),
        },
    )
    SubElement(root, "title", {"id": "title"}).text = plot.title
    SubElement(root, "desc", {"id": "description"}).text = "\n".join([plot.description, *_in_words(plot)])
    SubElement(root, "style").text = _STYLE
    return root


def _in_words(plot: Plot) -> Iterable[str]:
    """Tell some points of every line, the first and the last among them."""
    for line in plot.lines:
        points = _points(line, plot)
        every = max(1, math.ceil((len(points) - 1) / (_MOST_IN_WORDS - 1)))
        some = [*points[:-1:every], points[-1]]
        told = "; ".join(f"{y:.1e} at {x:.6g}" if plot.log_y else f"{y:.4g} at {x:.6g}" for x, y in some)
        yield f"{line.label}: {told}."


def _draw_axes(root: Element, plot: Plot, across: _Axis, up: _Axis) -> None:
    ink = {"stroke": "currentColor", "stroke-width": "1", "fill": "none"}
    left, right, top, bottom = _LEFT, _WIDTH - _RIGHT, _TOP, _HEIGHT - _BOTTOM
    SubElement(root, "path", {"d": f"M {left} {top} V {bottom} H {right}", **ink})
    for at, text in across.ticks():
        x = _pixel(_between(across, at))
        SubElement(root, "path", {"d": f"M {x} {bottom} v {_TICK}", **ink})
        _write(root, text, x, str(bottom + 20), anchor="middle")
    for at, text in up.ticks():
        y = _between(up, at)
        SubElement(root, "path", {"d": f"M {left} {_pixel(y)} h -{_TICK}", **ink})
        _write(root, text, str(left - 9), _pixel(y + 4), anchor="end")
    _write(root, plot.x_label, str((left + right) // 2), str(_HEIGHT - 10), anchor="middle")
    middle = (top + bottom) // 2
    turned = _write(root, plot.y_label, "16", str(middle), anchor="middle")
    turned.set("transform", f"rotate(-90 16 {middle})")


def _between(axis: _Axis, at: float) -> float:
    """Give the pixel of a number that is already as the axis counts it."""
    return axis.begin + (at - axis.low) / (axis.high - axis.low) * (axis.end - axis.begin)


def _draw_line(root: Element, points: Sequence[tuple[float, float]], dashes: str) -> None:
    path = " L ".join(f"{_pixel(x)} {_pixel(y)}" for x, y in points)
    style = {"fill": "none", "stroke": "currentColor", "stroke-width": "2", "stroke-linejoin": "round"}
    SubElement(root, "path", {"d": f"M {path}", **style, **({"stroke-dasharray": dashes} if dashes else {})})


def _draw_labels(root: Element, lines: Sequence[Line], ends: Sequence[tuple[float, float]]) -> None:
    """Write every label beside the end of its line, after a piece of it; labels that meet are stacked."""
    lowest = float("-inf")
    labels = zip(lines, ends, cycle(_DASHES), strict=False)
    for line, (x, y), dashes in sorted(labels, key=lambda one: one[1][1]):
        lowest = max(y, lowest + _APART)
        _draw_line(root, [(x + _GAP, lowest), (x + _GAP + _SAMPLE, lowest)], dashes)
        _write(root, line.label, _pixel(x + 2 * _GAP + _SAMPLE), _pixel(lowest + 4))


def _write(root: Element, text: str, x: str, y: str, anchor: str = "start") -> Element:
    written = SubElement(root, "text", {"x": x, "y": y, "fill": "currentColor", "text-anchor": anchor})
    written.text = text
    return written


def _pixel(value: float) -> str:
    """Write a coordinate to a tenth of a pixel: the last bits in which machines differ must not show."""
    return f"{value:.1f}"
