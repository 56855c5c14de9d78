"""What records an oracle's models: a library for automatic differentiation behind a small protocol.

A back end is one module with one class, such as `torch_backend.TorchBackend`, and alone imports its library.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from grader.errors import UsageError
from grader.oracle.cases import OracleCase
from grader.oracle.recordings import Case

__all__ = ["Backend", "BackendMissing", "load_backend"]


class Backend(Protocol):
    """Runs the models of cases, with a `Tape` of its own, and differentiates them.

    Attributes:
        libraries: Distributions whose versions are noted in a recording.
    """

    libraries: tuple[str, ...]

    def reproducible(self) -> AbstractContextManager[None]:
        """Return a context in which the same computation gives the same bits."""

    def differentiate(self, case: OracleCase, inputs: Mapping[str, Any], seed: int) -> Case:
        """Run a case's model and its backward pass.

        Args:
            case: The case.
            inputs: Arguments of its model by name; the model may write to them.
            seed: The seed they were drawn with.

        Returns:
            Values, gradients and edges by name as plain values; gradients nearest the result first.

        Raises:
            CourseFault: The model watches a name twice, or watches quantities and returns no result.
        """

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


class BackendMissing(UsageError):
    """The library of a back end is not installed."""


def load_backend() -> Backend:
    """Import the back end that models are written for.

    Raises:
        BackendMissing: PyTorch is not installed.
    """
    try:
        from grader.oracle.torch_backend import TorchBackend  # noqa: PLC0415  # whoever grades has no torch
    except ModuleNotFoundError as error:
        raise BackendMissing(
            "Recording needs PyTorch, which is not installed.",
            "Install it with: pip install 'backprop-grader[record]' -c constraints.txt",
        ) from error
    return TorchBackend()
