"""Take down how a check failed, in the form in which failures of two programs are compared."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

from grader.diagnosis.observations import Observation
from grader.oracle import Case
from grader.sandbox.faults import Raised
from grader.scoring import Check, Outcome
from grader.suite.compare import WrongAnswer

Array = npt.NDArray[Any]

__all__ = ["observation_of"]


def observation_of(check: Check, error: BaseException | None, cases: Iterable[Case]) -> Observation | None:
    """Take down a failure.

    Args:
        check: The check, with its outcome.
        error: The exception it ended with.
        cases: The cases it drew.

    Returns:
        The observation; None if the check passed, or ended in a way that is like any other.
    """
    inputs: dict[str, Array] = {}
    for name, array in chain.from_iterable(_arrays(case.inputs) for case in cases):
        inputs.setdefault(name, array)
    if isinstance(error, WrongAnswer):
        return Observation.of(check.id, check.part, error.answers, inputs)
    if isinstance(error, Raised):
        exception = f"{error.exception}: {error.message}"
        return Observation.of(check.id, check.part, (), inputs, exception=exception)
    if isinstance(error, AssertionError) or check.outcome is Outcome.WRONG:
        return Observation.of(check.id, check.part, (), inputs, message=check.message or str(error))
    return None


def _arrays(named: Mapping[str, Any]) -> Iterator[tuple[str, Array]]:
    for name, value in named.items():
        if isinstance(value, np.ndarray):
            yield name, value
        elif isinstance(value, Mapping):
            yield from _arrays(value)
