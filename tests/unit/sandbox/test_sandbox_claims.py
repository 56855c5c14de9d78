"""What is believed of a worker that lies about the expression that raised."""

import pytest

from grader.sandbox.faults import Operand
from grader.sandbox.replies import believed_expression, believed_operands

SOURCE = "def f(dz2, h):\n    return dz2 @ h\n\n\nsecret = 1\n"
FRAMES = [(1, "<module>"), (2, "f")]
HONEST: tuple[str, str, tuple[int, ...], list[str]] = ("dz2", "array of dtype float64", (5, 3), [])


def test_an_honest_claim_is_believed() -> None:
    assert believed_expression("dz2 @ h", SOURCE, FRAMES) == "dz2 @ h"
    assert believed_operands([HONEST], "dz2 @ h") == (
        Operand(name="dz2", kind="array of dtype float64", shape=(5, 3)),
    )


@pytest.mark.parametrize(
    "claim", [None, 5, b"dz2 @ h", ["dz2 @ h"], "dz2 + h", "x" * 201, "\x1b[31m", "0.31"]
)
def test_an_expression_that_is_not_at_the_line_is_not_believed(claim: object) -> None:
    assert believed_expression(claim, SOURCE, FRAMES) == ""


def test_an_expression_is_looked_for_below_the_line_of_the_innermost_frame_alone() -> None:
    assert believed_expression("def f", SOURCE, FRAMES) == ""
    assert believed_expression("dz2 @ h", SOURCE, []) == ""
    assert believed_expression("dz2 @ h", SOURCE, [(10**6, "f")]) == ""


@pytest.mark.parametrize(
    "claim",
    [
        None,
        "dz2",
        {"dz2": 1},
        ["dz2"],
        [["dz2", "float", None, []]],
        [("dz2", "float", None)],
        [("", "float", None, [])],
        [("secret", "float", None, [])],
        [("dz2 \x1b[31m", "float", None, [])],
        [("d" * 61, "float", None, [])],
        [(5, "float", None, [])],
        [("dz2", 5, None, [])],
        [("dz2", "k" * 81, None, [])],
        [("dz2", "\x1b[31mred", None, [])],
        [("dz2", "\u202efloat", None, [])],
        [("dz2", "array", [5, 3], [])],
        [("dz2", "array", (5, 3.0), [])],
        [("dz2", "array", (5, True), [])],
        [("dz2", "array", (-1,), [])],
        [("dz2", "array", (10**400,), [])],
        [("dz2", "array", (1,) * 33, [])],
        [("dz2", "dict", None, "keys")],
    ],
)
def test_an_operand_that_no_honest_worker_sends_is_dropped(claim: object) -> None:
    assert believed_operands(claim, "dz2 @ h + " + "d" * 70) == ()


def test_only_so_many_operands_and_keys_are_taken_and_only_names_for_keys() -> None:
    keys = [5, "W1", "\x1b[31m", "0.3141", "k" * 21, *(f"b{number}" for number in range(99))]
    operands = believed_operands([("dz2", "dict", None, keys)] * 99, "dz2 @ h")

    assert len(operands) == 8
    assert operands[0].keys == ("W1", *(f"b{number}" for number in range(7)))
