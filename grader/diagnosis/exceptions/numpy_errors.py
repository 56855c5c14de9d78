"""Rules for the exceptions of NumPy: shapes, axes, indices and kinds of numbers."""

import re
from typing import Final

from grader.diagnosis import templates
from grader.diagnosis.exceptions.rules import (
    Rule,
    Shape,
    binary_sides,
    describe_operands,
    join_sentences,
    no_detail,
    quote_code,
)
from grader.sandbox.faults import Operand, Raised

__all__ = ["ARRAY_RULES"]

_SHAPE: Final = re.compile(r"\(([\d,]{1,80})\)")
_WHOLE: Final = ("array of dtype int", "array of dtype uint", "array of dtype bool")


def _arrays(raised: Raised) -> list[Operand]:
    return [operand for operand in raised.operands if operand.kind.startswith("array of")]


def _shapes_in(message: str) -> list[Shape]:
    """Read the shapes in a message of NumPy's."""
    return [tuple(int(number) for number in group.split(",") if number) for group in _SHAPE.findall(message)]


def _describe_arrays(_match: re.Match[str], raised: Raised) -> str:
    return describe_operands(_arrays(raised))


def _core_mismatch(match: re.Match[str], raised: Raised) -> str:
    """Name both factors of a product and what does not meet, from their shapes or NumPy's message."""
    sides = binary_sides(raised)
    shapes = _shapes_in(match.string) if "aligned" in match.string else []
    if sides is not None and not shapes:
        shapes = [side.shape for side in sides if side.shape is not None]
    if len(shapes) == 2 and all(shapes):
        first, second = shapes
        names = [quote_code(side.text) for side in sides or ()]
        product = templates.PRODUCTS[len(first) > 1, len(second) > 1].format(
            first=names[0] if names else templates.FIRST_FACTOR,
            second=names[1] if names else templates.SECOND_FACTOR,
            first_shape=first,
            second_shape=second,
            first_length=first[-1],
            second_length=second[-2] if len(second) > 1 else second[0],
        )
        return f"{product} {_advice_on_factors(first, second)}"
    known = describe_operands(_arrays(raised))
    if not (sizes := re.search(r"size (\d+) is different from (\d+)", match.string)):
        return known
    return join_sentences(known, templates.PRODUCT_SIZES.format(first=sizes[2], second=sizes[1]))


def _advice_on_factors(first: Shape, second: Shape) -> str:
    if len(first) != 2 or len(second) != 2:
        return templates.WRONG_FACTORS
    if first[0] == second[0] or first[1] == second[1]:
        return templates.TRANSPOSE_ONE
    return templates.OTHER_ORDER if first[0] == second[1] else templates.NO_TRANSPOSE


def _number_in_product(_match: re.Match[str], raised: Raised) -> str:
    numbers = [quote_code(side.text) for side in binary_sides(raised) or () if side.shape == ()]
    if not numbers:
        return describe_operands(_arrays(raised))
    return templates.IS_A_NUMBER.format(name=numbers[0])


def _broadcast(match: re.Match[str], raised: Raised) -> str:
    shapes, sides = _shapes_in(match.string), binary_sides(raised)
    if len(shapes) < 2 or "remapped" in match.string:
        return describe_operands(_arrays(raised))
    left, right = shapes[:2]
    pairs = zip(reversed(left), reversed(right), strict=False)
    lengths = next(((one, other) for one, other in pairs if one != other and 1 not in (one, other)), (0, 0))
    template = templates.BROADCAST_SHAPES if sides is None else templates.BROADCAST
    names = ["", ""] if sides is None else [quote_code(side.text) for side in sides]
    clash = template.format(
        left=names[0],
        right=names[1],
        left_shape=left,
        right_shape=right,
        left_length=lengths[0],
        right_length=lengths[1],
    )
    return join_sentences(clash, _advice_on_broadcast(left, right))


def _advice_on_broadcast(left: Shape, right: Shape) -> str:
    vector, matrix = sorted((left, right), key=len)
    if len(vector) == 1 and len(matrix) == 2 and vector[0] == matrix[0]:
        return templates.ALONG_THE_ROWS.format(length=vector[0])
    return templates.EACH_TRANSPOSED if len(vector) == 2 and vector == matrix[::-1] else ""


def _in_place(match: re.Match[str], raised: Raised) -> str:
    """Name what takes a value and what it is to take; NumPy names the receiver first or last."""
    shapes = _shapes_in(match.string)
    if len(shapes) != 2:
        return describe_operands(_arrays(raised))
    target, value = shapes if "output operand" in match.string else reversed(shapes)
    sides = binary_sides(raised)
    template = templates.IN_PLACE if sides else templates.IN_PLACE_UNNAMED
    assignment = template.format(name=quote_code(sides[0].text) if sides else "", target=target, value=value)
    summed = target and value[-len(target) :] == target and len(value) == len(target) + 1
    return join_sentences(assignment, templates.SUM_WOULD_FIT.format(target=target) if summed else "")


