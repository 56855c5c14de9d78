"""The computational graph of an example or a check, with every value and gradient, as text and as SVG."""

from grader.explain.description import alternative_text
from grader.explain.graph import Graph, Node, Quantity, is_drawable, make_graph
from grader.explain.svg import render_svg
from grader.explain.text import render_text
from grader.explain.walk_page import render_walk

__all__ = [
    "Graph",
    "Node",
    "Quantity",
    "alternative_text",
    "is_drawable",
    "make_graph",
    "render_svg",
    "render_text",
    "render_walk",
]
