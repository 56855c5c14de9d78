"""Factors that are easily forgotten or put twice, in words."""

from typing import Final

from grader.diagnosis.observations import Observation

__all__ = ["factors_of"]

_SMALLEST_SIZE: Final = 3  # 1 changes nothing, and 2 has words of its own
_AXES: Final = {1: ("entries",), 2: ("rows", "columns")}


def factors_of(observation: Observation) -> dict[str, float]:
    """Give the factors to look for in a check: the sign, 2, and the sizes of its inputs' axes.

    Args:
        observation: How the check failed.

    Returns:
        Factors by their words, which complete "comes ...": `with the opposite sign`, `times 2`, `divided by
        the number of rows of `X``. Of two axes of one size, the first names it.
    """
    found = {"with the opposite sign": -1.0, "times 2": 2.0, "divided by 2": 0.5}
    for size, words in _sizes(observation).items():
        found[f"times {words}"] = float(size)
        found[f"divided by {words}"] = 1.0 / size
    for size, words in _sizes(observation).items():
        found.setdefault(f"times half {words}", size / 2)
    return found


def _sizes(observation: Observation) -> dict[int, str]:
    found: dict[int, str] = {}
    for name, array in observation.inputs.items():
        for size, axis in zip(array.shape, _AXES.get(array.ndim, ()), strict=False):
            if size >= _SMALLEST_SIZE:
                found.setdefault(size, f"the number of {axis} of `{name}`")
    return found
