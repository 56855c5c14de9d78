"""A graph as a table in the terminal."""

from dataclasses import replace

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
        "The first wrong gradient, nearest the result, is that of `u`.\n"
        "\n"
        "   Quantity              Value     Gradient\n"
        "✗  u from x, w           [1, 2]    4\n"
        "   first wrong gradient            came 1\n"
        "                                   expected 4\n"
        "   x                     2         -0.25\n"
        "   y = 2 * u             0.333333\n"
    )


def test_note_stands_where_no_quantity_is_wrong_first() -> None:
    written = render_text(replace(GRAPH, first_gradient=""), RenderOptions(width=80))
    assert "Something \\x1b[31mhappened.\n" in written


def test_array_is_broken_at_its_rows_where_the_terminal_is_narrow() -> None:
    rows = np.linspace(-11.123456, 11.123456, 16).reshape(4, 4)
    wrong = Quantity(expected=rows, actual=("16 of 16 entries differ",))
    layer = Node(name="h", formula="", sources=("x",), value=Quantity(expected=rows), gradient=wrong)
    graph = Graph(title="a layer", nodes=(GRAPH.nodes[0], layer), first_gradient="h")
    lines = render_text(graph, RenderOptions(width=60)).split("\n")
    assert max(map(len, lines)) <= 60
    assert lines[4:10] == [
        "✗ h from x (first wrong gradient)",
        "    value     [[-11.1235, -9.64033, -8.1572, -6.67407],",
        "               [-5.19095, -3.70782, -2.22469, -0.741564],",
        "               [0.741564, 2.22469, 3.70782, 5.19095],",
        "               [6.67407, 8.1572, 9.64033, 11.1235]]",
        "    gradient  [[-11.1235, -9.64033, -8.1572, -6.67407],",
    ]


@pytest.mark.parametrize(
    "columns, first",
    [
        (60, "[[-0.123457, -0.0411522, 0.0411522, 0.123457],"),
        (40, "[[-0.1235, -0.04115, 0.04115, 0.1235],"),
        (30, "[[-0.12, -0.041, 0.041, 0.12],"),
        (29, "[[-0.12, ..., 0.12],"),
        (5, "[[-0.12, ..., 0.12],"),
    ],
)
def test_row_that_is_too_long_loses_digits_and_then_numbers(columns: int, first: str) -> None:
    row = np.linspace(-0.1234567, 0.1234567, 4)
    lines = value_lines(np.stack([row, row]), 6, columns)
    assert first in lines


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
