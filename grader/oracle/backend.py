"""What computes an oracle's right values: a small protocol, and the back ends that come with the grader.

A back end is one module `NAME_backend.py` of this package, and alone imports its library. Its function
`create(solution)` makes it; an oracle names it, as in `BACKEND = "python"`, or brings a back end of its own.
"""

import importlib
from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from grader.errors import CourseFault
from grader.oracle.cases import LoadedOracle, OracleCase
from grader.oracle.libraries import backend_names, missing_library
from grader.oracle.recordings import Case

__all__ = ["Backend", "DifferentiatingBackend", "load_backend"]


@runtime_checkable
class Backend(Protocol):
    """Runs the models of cases, with a `Tape` of its own.

    Attributes:
        libraries: Distributions whose versions are noted in a recording.
        solution: The solved file, where values come from it, so that they are recorded anew when it changes.
    """

    libraries: tuple[str, ...]
    solution: Path | None

    def reproducible(self) -> AbstractContextManager[None]:
        """Return a context in which the same computation gives the same bits."""

    def compute(self, case: OracleCase, inputs: Mapping[str, Any], seed: int) -> Case:
        """Run a case's model.

        Args:
            case: The case.
            inputs: Arguments of its model by name; the model may write to them.
            seed: The seed they were drawn with.

        Returns:
            What the back end knows, as plain values by name: the values that the model kept; gradients,
            nearest the result first; and edges, from which the graph is drawn.

        Raises:
            CourseFault: The model asks for what the back end cannot do.
        """


@runtime_checkable
class DifferentiatingBackend(Backend, Protocol):
    """A back end whose models have gradients: they are recorded, and compared with central differences."""

    def evaluate(
        self, case: OracleCase, inputs: Mapping[str, Any], name: str, step: npt.NDArray[np.float64]
    ) -> float:
        """Run a case's model with one watched quantity moved; return the result.

        Args:
            case: The case, whose model returns a result.
            inputs: Arguments of its model by name; the model may write to them.
            name: The quantity to move.
            step: What is added to it, of its shape.
        """


def load_backend(oracle: LoadedOracle, solution: Path | None = None) -> Backend:
    """Import the back end that an oracle's models are written for.

    Args:
        oracle: The oracle.
        solution: The assignment's solved file; None if there is none.

    Raises:
        BackendMissing: Its library is not installed.
        CourseFault: There is no such back end.
    """
    chosen = oracle.backend
    if isinstance(chosen, Backend):
        return chosen
    names = backend_names()
    if chosen not in names:
        raise CourseFault(
            f"{oracle.name} asks for the back end {chosen!r}, which does not exist",
            f"Set BACKEND to one of {', '.join(names)}, or to an object with the methods of a back end.",
        )
    try:
        module = importlib.import_module(f"grader.oracle.{chosen}_backend")
    except ModuleNotFoundError as error:
        raise missing_library(error) or error from error
    backend: Backend = module.create(solution)
    return backend
