"""The graph as SVG: boxes with value and gradient, arrows forward, legible on light and dark ground."""

from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

import numpy as np

from grader.explain.description import describe_graph, error_marks
from grader.explain.graph import Graph, Node, Quantity
from grader.explain.layout import Box, Layout, compute_layout
from grader.explain.value_lines import value_lines
from grader.model.formatting import printable

__all__ = ["render_svg"]

_DIGITS: Final = 4
_FONT: Final = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace"
_FONT_SIZE: Final = 13
_CHARACTER_WIDTH: Final = 8
_LINE_HEIGHT: Final = 18
_PADDING: Final = 10
_CORNER: Final = 14
_BEND: Final = 24

# Boxes bring their own ground, and lines are of a grey that stands out from white as from black.
_INK: Final = "#1f2328"
_QUIET: Final = "#57606a"
_ALARM: Final = "#b3261e"
_LINES: Final = "#808890"
_GIVEN: Final = "#eef4fb"
_COMPUTED: Final = "#ffffff"
_WRONG: Final = "#fdecea"

_Text = tuple[str, str]


def render_svg(graph: Graph, *, prefix: str = "") -> str:
    """Draw a graph; the same graph gives the same text.

    Args:
        graph: The graph.
        prefix: What its ids begin with, so that several drawings can stand in one page.

    Returns:
        An SVG document that stands alone, with a title and a description in words.
    """
    lines = {node.name: _box_lines(node, graph) for node in graph.nodes}
    layout = compute_layout(graph, {name: _size(texts) for name, texts in lines.items()})
    root = _root(graph, layout, prefix)
    for points in layout.arrows:
        _draw_arrow(root, points, prefix)
    for number, node in enumerate(graph.nodes):
        group = SubElement(root, "g", {"id": f"{prefix}node-{number}"} if prefix else {})
        _draw_node(
            group, node, layout.boxes[node.name], lines[node.name], first=any(error_marks(node, graph))
        )
    indent(root, " ")
    return tostring(root, encoding="unicode") + "\n"


def _box_lines(node: Node, graph: Graph) -> list[_Text]:
    """Return the lines of a box, each with its colour; the first is the heading."""
    lines = [(node.heading, _INK)]
    for label, quantity in (("value", node.value), ("gradient", node.gradient)):
        lines += _quantity_lines(label, quantity)
    lines += [(mark, _ALARM) for mark in error_marks(node, graph)]
    return [(printable(text), colour) for text, colour in lines]


def _quantity_lines(label: str, quantity: Quantity) -> list[_Text]:
    if quantity.expected is None:
        return []
    lines = value_lines(quantity.expected, _DIGITS)
    # The lines of an array stand under its label: boxes side by side must not become too wide.
    is_array = bool(np.ndim(quantity.expected))
    shown = [label, *(f"  {line}" for line in lines)] if is_array else [f"{label} {lines[0]}"]
    return [*((line, _QUIET) for line in shown), *((f"  {line}", _ALARM) for line in quantity.actual)]


def _size(lines: list[_Text]) -> tuple[int, int]:
    longest = max(len(text) for text, _ in lines)
    return longest * _CHARACTER_WIDTH + 2 * _PADDING, len(lines) * _LINE_HEIGHT + _PADDING


def _root(graph: Graph, layout: Layout, prefix: str) -> Element:
    root = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {layout.width} {layout.height}",
            "width": str(layout.width),
            "height": str(layout.height),
            "role": "img",
            "aria-labelledby": f"{prefix}title {prefix}description",
            "font-family": _FONT,
            "font-size": str(_FONT_SIZE),
        },
    )
    SubElement(root, "title", {"id": f"{prefix}title"}).text = printable(graph.title)
    SubElement(root, "desc", {"id": f"{prefix}description"}).text = "\n".join(
        map(printable, describe_graph(graph))
    )
    marker = SubElement(
        SubElement(root, "defs"),
        "marker",
        {"id": f"{prefix}tip", "viewBox": "0 0 10 10", "refX": "9", "refY": "5", "orient": "auto"}
        | {"markerWidth": "8", "markerHeight": "8"},
    )
    SubElement(marker, "path", {"d": "M 0 1 L 10 5 L 0 9 z", "fill": _LINES})
    return root


def _draw_arrow(root: Element, points: tuple[tuple[int, int], ...], prefix: str) -> None:
    """Draw an arrow: straight through layers, bent between them."""
    (x, y), *more = points
    parts = [f"M {x} {y}"]
    for stretch, (to_x, to_y) in enumerate(more):
        bend = min(_BEND, (to_x - x) // 2)
        if stretch % 2:
            parts.append(f"C {x + bend} {y}, {to_x - bend} {to_y}, {to_x} {to_y}")
        elif to_x != x:  # a tip after a stretch without length would point anywhere
            parts.append(f"L {to_x} {to_y}")
        x, y = to_x, to_y
    style = {"fill": "none", "stroke": _LINES, "stroke-width": "1.5", "marker-end": f"url(#{prefix}tip)"}
    SubElement(root, "path", {"d": " ".join(parts), **style})


def _draw_node(group: Element, node: Node, box: Box, lines: list[_Text], *, first: bool) -> None:
    SubElement(
        group,
        "rect",
        {
            "x": str(box.left),
            "y": str(box.top),
            "width": str(box.width),
            "height": str(box.height),
            "rx": "3" if node.sources else str(_CORNER),
            "fill": _WRONG if node.is_wrong else _COMPUTED if node.sources else _GIVEN,
            "stroke": _ALARM if node.is_wrong else _LINES,
            "stroke-width": "3" if first else "1.5",
        },
    )
    for number, (text, colour) in enumerate(lines):
        shown = text.lstrip(" ")
        # Spaces at the beginning of a text are not drawn, and they set arrays out in columns.
        indent = (len(text) - len(shown)) * _CHARACTER_WIDTH
        place = {"x": str(box.left + _PADDING + indent), "y": str(box.top + _LINE_HEIGHT * (number + 1))}
        bold = {"font-weight": "bold"} if number == 0 else {}
        SubElement(group, "text", {**place, "fill": colour, **bold}).text = shown
