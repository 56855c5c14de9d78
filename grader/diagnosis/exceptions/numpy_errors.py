"""Exceptions of NumPy's in the words of the course: shapes, axes, indices and kinds of numbers."""

import re
from collections.abc import Sequence
from typing import Final

from grader.diagnosis.exceptions.rules import Rule, Shape, Side, listed, quote, sides, silent
from grader.sandbox.faults import Operand, Raised

__all__ = ["ARRAY_RULES"]

_SHAPE: Final = re.compile(r"\(([\d,]{1,80})\)")
_WHOLE: Final = ("array of dtype int", "array of dtype uint", "array of dtype bool")


def _arrays(raised: Raised) -> list[Operand]:
    return [operand for operand in raised.operands if operand.kind.startswith("array of")]


def _told(text: str) -> list[Shape]:
    """Read the shapes in a message of NumPy's."""
    return [tuple(int(number) for number in group.split(",") if number) for group in _SHAPE.findall(text)]


def _core_mismatch(match: re.Match[str], raised: Raised) -> str:
    """Name both factors of a product and what does not meet, from their shapes or NumPy's message."""
    pair = sides(raised)
    shapes = _told(match.string) if "aligned" in match.string else []
    if pair is not None and not shapes:
        shapes = [side.shape for side in pair if side.shape is not None]
    if len(shapes) == 2 and all(shapes):
        names = [quote(side.text) for side in pair] if pair else ["the first factor", "the second"]
        return f"Here {names[0]} is {shapes[0]} and {names[1]} is {shapes[1]}: {_meeting(*shapes)}"
    if not (sizes := re.search(r"size (\d+) is different from (\d+)", match.string)):
        return listed(_arrays(raised))
    second, first = sizes.groups()
    known = listed(_arrays(raised))
    return f"{known} The first factor has {first} columns, the second {second} rows.".strip()


def _meeting(left: Shape, right: Shape) -> str:
    columns = f"{left[-1]} {'columns' if len(left) > 1 else 'entries'}"
    rows = f"{right[-2]} rows" if len(right) > 1 else f"{right[0]} entries"
    return f"the {columns} of the first meet the {rows} of the second. {_way_out(left, right)}"


def _way_out(left: Shape, right: Shape) -> str:
    if len(left) != 2 or len(right) != 2:
        return "Are these the two that belong together?"
    if left[0] == right[0] or left[1] == right[1]:
        return "Which of the two has to be transposed, for the result to have the shape it must have?"
    if left[0] == right[1]:
        return "In the other order they would fit."
    return "No transpose of one of them makes them fit: are these the two that belong together?"


def _number_in_product(_match: re.Match[str], raised: Raised) -> str:
    pair = sides(raised) or ()
    numbers = [quote(side.text) for side in pair if side.shape == ()]
    return f"Here {numbers[0]} is a number." if numbers else listed(_arrays(raised))


def _broadcast(match: re.Match[str], raised: Raised) -> str:
    shapes, pair = _told(match.string), sides(raised)
    if len(shapes) < 2 or "remapped" in match.string:
        return listed(_arrays(raised))
    left, right = shapes[:2]
    return f"Here {_with_names(pair, left, right)}: {_clash(left, right)}"


def _with_names(pair: Sequence[Side] | None, left: Shape, right: Shape) -> str:
    if pair is None:
        return f"{left} meets {right}"
    return f"{quote(pair[0].text)} is {left} and {quote(pair[1].text)} is {right}"


def _clash(left: Shape, right: Shape) -> str:
    pairs = zip(reversed(left), reversed(right), strict=False)
    mine, theirs = next(((a, b) for a, b in pairs if a != b and 1 not in (a, b)), (0, 0))
    clash = f"counted from the right, {mine} meets {theirs}."
    vector, matrix = sorted((left, right), key=len)
    if len(vector) == 1 and len(matrix) == 2 and vector[0] == matrix[0]:
        return f"{clash} To go along the rows, ({vector[0]},) would have to be ({vector[0]}, 1)."
    if len(vector) == 2 and vector == matrix[::-1]:
        return f"{clash} Each has the shape of the other transposed."
    return clash


def _into(match: re.Match[str], raised: Raised) -> str:
    """Say what was to be put into what; NumPy names the receiver first or last, by the message."""
    shapes = _told(match.string)
    if len(shapes) != 2:
        return listed(_arrays(raised))
    target, value = shapes if "output operand" in match.string else reversed(shapes)
    pair = sides(raised)
    name = f"{quote(pair[0].text)} is {target}" if pair else f"the place is {target}"
    summed = value[-len(target) :] == target and len(value) == len(target) + 1
    advice = f" A sum over axis 0 would have the shape {target}." if summed and target else ""
    return f"Here {name}, and what it is to take is {value}.{advice}"


def _float_index(_match: re.Match[str], raised: Raised) -> str:
    return " ".join(
        f"Here {quote(operand.name)} is an {operand.kind}."
        for operand in _arrays(raised)[-1:]
        if not operand.kind.startswith(_WHOLE)
    )


def _kinds(_match: re.Match[str], raised: Raised) -> str:
    kinds = [f"{quote(operand.name)} is an {operand.kind}" for operand in _arrays(raised)]
    return f"Here {' and '.join(kinds)}." if kinds else ""


def _bounds(match: re.Match[str], raised: Raised) -> str:
    index, axis, size = match.groups()
    name = quote(raised.operands[0].name) if raised.operands and raised.operands[0].shape else "the array"
    return f"Here axis {axis} of {name} has {size} entries, and the one at {index} is asked for."


