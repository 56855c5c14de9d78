"""Gradient checking: compare a gradient that was derived by hand with one that was measured.

Shapes: x is a number or an array of any shape, f a function that takes such an x and returns a number, and a
gradient of f has the shape of x. An array has one entry for each index, a tuple of integers with one number
for each axis; the index of a number is the empty tuple `()`. No array will do for an index, since an array
picks rows: here the type counts. Indices are listed in the order of `np.ndindex(x.shape)`: the last axis runs
fastest.

f is not yours, and each call of it may be slow: call it twice for each entry of x, and no more than 4 times
besides. It is called with a number where x is a number, else with a float64 array of the shape of x, never
with x itself: whatever f does with what it is given, x stays as it is.

Everything is computed in float64, also where integers or float32 come in. No function changes its arguments.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Index = tuple[int, ...]
Function = Callable[[Any], float]


def curve(x: float) -> float:
    """Compute the function that the handout measures: x * x * x.

    Args:
        x: A number.

    Returns:
        Its cube, of the type of x. The slope of the curve is 3 * x * x.

    Example:
        >>> curve(2.0)
        8.0
    """
    return x * x * x


def numerical_gradient(f: Function, x: float | Array, h: float = 1e-5) -> float | Array:
    """Measure the gradient of f at x by central differences.

    Formula: entry i of the gradient is (f(x + h * e_i) - f(x - h * e_i)) / (2 * h), where e_i has the shape
    of x, is 1 at i and 0 elsewhere: every entry is moved by itself, and all others stay at x.

    Args:
        f: Takes what has the shape of x and returns a number.
        x: Where to measure: a number or an array of any shape, integers included.
        h: How far to move an entry to either side.

    Returns:
        The gradient, in float64: an array of the shape of x, or a float where x is a number.

    Example:
        >>> numerical_gradient(lambda x: x**3, 2.0, h=0.5)
        12.25
        >>> numerical_gradient(lambda x: x[0] * x[1], np.array([3, 4]), h=0.5)
        array([4., 3.])
    """
    raise NotImplementedError


def relative_errors(a: float | Array, b: float | Array) -> float | Array:
    """Compute how far a and b are apart, entry by entry, as a share of the larger of the two.

    Formula: abs(a - b) / max(abs(a), abs(b)), and 0 where both are 0. It lies between 0 and 2, is the same
    for (a, b) and (b, a), and is NaN where a or b is NaN.

    Args:
        a: A number or an array of any shape, integers included.
        b: Another one of the same shape.

    Returns:
        The errors, in float64: an array of that shape, or a float for two numbers.

    Raises:
        ValueError: If a and b differ in shape.

    Example:
        >>> relative_errors(np.array([1.0, -2.0, 0.0]), np.array([1.0, 2.0, 0.0]))
        array([0., 2., 0.])
    """
    raise NotImplementedError


def worst_entry(a: float | Array, b: float | Array) -> tuple[Index, float]:
    """Find the entry with the greatest relative error.

    Where several are equal, it is the first of them. NaN counts as worse than every number: what cannot be
    compared must not be overlooked.

    Args:
        a: A number or an array of any shape, with at least one entry.
        b: Another one of the same shape.

    Returns:
        The pair (index, error): the entry's index, a tuple of integers, and its relative error, a float.

    Raises:
        ValueError: If a and b differ in shape.

    Example:
        >>> worst_entry(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0, 1.0], [3.0, 3.0]]))
        ((0, 1), 0.5)
    """
    raise NotImplementedError


def find_wrong(
    f: Function,
    grad: float | Array,
    x: float | Array,
    h: float = 1e-5,
    rtol: float = 1e-6,
    atol: float = 1e-8,
) -> list[Index]:
    """List the entries of a claimed gradient that the measured one contradicts.

    Formula: with numerical = numerical_gradient(f, x, h), an entry is wrong if
    abs(numerical - grad) > atol + rtol * abs(numerical). It is wrong as well if numerical or grad is NaN or
    infinite there, since nothing was confirmed then.

    An f that changes the array it is called with is not believed: then every entry is wrong. One call of f
    at a copy of x shows whether it does.

    Args:
        f: Takes what has the shape of x and returns a number.
        grad: The claimed gradient of f at x, a number or an array.
        x: Where, a number or an array of the same shape.
        h: The step of the measured gradient.
        rtol: How far apart the two may be as a share of the measured one.
        atol: How far apart they may be besides.

    Returns:
        The indices of the wrong entries, a list of tuples of integers; empty if there are none.

    Raises:
        ValueError: If grad and x differ in shape.

    Example:
        >>> find_wrong(lambda x: np.sum(x**2), np.array([2.0, 4.0, 3.0]), np.array([1.0, 2.0, 3.0]))
        [(2,)]
    """
    raise NotImplementedError


def check_gradient(
    f: Function,
    grad: float | Array,
    x: float | Array,
    h: float = 1e-5,
    rtol: float = 1e-6,
    atol: float = 1e-8,
) -> bool:
    """Say whether a claimed gradient is right: whether `find_wrong` finds nothing wrong with it.

    Args:
        f: Takes what has the shape of x and returns a number.
        grad: The claimed gradient of f at x, a number or an array.
        x: Where, a number or an array of the same shape.
        h: The step of the measured gradient.
        rtol: How far apart the two may be as a share of the measured one.
        atol: How far apart they may be besides.

    Returns:
        True or False.

    Raises:
        ValueError: If grad and x differ in shape.

    Example:
        >>> check_gradient(lambda x: np.sum(x**2), np.array([2.0, 4.0]), np.array([1.0, 2.0]))
        True
        >>> check_gradient(lambda x: x**2, -6.0, 3.0)
        False
    """
    raise NotImplementedError
