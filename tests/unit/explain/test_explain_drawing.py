"""The drawing: everything is there, nothing is covered, and it is the same everywhere."""

import subprocess
import sys
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from grader.explain import Graph, Node, Quantity, render_svg
from grader.explain.drawable import examples, graph_of_example
from tests.support.course_files import ROOT, course_of

SVG = "{http://www.w3.org/2000/svg}"
ASSIGNMENTS = {one.name: one for one in course_of(ROOT).assignments}
DRAWN = [(name, example) for name, one in ASSIGNMENTS.items() for example in examples(one)]


def drawn(assignment: str, example: str) -> Graph:
    graph = graph_of_example(ASSIGNMENTS[assignment], example)
    assert graph is not None
    return graph


def parsed(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314  # our own text


def numbers(element: ET.Element, *names: str) -> list[float]:
    return [float(element.attrib[name]) for name in names]


def boxes(root: ET.Element) -> list[list[float]]:
    """Left, top, right and lower edge of every box."""
    found = [numbers(rect, "x", "y", "width", "height") for rect in root.iter(f"{SVG}rect")]
    return [[x, y, x + width, y + height] for x, y, width, height in found]


def stretches(path: str) -> list[tuple[float, float, float, float, bool]]:
    """Cut an arrow into stretches: from x, y to x, y, and whether it is straight."""
    places: list[tuple[float, float, bool]] = []
    for part in path.replace("L", "\nL").replace("C", "\nC").split("\n"):
        *_, x, y = part.replace(",", " ").split()
        places.append((float(x), float(y), part[0] == "L"))
    return [(a[0], a[1], b[0], b[1], b[2]) for a, b in pairwise(places)]


@pytest.mark.parametrize("assignment, example", DRAWN)
def test_boxes_do_not_overlap_and_arrows_cross_none(assignment: str, example: str) -> None:
    root = parsed(render_svg(drawn(assignment, example)))
    width, height = numbers(root, "width", "height")
    found = boxes(root)

    for one, other in combinations(found, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    assert all(min(x, y) >= 0 and right <= width and low <= height for x, y, right, low in found)
    arrows = [path.attrib["d"] for path in root.findall(f"{SVG}path")]
    assert len(arrows) == sum(len(node.sources) for node in drawn(assignment, example).nodes)
    for x, y, to_x, to_y, _ in (stretch for arrow in arrows for stretch in stretches(arrow)):
        assert x < to_x
        for left, top, right, low in found:
            beside = to_x <= left or x >= right
            assert beside or max(y, to_y) < top or min(y, to_y) > low


def test_every_box_holds_its_text() -> None:
    root = parsed(render_svg(drawn("two-layer-mlp", "line")))

    for group in root.findall(f"{SVG}g"):
        (rect,) = group.findall(f"{SVG}rect")
        x, y, width, height = numbers(rect, "x", "y", "width", "height")
        for text in group.findall(f"{SVG}text"):
            left, base = numbers(text, "x", "y")
            assert y < base < y + height
            assert left + 8 * len(text.text or "") <= x + width


def test_names_formulas_values_and_gradients_are_drawn() -> None:
    texts = [
        text.text for text in parsed(render_svg(drawn("scalar-graphs", "worked_factory"))).iter(f"{SVG}text")
    ]

    assert texts == [
        "v", "value 2", "gradient 24",
        "w", "value 3", "gradient 16",
        "x", "value 2", "gradient 24",
        "u = w * x", "value 6", "gradient 8",
        "y = v * u", "value 12", "gradient 4",
        "loss = (y - target) ** 2", "value 4", "gradient 1",
    ]  # fmt: skip


def test_title_and_description_put_the_drawing_into_words() -> None:
    root = parsed(render_svg(drawn("scalar-graphs", "worked_factory")))
    words = {element.attrib["id"]: element.text for element in root if "id" in element.attrib}

    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"].split() == list(words)
    assert words["title"] == "scalar-graphs: worked_factory"
    assert "u = w * x: value 6; gradient 8." in (words["description"] or "").split("\n")


def spoilt(graph: Graph, name: str, **changed: Any) -> Graph:
    nodes = tuple(replace(node, **changed) if node.name == name else node for node in graph.nodes)
    return replace(graph, nodes=nodes)


def test_first_wrong_quantity_stands_out() -> None:
    graph = drawn("scalar-graphs", "worked_factory")
    for name in ("u", "w"):
        graph = spoilt(graph, name, gradient=Quantity(expected=8.0, actual=("came 1", "expected 8")))
    root = parsed(render_svg(replace(graph, first_gradient="u")))
    strokes: dict[str, str] = {}
    for group in root.findall(f"{SVG}g"):
        texts = [text.text or "" for text in group.findall(f"{SVG}text")]
        strokes[texts[0]] = group[0].attrib["stroke-width"]
        assert ("came 1" in texts) == (texts[0] in ("w", "u = w * x"))
        assert ("first wrong gradient" in texts) == (texts[0] == "u = w * x")

    assert max(strokes, key=lambda name: float(strokes[name])) == "u = w * x"
    assert len(set(strokes.values())) == 2
    assert "The first wrong gradient, nearest the result, is that of `u`." in ET.tostring(root, "unicode")


def test_text_is_escaped_and_control_characters_are_visible() -> None:
    hostile = "<script>&\"'\x00\x1b[31m]]>"
    node = Node(
        name=hostile,
        formula=hostile,
        sources=(),
        value=Quantity(),
        gradient=Quantity(expected=1.0, actual=(hostile,)),
    )
    text = render_svg(Graph(title=hostile, nodes=(node,), note=hostile))

    assert "<script" not in text
    assert "\x00" not in text
    assert "\x1b" not in text
    assert parsed(text).findtext(f"{SVG}title") == "<script>&\"'\\x00\\x1b[31m]]>"


def test_drawing_is_the_same_in_another_process() -> None:
    code = """
import sys
ballast = [object() for _ in range(int(sys.argv[1]))]
from tests.support.course_files import ROOT, course_of
from grader.explain import render_svg
from grader.explain.drawable import graph_of_example
(one,) = [one for one in course_of(ROOT).assignments if one.name == "scalar-graphs"]
for example in ("fork_x_greater", "graph_handout", "graph_skip_last", "graph_two_roots"):
    sys.stdout.write(render_svg(graph_of_example(one, example)))
"""
    texts = {
        subprocess.run(
            [sys.executable, "-c", code, str(ballast)],
            cwd=ROOT,
            env={"PYTHONHASHSEED": str(ballast), "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
        ).stdout
        for ballast in (1, 777, 12_345, 54_321, 99_999)
    }

    assert len(texts) == 1
    assert texts.pop().count(b"<svg") == 4


def test_drawing_needs_no_torch_and_no_graphviz(tmp_path: Path) -> None:
    code = """
import sys
import grader.explain.drawable, grader.explain.layout
assert not {"torch", "networkx", "grandalf", "jinja2"} & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, check=True)