def _float_index(_match: re.Match[str], raised: Raised) -> str:
    return _kinds_of([array for array in _arrays(raised)[-1:] if not array.kind.startswith(_WHOLE)])


def _array_kinds(_match: re.Match[str], raised: Raised) -> str:
    return _kinds_of(_arrays(raised))


def _kinds_of(arrays: list[Operand]) -> str:
    kinds = [templates.OF_KIND.format(name=quote_code(array.name), kind=array.kind) for array in arrays]
    return templates.OPERANDS.format(operands=" and ".join(kinds)) if kinds else ""


def _index_out_of_bounds(match: re.Match[str], raised: Raised) -> str:
    index, axis, size = match.groups()
    has_shape = raised.operands and raised.operands[0].shape
    name = quote_code(raised.operands[0].name) if has_shape else templates.THE_ARRAY
    return templates.OUT_OF_BOUNDS.format(axis=axis, name=name, size=size, index=index)


def _axis_out_of_bounds(match: re.Match[str], raised: Raised) -> str:
    axis, dimensions = match.groups()
    asked = templates.NO_SUCH_AXIS.format(axis=axis, dimensions=dimensions)
    return join_sentences(asked, describe_operands(_arrays(raised)))


def _reshape(match: re.Match[str], _raised: Raised) -> str:
    return templates.RESHAPE.format(size=match[1], shape=match[2].replace(",", ", "))


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
        detail=_in_place,
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
        detail=_describe_arrays,
    ),
    Rule(
        name="index-out-of-bounds",
        exceptions="IndexError",
        pattern=r"index (-?\d+) is out of bounds for axis (\d+) with size (\d+)",
        text="Entries are counted from 0, so that the last one has the number of entries less 1.",
        detail=_index_out_of_bounds,
    ),
    Rule(
        name="more-indices-than-axes",
        exceptions="IndexError",
        pattern="too many indices for array",
        text="An array takes one index for each of its axes: (N,) takes one, (N, K) two.",
        detail=_describe_arrays,
    ),
    Rule(
        name="axis-that-is-not-there",
        exceptions="AxisError",
        pattern=r"axis (-?\d+) is out of bounds for array of dimension (\d+)",
        text="An array of shape (N,) has axis 0 alone, one of shape (N, K) axes 0 and 1; a sum over an"
        " axis takes that axis away.",
        detail=_axis_out_of_bounds,
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
        detail=_array_kinds,
    ),
    Rule(
        name="entries-that-are-no-numbers",
        exceptions="UFuncTypeError _UFuncNoLoopError",
        pattern="did not contain a loop",
        text="NumPy calculates with numbers; at least one of the values here holds something else, such as"
        " text.",
        detail=_array_kinds,
    ),
    Rule(
        name="numpy-function-of-an-object",
        exceptions="TypeError",
        pattern="loop of ufunc does not support argument",
        text="Functions of NumPy take numbers and arrays of them, no object of a class of your own: give"
        " them the number that the object holds.",
        detail=no_detail,
    ),
    Rule(
        name="truth-of-an-array",
        exceptions="ValueError",
        pattern="truth value of an array",
        text="`if`, `and`, `or`, `not` and `max` need one yes or no. A comparison of arrays gives one for"
        " each entry: use `np.where` or `np.maximum`.",
        detail=_describe_arrays,
    ),
    Rule(
        name="rows-of-unequal-shapes",
        exceptions="ValueError",
        pattern="inhomogeneous|setting an array element with a sequence",
        text="An array is made of entries of one and the same shape, and each entry of an array of numbers"
        " is one number.",
        detail=_describe_arrays,
    ),
    Rule(
        name="array-for-a-number",
        exceptions="TypeError ValueError",
        pattern=r"only (0-dimensional|length-1|size-1) arrays can be|only convert an array of size 1",
        text="`float`, `int` and the functions of `math` take one number. For every entry there is"
        " `np.exp` and the like; for a loss, a sum or a mean makes one number of many.",
        detail=_describe_arrays,
    ),
    Rule(
        name="arrays-that-cannot-be-joined",
        exceptions="ValueError",
        pattern="all the input array",
        text="Arrays that are stacked or joined agree in shape, but for the axis along which they are"
        " joined.",
        detail=_describe_arrays,
    ),
)
