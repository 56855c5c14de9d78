"""Check recorded gradients against central differences."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from grader.oracle.backend import Backend, DifferentiatingBackend, load_backend
from grader.oracle.cases import OracleCase, load_oracle
from grader.oracle.recordings import Recordings
from grader.wire.codec import decode, encode

__all__ = ["Disagreement", "check_gradients", "numerical_slope"]

_STEP: Final = 1e-5
_RTOL: Final = 1e-6
_ATOL: Final = 1e-7
_MOST_AXES: Final = 1000  # each takes two runs of the model

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A slope on which the recorded gradient and central differences differ.

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


def check_gradients(folder: Path, backend: Backend | None = None) -> Iterator[Disagreement | None]:
    """Compare every recorded gradient of a folder's cases with central differences.

    A back end that differentiates nothing has no gradients to compare, and a case at a kink has none that
    differences confirm. Slopes are compared along a direction drawn at random for every seed, and along every
    axis for the first, unless there are more than a thousand.

    Args:
        folder: The visible or hidden folder of a suite, with its `oracle.py` and its recordings.
        backend: Runs the models; the one that the oracle asks for if not given.

    Yields:
        For every gradient None, or the first slope on which the two disagree.

    Raises:
        BackendMissing: The back end's library is not installed.
        CourseFault: A case cannot be imported, or is not recorded.
    """
    oracle = load_oracle(folder)
    backend = backend or load_backend(oracle)
    if not isinstance(backend, DifferentiatingBackend):
        return
    recordings = Recordings(folder)
    with backend.reproducible():
        for case in oracle.cases:
            if not case.smooth:
                continue
            recording = recordings.load(case.name)
            for seed in recording.seeds:
                drawn = recording.draw(seed)
                # Arrays read from a recording cannot be written to, and a model may do so.
                inputs = decode(encode(dict(drawn.inputs)), writable=True)
                for name, gradient in drawn.gradients.items():
                    yield _find_disagreement(backend, case, seed, inputs, name, gradient)


def _find_disagreement(
    backend: DifferentiatingBackend,
    case: OracleCase,
    seed: int,
    inputs: Mapping[str, Any],
    name: str,
    recorded: Any,
) -> Disagreement | None:
    gradient = np.asarray(recorded, dtype=np.float64)
    directions = [np.random.default_rng(seed).uniform(-1, 1, gradient.shape)]
    if seed == 0 and gradient.size <= _MOST_AXES:
        directions += list(np.eye(gradient.size).reshape(gradient.size, *gradient.shape))
    for direction in directions:
        slope, rounding = numerical_slope(backend, case, inputs, name, direction)
        contributions = gradient * direction
        expected = float(contributions.sum())
        allowed = rounding + _RTOL * float(np.abs(contributions).sum()) + _ATOL
        if not abs(slope - expected) <= allowed:
            return Disagreement(case=case.name, seed=seed, name=name, recorded=expected, measured=slope)
    return None


def numerical_slope(
    backend: DifferentiatingBackend,
    case: OracleCase,
    inputs: Mapping[str, Any],
    name: str,
    direction: Array,
) -> tuple[float, float]:
    """Compute the slope of a case's result along a direction by central differences.

    Args:
        backend: Runs the model.
        case: The case.
        inputs: Arguments of its model by name.
        name: The watched quantity that is moved.
        direction: The direction, of the quantity's shape.

    Returns:
        The slope, and a bound on its rounding error.
    """
    ahead, behind = (backend.evaluate(case, inputs, name, sign * _STEP * direction) for sign in (1.0, -1.0))
    rounding = 8 * np.finfo(np.float64).eps * max(abs(ahead), abs(behind)) / _STEP
    return (ahead - behind) / (2 * _STEP), float(rounding)
