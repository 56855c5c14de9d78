"""A graph as a table in the terminal."""

import numpy as np
import pytest

from grader.explain import Graph, Node, Quantity, render_text
from grader.explain.value_lines import value_lines
from grader.reports.registry import RenderOptions

GRAPH = Graph(
    title="one: example",
    nodes=(
        Node(
            name="x", formula="", sources=(), value=Quantity(expected=2.0), gradient=Quantity(expected=-0.25)
        ),
        Node(
            name="u",
            formula="",
            sources=("x", "w"),
            value=Quantity(expected=np.array([1.0, 2.0])),
            gradient=Quantity(expected=4.0, actual=("came 1", "expected 4")),
        ),
        Node(name="y", formula="2 * u", sources=("u",), value=Quantity(expected=1 / 3), gradient=Quantity()),
    ),
    first_gradient="u",
    note="Something \x1b[31mhappened.",
)


def text(*, width: int = 80, ascii_only: bool = False) -> str:
    return render_text(GRAPH, RenderOptions(width=width, ascii_only=ascii_only))


def test_graph_is_a_table_with_the_student_s_number_below_the_right_one() -> None:
    assert text() == (
        "one: example\n"
        "Something \\x1b[31mhappened.\n"
        "\n"
        "   Quantity              Value     Gradient\n"
        "   x                     2         -0.25\n"
        "✗  u from x, w           [1, 2]    4\n"
        "   first wrong gradient            came 1\n"
        "                                   expected 4\n"
        "   y = 2 * u             0.333333\n"
        "\n"
        "The first wrong gradient, nearest the result, is that of `u`.\n"
    )


def test_ascii_terminal_gets_ascii() -> None:
    assert text(ascii_only=True).isascii()
    assert "\nx  u from x, w" in text(ascii_only=True)


@pytest.mark.parametrize("width", [20, 30, 50])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    assert max(map(len, text(width=width).split("\n"))) <= width


@pytest.mark.parametrize(
    "value, lines",
    [
        (-0.0, ["0"]),
        (1e-12, ["1e-12"]),
        (np.float64(123456.0), ["1.235e+05"]),
        (np.array(7), ["7"]),
        (np.eye(2), ["[[1, 0],", " [0, 1]]"]),
        (np.zeros((0, 3)), ["[]"]),
        (np.arange(20), ["shape (20,)", "[0, 1, ..., 18, 19]"]),
        (
            np.arange(14.0).reshape(7, 2),
            ["shape (7, 2)", "[[0, 1],", " [2, 3],", " ...,", " [10, 11],", " [12, 13]]"],
        ),
    ],
)
def test_numbers_and_arrays_take_few_lines(value: object, lines: list[str]) -> None:
    assert value_lines(value, 4) == lines
