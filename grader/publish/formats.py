"""How a handout writes the numbers that its solution computed."""

import numpy as np
from numpy.typing import ArrayLike

__all__ = ["array", "number"]


def number(value: ArrayLike, digits: int = 4) -> str:
    """Write one number, rounded, without trailing zeros; what rounds to 0 is written as 0.

    Rounding hides the last bits, in which two machines may differ, so that a handout is the same on both.

    Args:
        value: A number, or an array with a single entry.
        digits: How many decimals to keep at most.

    Returns:
        The number as text.

    Example:
        >>> number(6.0), number(-0.08541, 3), number(-1e-9)
        ('6', '-0.085', '0')
    """
    # Adding 0.0 turns -0.0 into 0.0.
    rounded = round(float(np.asarray(value).item()), digits) + 0.0
    return np.format_float_positional(rounded, trim="-")


def array(values: ArrayLike, digits: int = 4) -> str:
    """Write an array as nested lists of rounded numbers, the way one types it.

    Args:
        values: An array of any shape; a number is written as `number` does.
        digits: How many decimals to keep at most.

    Returns:
        The array as text.

    Example:
        >>> array(np.array([[0.5], [-0.8]]))
        '[[0.5], [-0.8]]'
    """
    entries = np.asarray(values)
    if entries.ndim == 0:
        return number(entries, digits)
    return f"[{', '.join(array(entry, digits) for entry in entries)}]"
