"""Find what follows from a wrong value: one slip makes all that is computed from it wrong too."""

import runpy
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np

from grader.diagnosis import templates
from grader.diagnosis.error_patterns import wrong_values
from grader.diagnosis.failure_signature import FailureSignature, Snapshot, agree, snapshot
from grader.errors import CourseFault
from grader.oracle import Case

__all__ = [
    "Origins",
    "Step",
    "Steps",
    "describe_consequences",
    "find_consequences",
    "find_origin",
    "load_origins",
    "load_steps",
]

FILE: Final = "steps.py"

Step = Callable[[Case, Mapping[str, Any]], Any]
"""Called as `step(case, own)`, with a student's own values by name; gives what the next one should be."""

Steps = Mapping[str, Mapping[str, Step]]
"""For each part, how each of its gradients follows from those nearer the loss."""

Origins = Mapping[str, Mapping[str, tuple[str, ...]]]
"""For each part, gradients that no check compares, with those that are made of each: of dz both dW and db."""


def load_steps(suite: Path) -> Steps:
    """Read how the gradients of a suite's parts follow from one another; empty where it has no such file.

    Args:
        suite: The folder of the assignment's suites, with `steps.py`.

    Raises:
        CourseFault: The file cannot be run, or holds no `STEPS`.
    """
    steps: Steps = _read(suite, "STEPS")
    return steps


def load_origins(suite: Path) -> Origins:
    """Read which gradients of a suite's parts are made of one that is not compared; empty where none is.

    Args:
        suite: The folder of the assignment's suites; `steps.py` may hold `ORIGINS`.

    Raises:
        CourseFault: The file cannot be run.
    """
    origins: Origins = _read(suite, "ORIGINS", {})
    return origins


def _read(suite: Path, name: str, *default: Any) -> Any:
    path = suite / FILE
    if not path.is_file():
        return {}
    try:
        found = runpy.run_path(str(path))
        return found.get(name, *default) if default else found[name]
    except Exception as error:
        raise CourseFault(f"{path} does not run: {type(error).__name__}: {error}") from error


def describe_consequences(
    failure: FailureSignature, steps: Mapping[str, Step], besides: Collection[str] = ()
) -> str:
    """Describe in a sentence which wrong values only follow from another; empty if none does.

    Args:
        failure: How a check failed that compared gradients.
        steps: How the gradients of its part follow from one another.
        besides: Values of which it has been said already.
    """
    names = [f"`{name}`" for name in find_consequences(failure, steps) if name not in besides]
    return templates.CONSEQUENCES.format(len(names), names=", ".join(names)) if names else ""


def find_origin(
    failure: FailureSignature, steps: Mapping[str, Step], origins: Mapping[str, tuple[str, ...]]
) -> tuple[str, tuple[str, ...]] | None:
    """Find the gradient, itself not compared, that makes the first wrong value wrong and others with it.

    Args:
        failure: How a check failed that compared gradients.
        steps: How the gradients of its part follow from one another.
        origins: Gradients that are not compared, with those that are made of each.

    Returns:
        Its name, and the wrong values that are right as made of it; None where the first wrong value stands
        alone.
    """
    if failure.first_wrong is None:
        return None
    first = failure.names[failure.first_wrong]
    following = find_consequences(failure, steps)
    for origin, made in origins.items():
        if first in made and (others := tuple(name for name in following if name in made)):
            return origin, (first, *others)
    return None


def find_consequences(failure: FailureSignature, steps: Mapping[str, Step]) -> tuple[str, ...]:
    """Find the wrong values that are right as computed from the student's own values nearer the loss.

    Args:
        failure: How a check failed that compared gradients.
        steps: How the gradients of its part follow from one another.

    Returns:
        Their names, in the order compared; the first wrong value is never among them.
    """
    case = failure.case
    if case is None or not set(failure.names) <= case.gradients.keys():
        return ()
    wrong = {one.name: one for one in wrong_values(failure)}
    own = _own_values(failure, case)
    return tuple(name for name in list(wrong)[1:] if name in steps and _follows(steps[name], case, own, name))


def _own_values(failure: FailureSignature, case: Case) -> dict[str, Any]:
    """Return the student's gradients, and the right ones where none were compared.

    Those of another kind or shape than the right ones are left out: broadcast against one another, two of
    them could fill the memory.
    """
    compared = zip(failure.names, failure.actual, failure.expected, strict=True)
    usable = {name: actual for name, actual, expected in compared if _has_shape_of(actual, expected)}
    others = {name: expected for name, expected in case.gradients.items() if name not in failure.names}
    return others | usable


def _has_shape_of(actual: Snapshot, expected: Snapshot) -> bool:
    if isinstance(actual, str) or isinstance(expected, str):
        return False
    return actual.shape == expected.shape


def _follows(step: Step, case: Case, own: Mapping[str, Any], name: str) -> bool:
    """Return whether a value is what its step gives; a step may be unable to use the student's values."""
    try:
        with np.errstate(all="ignore"):
            return agree(own[name], snapshot(step(case, own)))
    except (ArithmeticError, KeyError, TypeError, ValueError):
        return False
