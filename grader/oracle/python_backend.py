"""The Python back end: right values from the author's own reference, in plain Python or NumPy.

Where the author works out gradients by hand, they are recorded as those of PyTorch are, and central
differences prove them.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from grader.errors import CourseFault
from grader.oracle.cases import OracleCase
from grader.oracle.recordings import Case

__all__ = ["PythonBackend", "create"]

_ADVICE = "Return a pair: the number that is differentiated, and a dict of its gradients by name."


def create(_solution: Path | None) -> "PythonBackend":
    """Make the back end; its models bring all they need."""
    return PythonBackend()


class PythonBackend:
    """Runs models of plain Python; see `grader.oracle.backend.DifferentiatingBackend`.

    A model returns None, or the pair (result, gradients): a number, and for each watched quantity, by name,
    the gradient of that number.
    """

    libraries: tuple[str, ...] = ("numpy",)
    solution: Path | None = None

    def reproducible(self) -> AbstractContextManager[None]:
        """Return a context that changes nothing: plain Python computes alike every time."""
        return nullcontext()

    def compute(self, case: OracleCase, inputs: Mapping[str, Any], seed: int) -> Case:
        """Run a case's model, and take down its values and the gradients that it gives."""
        tape = _Notes()
        _, gradients = _result(case.model(tape, **inputs), list(tape.watched))
        ordered = {name: gradients[name] for name in reversed(tape.watched)}
        return Case(name=case.name, seed=seed, inputs=inputs, values=tape.values, gradients=ordered)

    def evaluate(
        self, case: OracleCase, inputs: Mapping[str, Any], name: str, step: npt.NDArray[np.float64]
    ) -> float:
        """Run a case's model with one watched quantity moved; return the result."""
        tape = _Notes(name, step)
        result, _ = _result(case.model(tape, **inputs), list(tape.watched))
        return float(result)


class _Notes:
    """A tape that keeps values as they are, and can move one watched quantity.

    Args:
        moved: The quantity to move; empty for none.
        step: What is added to it.
    """

    def __init__(self, moved: str = "", step: Any = 0.0) -> None:
        self.values: dict[str, Any] = {}
        self.watched: list[str] = []
        self._moved = moved
        self._step = step

    def watch(self, name: str, value: Any, formula: str = "") -> Any:  # noqa: ARG002  # nothing is drawn of it
        if name in self.watched:
            raise CourseFault(f"the model watches {name!r} twice")
        self.watched.append(name)
        return value + self._step if name == self._moved else value

    def keep(self, name: str, value: Any, formula: str = "") -> None:  # noqa: ARG002  # as above
        self.values[name] = value


def _result(returned: Any, watched: list[str]) -> tuple[Any, Mapping[str, Any]]:
    """Take apart what a model returned, whose gradients must be those of the watched quantities."""
    if returned is None and not watched:
        return 0.0, {}
    is_pair = isinstance(returned, tuple) and len(returned) == 2 and isinstance(returned[1], Mapping)
    if not is_pair:
        named = f"the model watches {', '.join(watched)}" if watched else "the model watches nothing"
        raise CourseFault(f"{named} and returns no pair (result, gradients)", _ADVICE)
    result, gradients = returned
    if set(gradients) != set(watched):
        given, due = (", ".join(names) or "nothing" for names in (gradients, watched))
        raise CourseFault(f"the model gives gradients of {given}, and watches {due}", _ADVICE)
    return result, gradients
