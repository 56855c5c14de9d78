"""Find what follows from a wrong value: one slip makes all that is computed from it wrong too."""

import runpy
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np

from grader.diagnosis.error_patterns import wrong_values
from grader.diagnosis.failure_signature import FailureSignature, Seen, same, seen
from grader.errors import CourseFault
from grader.oracle import Case

__all__ = ["Step", "Steps", "consequences", "load_steps"]

FILE: Final = "steps.py"

Step = Callable[[Case, Mapping[str, Any]], Any]
"""Called as `step(case, own)`, with a student's own values by name; gives what the next one should be."""

Steps = Mapping[str, Mapping[str, Step]]
"""For each part, how each of its gradients follows from those nearer the loss."""


def load_steps(suite: Path) -> Steps:
    """Read how the gradients of a suite's parts follow from one another; nothing where it does not say.

    Args:
        suite: The folder of the assignment's suites, with `steps.py`.

    Raises:
        CourseFault: The file cannot be run, or holds no `STEPS`.
    """
    path = suite / FILE
    if not path.is_file():
        return {}
    try:
        steps: Steps = runpy.run_path(str(path))["STEPS"]
    except Exception as error:
        raise CourseFault(f"{path} does not run: {type(error).__name__}: {error}") from error
    return steps


def consequences(observation: FailureSignature, steps: Mapping[str, Step]) -> tuple[str, ...]:
    """Name the wrong values that are right as computed from the student's own values nearer the loss.

    Args:
        observation: How a check failed that compared gradients.
        steps: How the gradients of its part follow from one another.

    Returns:
        Their names, in the order compared; the first wrong value is never among them.
    """
    case = observation.case
    if case is None or not set(observation.names) <= case.gradients.keys():
        return ()
    wrong = {one.name: one for one in wrong_values(observation)}
    own = _own_values(observation, case)
    return tuple(name for name in list(wrong)[1:] if name in steps and _follows(steps[name], case, own, name))


def _own_values(observation: FailureSignature, case: Case) -> dict[str, Any]:
    """Give the student's gradients, and the right ones where none were compared.

    Those of another kind or shape than the right ones are left out: broadcast against one another, two of
    them could fill the memory.
    """
    rows = zip(observation.names, observation.actual, observation.expected, strict=True)
    usable = {name: actual for name, actual, right in rows if _is_like(actual, right)}
    others = {name: right for name, right in case.gradients.items() if name not in observation.names}
    return others | usable


def _is_like(actual: Seen, right: Seen) -> bool:
    return not isinstance(actual, str) and not isinstance(right, str) and actual.shape == right.shape


def _follows(step: Step, case: Case, own: Mapping[str, Any], name: str) -> bool:
    """Whether a value is what its step gives; a step that cannot use the student's values gives nothing."""
    try:
        with np.errstate(all="ignore"):
            return same(own[name], seen(step(case, own)))
    except (ArithmeticError, KeyError, TypeError, ValueError):
        return False
