"""What is believed of a worker that lies about the expression that raised."""

import pytest

from grader.sandbox.faults import Operand
from grader.sandbox.replies import checked_expression, checked_operands

SOURCE = "def f(dz2, h):\n    return dz2 @ h\n\n\nsecret = 1\n"
FRAMES = [(1, "<module>"), (2, "f")]
HONEST: tuple[str, str, tuple[int, ...], list[str]] = ("dz2", "array of dtype float64", (5, 3), [])


def test_honest_claim_is_accepted() -> None:
    assert checked_expression("dz2 @ h", SOURCE, FRAMES) == "dz2 @ h"
    assert checked_operands([HONEST], "dz2 @ h") == (
        Operand(name="dz2", kind="array of dtype float64", shape=(5, 3)),
    )


@pytest.mark.parametrize(
    "claim", [None, 5, b"dz2 @ h", ["dz2 @ h"], "dz2 + h", "x" * 201, "\x1b[31m", "0.31"]
)
def test_expression_missing_from_the_line_is_rejected(claim: object) -> None:
    assert checked_expression(claim, SOURCE, FRAMES) == ""


def test_expression_is_searched_from_the_innermost_frame() -> None:
    assert checked_expression("def f", SOURCE, FRAMES) == ""
    assert checked_expression("dz2 @ h", SOURCE, []) == ""
    assert checked_expression("dz2 @ h", SOURCE, [(10**6, "f")]) == ""


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
def test_dishonest_operand_is_dropped(claim: object) -> None:
    assert checked_operands(claim, "dz2 @ h + " + "d" * 70) == ()


def test_operands_and_keys_are_bounded() -> None:
    keys = [5, "W1", "\x1b[31m", "0.3141", "k" * 21, *(f"b{number}" for number in range(99))]
    operands = checked_operands([("dz2", "dict", None, keys)] * 99, "dz2 @ h")

    assert len(operands) == 8
    assert operands[0].keys == ("W1", *(f"b{number}" for number in range(7)))
