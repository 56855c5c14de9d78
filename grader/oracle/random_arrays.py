"""Numbers for cases: of both signs and of different magnitudes, none of them near 0.

A wrong formula must not look right by chance, as it would on ones and zeros. Three decimals are enough for
that, and compress well.
"""

import numpy as np
import numpy.typing as npt

from grader.oracle.cases import Rng

__all__ = ["irregular", "normal"]

_LEAST = 0.05


def normal(rng: Rng, *shape: int) -> npt.NDArray[np.float64]:
    """Draw an array of normally distributed numbers of order 1, none within 0.05 of 0."""
    drawn = rng.normal(size=shape)
    return np.round(np.sign(drawn) * (_LEAST + np.abs(drawn)), 3)


def irregular(
    rng: Rng, shape: tuple[int, ...], low: float = 0.3, high: float = 2.6
) -> npt.NDArray[np.float64]:
    """Draw an array of numbers whose magnitudes are uniform from `low` to `high`; without axes for ()."""
    magnitude = rng.uniform(low, high, size=shape).round(3)
    drawn: npt.NDArray[np.float64] = magnitude * rng.choice([-1.0, 1.0], size=shape)
    return drawn
