"""Take down how a check failed, in the form in which failures of two programs are compared."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from grader.diagnosis.observations import Observation
from grader.oracle import Case
from grader.sandbox.faults import Raised
from grader.scoring import Check, Outcome
from grader.suite.compare import WrongAnswer

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
    sizes = _sizes(cases)
    if isinstance(error, WrongAnswer):
        return Observation.of(check.id, check.part, error.answers, sizes)
    if isinstance(error, Raised):
        exception = f"{error.exception}: {error.message}"
        return Observation.of(check.id, check.part, (), sizes, exception=exception)
    if isinstance(error, AssertionError) or check.outcome is Outcome.WRONG:
        return Observation.of(check.id, check.part, (), sizes, message=check.message or str(error))
    return None


def _sizes(cases: Iterable[Case]) -> dict[int, str]:
    """Say in words what numbers the axes of a check's inputs have; the first to have a number names it."""
    found: dict[int, str] = {}
    for case in cases:
        for name, array in _arrays(case.inputs):
            axes = ("rows", "columns") if array.ndim == 2 else ("entries",)
            for size, axis in zip(array.shape, axes, strict=False):
                found.setdefault(size, f"the number of {axis} of `{name}`")
    return found


def _arrays(named: Mapping[str, Any]) -> Iterator[tuple[str, np.ndarray[Any, Any]]]:
    for name, value in named.items():
        if isinstance(value, np.ndarray):
            yield name, value
        elif isinstance(value, Mapping):
            yield from _arrays(value)
