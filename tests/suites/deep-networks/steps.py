"""How a layer's gradients follow from the student's own gradient of the weights above it.

`backward` gives back no gradient of z. But dW = dz.T @ x tells dz where no more samples than inputs went into
the layer; where it does not, the result is no student's number, and nothing is said to follow.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

import numpy as np

from grader.suite.api import Case, Origins, Step, Steps

_DEEPEST: Final = 12
"""Layers that have a step; no visible case of gradients has more."""

_SLOPES: Final[dict[str, Callable[[dict[str, Any]], Any]]] = {
    "identity": lambda stage: np.ones_like(stage["z"]),
    "sigmoid": lambda stage: stage["h"] * (1 - stage["h"]),
    "relu": lambda stage: 1.0 * (stage["z"] > 0),
    "tanh": lambda stage: 1 - stage["h"] ** 2,
}


def _input(case: Case, number: int) -> Any:
    """Give what went into a layer; 1 is the first."""
    return case.inputs["X"] if number == 1 else case.values["stages"][number - 2]["h"]


def _dz(case: Case, own: Mapping[str, Any], number: int) -> Any:
    """Solve for the gradient of a layer's z."""
    return (own[f"W{number}"] @ np.linalg.pinv(_input(case, number))).T


def _weights(number: int, case: Case, own: Mapping[str, Any]) -> Any:
    """Go back from the layer above to a layer's weights."""
    layers = case.inputs["layers"]
    if number == len(layers):
        raise KeyError(f"no layer above {number}")
    stage = case.values["stages"][number - 1]
    dz = _dz(case, own, number + 1) @ layers[number][0] * _SLOPES[case.inputs["activation"]](stage)
    return dz.T @ _input(case, number)


def _bias(number: int, case: Case, own: Mapping[str, Any]) -> Any:
    """Go from a layer's weights to its bias, which has the same dz."""
    return _dz(case, own, number).sum(axis=0)


_LAYERS: Final[dict[str, Step]] = {
    f"{name}{number}": partial(step, number)
    for number in range(1, _DEEPEST + 1)
    for name, step in (("W", _weights), ("b", _bias))
}

STEPS: Final[Steps] = {"layers": _LAYERS}

ORIGINS: Final[Origins] = {
    "layers": {f"z{number}": (f"W{number}", f"b{number}") for number in range(1, _DEEPEST + 1)}
}