def _axes(match: re.Match[str], raised: Raised) -> str:
    axis, dimensions = match.groups()
    return f"Here axis {axis} is asked for where there are {dimensions}. {listed(_arrays(raised))}".strip()


def _shapes(_match: re.Match[str], raised: Raised) -> str:
    return listed(_arrays(raised))


def _reshape(match: re.Match[str], _raised: Raised) -> str:
    return f"Here {match[1]} entries are to take the shape {match[2].replace(',', ', ')}."


ARRAY_RULES: Final = (
    Rule(
        name="matrix-product-of-unequal-lengths",
        exceptions="ValueError",
        pattern=r"matmul: .*mismatch in its core dimension|^shapes \(.*not aligned",
        text="A matrix product needs as many columns in its first factor as rows in its second, and its"
        " result has the rows of the first and the columns of the second; a gradient has the shape of"
        " its variable.",
        detail=_core_mismatch,
    ),
    Rule(
        name="matrix-product-with-a-number",
        exceptions="ValueError",
        pattern="matmul: .*does not have enough dimensions",
        text="`@` and `np.matmul` multiply arrays with one another; a number multiplies every entry by `*`.",
        detail=_number_in_product,
    ),
    Rule(
        name="shapes-that-do-not-go-together",
        exceptions="ValueError",
        pattern="operands could not be broadcast together",
        text="Entry by entry, shapes are lined up from the right: at each place the two numbers must be"
        " the same, or one of them 1.",
        detail=_broadcast,
    ),
    Rule(
        name="result-that-does-not-fit-in-place",
        exceptions="ValueError",
        pattern="non-broadcastable output operand|could not broadcast input array from shape",
        text="Assigning in place, as `-=` and `a[...] =` do, keeps the shape of what is assigned to.",
        detail=_into,
    ),
    Rule(
        name="floats-as-an-index",
        exceptions="IndexError",
        pattern="arrays used as indices must be of integer",
        text="What picks rows or columns, such as labels, must be an array of integers (or of True and"
        " False): a float is no place in an array, even where it is whole.",
        detail=_float_index,
    ),
    Rule(
        name="no-index-of-an-array",
        exceptions="IndexError",
        pattern="^only integers, slices",
        text="An array is indexed by whole numbers, slices and arrays of integers: not by a float, and not"
        " by a name, as a dict is.",
        detail=_shapes,
    ),
    Rule(
        name="index-out-of-bounds",
        exceptions="IndexError",
        pattern=r"index (-?\d+) is out of bounds for axis (\d+) with size (\d+)",
        text="Entries are counted from 0, so that the last one has the number of entries less 1.",
        detail=_bounds,
    ),
    Rule(
        name="more-indices-than-axes",
        exceptions="IndexError",
        pattern="too many indices for array",
        text="An array takes one index for each of its axes: (N,) takes one, (N, K) two.",
        detail=_shapes,
    ),
    Rule(
        name="axis-that-is-not-there",
        exceptions="AxisError",
        pattern=r"axis (-?\d+) is out of bounds for array of dimension (\d+)",
        text="An array of shape (N,) has axis 0 alone, one of shape (N, K) axes 0 and 1; a sum over an"
        " axis takes that axis away.",
        detail=_axes,
    ),
    Rule(
        name="entries-that-do-not-fill-a-shape",
        exceptions="ValueError",
        pattern=r"cannot reshape array of size (\d+) into shape (\([\d, ]*\))",
        text="A reshape keeps every entry: the numbers of the new shape, multiplied, must give as many.",
        detail=_reshape,
    ),
    Rule(
        name="floats-into-an-array-of-integers",
        exceptions="UFuncTypeError _UFuncOutputCastingError",
        pattern="^Cannot cast ufunc .* output",
        text="An array of integers cannot take fractions, so that `-=` and `+=` on it fail: start from"
        " floats, for example `np.asarray(x, dtype=np.float64)`.",
        detail=_kinds,
    ),
    Rule(
        name="entries-that-are-no-numbers",
        exceptions="UFuncTypeError _UFuncNoLoopError",
        pattern="did not contain a loop",
        text="NumPy calculates with numbers; at least one of the values here holds something else, such as"
        " text.",
        detail=_kinds,
    ),
    Rule(
        name="numpy-function-of-an-object",
        exceptions="TypeError",
        pattern="loop of ufunc does not support argument",
        text="Functions of NumPy take numbers and arrays of them, no object of a class of your own: give"
        " them the number that the object holds.",
        detail=silent,
    ),
    Rule(
        name="truth-of-an-array",
        exceptions="ValueError",
        pattern="truth value of an array",
        text="`if`, `and`, `or`, `not` and Python's own `max` need one yes or no, and a comparison of"
        " arrays gives one for each entry: a mask, `np.where` or `np.maximum` works entry by entry.",
        detail=_shapes,
    ),
    Rule(
        name="rows-of-unequal-shapes",
        exceptions="ValueError",
        pattern="inhomogeneous|setting an array element with a sequence",
        text="An array is made of entries of one and the same shape, and each entry of an array of numbers"
        " is one number.",
        detail=_shapes,
    ),
    Rule(
        name="array-for-a-number",
        exceptions="TypeError ValueError",
        pattern=r"only (0-dimensional|length-1|size-1) arrays can be|only convert an array of size 1",
        text="`float`, `int` and the functions of `math` take one number. For every entry there is"
        " `np.exp` and the like; for a loss, a sum or a mean makes one number of many.",
        detail=_shapes,
    ),
    Rule(
        name="arrays-that-cannot-be-joined",
        exceptions="ValueError",
        pattern="all the input array",
        text="Arrays that are stacked or joined agree in shape, but for the axis along which they are"
        " joined.",
        detail=_shapes,
    ),
)
