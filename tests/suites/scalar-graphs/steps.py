"""How each gradient of a graph follows from the student's own gradients nearer the loss."""

from collections.abc import Mapping
from typing import Any, Final

from grader.suite.api import Case, Step, Steps


def _maximum(c: Case, own: Mapping[str, Any], name: str, other: str) -> Any:
    """What the maximum passes to one of its inputs."""
    return own["m"] if c.inputs[name] > c.inputs[other] else 0.0


_FACTORY: Final[dict[str, Step]] = {
    "v": lambda c, own: own["y"] * c.values["u"],
    "u": lambda c, own: own["y"] * c.inputs["v"],
    "w": lambda c, own: own["u"] * c.inputs["x"],
    "x": lambda c, own: own["u"] * c.inputs["w"],
}
_AFFINE: Final[dict[str, Step]] = {
    "y_hat": lambda _, own: own["r"],
    "z": lambda _, own: own["y_hat"],
    "b": lambda _, own: own["y_hat"],
    "w": lambda c, own: own["z"] * c.inputs["x"],
    "x": lambda c, own: own["z"] * c.inputs["w"],
}
_FORK: Final[dict[str, Step]] = {
    "n": lambda c, own: own["f"] / c.values["d"],
    "d": lambda c, own: -own["f"] * c.values["n"] / c.values["d"] ** 2,
    "m": lambda c, own: own["d"] * 2 * c.values["m"],
    "e": lambda _, own: own["n"],
    "p": lambda c, own: own["e"] * c.values["e"],
    "x": lambda c, own: own["p"] * c.inputs["y"] + own["n"] + _maximum(c, own, "x", "y"),
    "y": lambda c, own: own["p"] * c.inputs["x"] + _maximum(c, own, "y", "x"),
}

STEPS: Final[Steps] = {"factory": _FACTORY, "affine": _AFFINE, "fork": _FORK}
