"""Check every recorded gradient against central differences. Needs torch."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.oracle.recordings import Recordings
from grader.wire.codec import decode, encode

if TYPE_CHECKING:
    from grader.oracle.cases import OracleCase

__all__ = ["Disagreement", "check_gradients"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A slope on which the two do not agree.

    Attributes:
        case: Name of the case.
        seed: Its seed.
        name: The quantity.
        recorded: The slope by the recorded gradient.
        measured: The slope by central differences.
    """

    case: str
    seed: int
    name: str
    recorded: float
    measured: float


def check_gradients(folder: Path) -> Iterator[Disagreement | None]:
    """Compare every recorded gradient of a folder's cases with central differences.

    Along a direction drawn at random for every seed, and along every axis for the first.

    Args:
        folder: The visible or hidden folder of a suite, with its `oracle.py` and its recordings.

    Yields:
        For every gradient None, or the first slope on which the two disagree.

    Raises:
        ModuleNotFoundError: There is no torch.
        CourseFault: A case cannot be imported, or is not recorded.
    """
    from grader.oracle.torch_backend import load_cases, one_thread  # noqa: PLC0415  # whoever grades has no torch

    recordings = Recordings(folder)
    with one_thread():
        for one in load_cases(folder):
            recording = recordings.load(one.name)
            for seed in recording.seeds:
                drawn = recording.draw(seed)
                # What is read from a recording cannot be written to, of which torch warns.
                inputs = decode(encode(dict(drawn.inputs)), writable=True)
                for name, gradient in drawn.gradients.items():
                    yield _disagreement(one, seed, inputs, name, gradient)


def _disagreement(
    one: "OracleCase", seed: int, inputs: dict[str, Any], name: str, recorded: Any
) -> Disagreement | None:
    from grader.oracle.torch_backend import numerical_slope  # noqa: PLC0415  # as above

    gradient = np.asarray(recorded, dtype=np.float64)
    directions = [np.random.default_rng(seed).uniform(-1, 1, gradient.shape)]
    if seed == 0:
        directions += list(np.eye(gradient.size).reshape(gradient.size, *gradient.shape))
    for direction in directions:
        slope, rounding = numerical_slope(one, inputs, name, direction)
        right = float((gradient * direction).sum())
        allowed = rounding + 1e-6 * float(np.abs(gradient * direction).sum()) + 1e-7
        if not abs(slope - right) <= allowed:
            return Disagreement(case=one.name, seed=seed, name=name, recorded=right, measured=slope)
    return None
