"""The computational graph of an example or a check, with every value and gradient, as text and as SVG."""

from grader.explain.graph import Graph, Node, Quantity, alternative, draw_case, is_drawable
from grader.explain.svg import render_svg
from grader.explain.text import render_text

__all__ = [
    "Graph",
    "Node",
    "Quantity",
    "alternative",
    "draw_case",
    "is_drawable",
    "render_svg",
    "render_text",
]
