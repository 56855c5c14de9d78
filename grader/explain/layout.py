"""Place the boxes and arrows of a graph: left to right, in layers, with few crossings.

The drawing is the same on every machine: sizes are whole numbers, and grandalf draws no lots.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from grader.explain.graph import Graph

__all__ = ["Box", "Layout", "compute_layout"]

_BETWEEN_LAYERS: Final = 36
_BETWEEN_BOXES: Final = 14
_MARGIN: Final = 12
_ARROW: Final = 16
_ROUNDS: Final = 8

Point = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A place for one node, in pixels from the upper left corner.

    Attributes:
        left: Left edge.
        top: Upper edge.
        width: Width.
        height: Height.
    """

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The places of all boxes and arrows.

    Attributes:
        width: Width of the whole.
        height: Height of the whole.
        boxes: Box by name of the node.
        arrows: The points each arrow goes through, from the right edge of a box to the left of another.
    """

    width: int
    height: int
    boxes: Mapping[str, Box]
    arrows: tuple[tuple[Point, ...], ...]


class _View:
    """A box as grandalf sees it: across the way of the arrows it is `w` wide, along it `h`.

    `reach` is how far the widest box of its layer goes along the way of the arrows.
    """

    def __init__(self, w: int, h: int) -> None:
        self.w = w
        self.h = h
        self.xy = (0.0, 0.0)
        self.reach = 0


class _Path:
    """The layers that an arrow passes through between its ends, as grandalf's places there."""

    def __init__(self) -> None:
        self.through: list[_View] = []

    def setpath(self, points: object) -> None:
        """Take no points from grandalf, which knows nothing of the edges of boxes."""


def compute_layout(graph: Graph, sizes: Mapping[str, tuple[int, int]]) -> Layout:
    """Place the nodes and arrows of a graph.

    Args:
        graph: The graph.
        sizes: Width and height of each node's box, in pixels.
    """
    from grandalf.graphs import Edge, Vertex  # noqa: PLC0415  # only drawings need it

    vertices = {name: Vertex(name) for name in sizes}
    for name, (width, height) in sizes.items():
        vertices[name].view = _View(height, width)
    # Arrows are turned round, so that layers count from the result: what is given stands next to its use.
    arrows = [Edge(vertices[node.name], vertices[one]) for node in graph.nodes for one in node.sources]
    for arrow in arrows:
        arrow.view = _Path()
    top = _MARGIN
    for names in _connected(graph):
        inside = [vertices[name] for name in names]
        top += _arrange(inside, [one for one in arrows if one.v[0] in inside], top) + _BETWEEN_BOXES
    end = max(round(vertex.view.xy[1] + vertex.view.h / 2) for vertex in vertices.values())
    boxes = {name: _box(vertex.view, end + _MARGIN) for name, vertex in vertices.items()}
    return Layout(
        width=end + 2 * _MARGIN,
        height=top - _BETWEEN_BOXES + _MARGIN,
        boxes=boxes,
        arrows=tuple(_arrow(one, boxes, end + _MARGIN) for one in arrows),
    )


def _connected(graph: Graph) -> list[list[str]]:
    """Return the names of each connected part of the graph, in the order of its nodes."""
    parts: list[list[str]] = []
    for node in graph.nodes:
        met = [part for part in parts if not set(node.sources).isdisjoint(part)]
        parts = [part for part in parts if part not in met]
        parts.append([*(name for part in met for name in part), node.name])
    return parts


def _arrange(vertices: list[Any], arrows: list[Any], top: int) -> int:
    """Place a connected part of the graph, with its upper edge at `top`; return its height."""
    from grandalf.graphs import graph_core  # noqa: PLC0415  # only drawings need it
    from grandalf.layouts import SugiyamaLayout  # noqa: PLC0415  # as above

    # grandalf's Graph would find the connected parts, but forget the order of their arrows.
    layout = SugiyamaLayout(graph_core(vertices, arrows))
    layout.xspace, layout.yspace = _BETWEEN_BOXES, _BETWEEN_LAYERS
    layout.dw, layout.dh = _ARROW, 0
    layout.init_all()
    layout.draw(_ROUNDS)
    views = [vertex.view for layer in layout.layers for vertex in layer]
    first: float = min(view.xy[0] - view.w / 2 for view in views)
    last: float = max(view.xy[0] + view.w / 2 for view in views)
    for layer in layout.layers:
        for vertex in layer:
            across, along = vertex.view.xy
            vertex.view.xy = (across - first + top, along)
            vertex.view.reach = max(one.view.h for one in layer)
    for arrow in arrows:
        inside = sorted(layout.ctrls.get(arrow, {}).items())[1:-1]
        arrow.view.through = [dummy.view for _, dummy in inside]
    return math.ceil(last - first)


def _box(view: _View, end: int) -> Box:
    """Turn a place round again, so that the result is at the right."""
    across, along = view.xy
    return Box(
        left=round(end - along - view.h / 2),
        top=round(across - view.w / 2),
        width=round(view.h),
        height=round(view.w),
    )


def _arrow(arrow: Any, boxes: Mapping[str, Box], end: int) -> tuple[Point, ...]:
    """Return the points of an arrow, from what is used to what is computed from it.

    Within the layers at its ends and those on its way it runs straight, so that it crosses no box: every
    other stretch, beginning with the first, is straight.
    """
    target, source = (vertex.view for vertex in arrow.v)
    first, *between, last = (
        (
            (round(end - view.xy[1] - view.reach / 2), round(view.xy[0])),
            (round(end - view.xy[1] + view.reach / 2), round(view.xy[0])),
        )
        for view in (source, *reversed(arrow.view.through), target)
    )
    begin, finish = (boxes[vertex.data] for vertex in reversed(arrow.v))
    return (
        (begin.left + begin.width, first[1][1]),
        first[1],
        *(point for points in between for point in points),
        last[0],
        (finish.left, last[0][1]),
    )
