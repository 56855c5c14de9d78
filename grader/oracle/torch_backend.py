"""The PyTorch back end: values, gradients and the computational graph of models written with torch."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import torch
from torch.autograd.graph import get_gradient_edge

from grader.errors import CourseFault
from grader.oracle.cases import OracleCase
from grader.oracle.recordings import Case, Edge

__all__ = ["TorchBackend", "create"]

_INFIX: Final = {"Add": "+", "Sub": "-", "Mul": "*", "Div": "/", "Pow": "**", "Mm": "@"}
_CALLS: Final = {"Maximum": "max", "Minimum": "min", "Clone": "identity", "MseLoss": "mse"}

_Output = tuple[Any, int]
"""A node of autograd's graph and the number of one of its outputs, as in a node's `next_functions`."""


def create(_solution: Path | None) -> "TorchBackend":
    """Make the back end; its models bring all they need."""
    return TorchBackend()


class TorchBackend:
    """Runs models with PyTorch; see `grader.oracle.backend.DifferentiatingBackend`."""

    libraries: tuple[str, ...] = ("numpy", "torch")
    solution: Path | None = None

    @contextmanager
    def reproducible(self) -> Iterator[None]:
        """Compute with one thread, so that sums are always taken in the same order."""
        before = torch.get_num_threads()
        torch.set_num_threads(1)
        try:
            yield
        finally:
            torch.set_num_threads(before)

    def compute(self, case: OracleCase, inputs: Mapping[str, Any], seed: int) -> Case:
        """Run a case's model and its backward pass."""
        tape = _Autograd()
        result = case.model(tape, **inputs)
        if result is None and tape.watched:
            raise CourseFault(
                f"the model watches {', '.join(tape.watched)} and returns nothing to differentiate",
                "Return the scalar whose gradients are to be recorded; `tape.keep` gives none back.",
            )
        if result is None:
            return Case(name=case.name, seed=seed, inputs=inputs, values=tape.values, gradients={})
        outputs = {name: _output(tensor) for name, tensor in tape.tensors.items()}
        edges = _find_edges(outputs, tape.formulas)
        result.backward()
        return Case(
            name=case.name,
            seed=seed,
            inputs=inputs,
            values=tape.values,
            gradients={name: _gradient(tensor) for name, tensor in reversed(tape.watched.items())},
            edges=edges,
            result=next((name for name, tensor in tape.tensors.items() if tensor is result), ""),
        )

    def evaluate(
        self, case: OracleCase, inputs: Mapping[str, Any], name: str, step: npt.NDArray[np.float64]
    ) -> float:
        """Run a case's model with one watched quantity moved; return the result."""
        return float(case.model(_Nudge(name, step), **inputs).detach())


class _Autograd:
    """A tape that keeps every watched tensor for the backward pass."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self.watched: dict[str, torch.Tensor] = {}
        self.tensors: dict[str, torch.Tensor] = {}
        self.formulas: dict[str, str] = {}

    def watch(self, name: str, value: Any, formula: str = "") -> torch.Tensor:
        if name in self.watched:
            raise CourseFault(f"the model watches {name!r} twice")
        if isinstance(value, torch.Tensor):
            tensor = value
            tensor.retain_grad()
            self.values[name] = _plain(tensor)
        else:
            tensor = torch.tensor(value, dtype=torch.float64, requires_grad=True)
        self.watched[name] = self.tensors[name] = tensor
        self.formulas[name] = formula
        return tensor

    def keep(self, name: str, value: Any, formula: str = "") -> None:
        self.values[name] = _plain(value)
        if isinstance(value, torch.Tensor) and value.requires_grad and name not in self.tensors:
            self.tensors[name] = value
            self.formulas[name] = formula


class _Nudge:
    """A tape that moves one watched quantity and continues from there.

    Args:
        name: The quantity to move.
        step: What is added to it, of its shape.
    """

    def __init__(self, name: str, step: Any) -> None:
        self._name = name
        self._step = step

    def watch(self, name: str, value: Any, formula: str = "") -> torch.Tensor:  # noqa: ARG002  # the tape's words
        tensor = torch.as_tensor(value, dtype=torch.float64)
        return tensor + torch.as_tensor(self._step) if name == self._name else tensor

    def keep(self, name: str, value: Any, formula: str = "") -> None:
        """Keep nothing: only the result matters."""


def _output(tensor: torch.Tensor) -> _Output:
    edge = get_gradient_edge(tensor)
    return edge.node, edge.output_nr


def _gradient(tensor: torch.Tensor) -> Any:
    return _plain(tensor.grad if tensor.grad is not None else torch.zeros_like(tensor))


def _plain(value: Any) -> Any:
    """Turn tensors into floats and arrays, inside containers too."""
    if isinstance(value, torch.Tensor):
        array = value.detach().numpy().copy()
        return float(array) if array.ndim == 0 and array.dtype.kind == "f" else array
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_plain(item) for item in value)
    return value


def _find_edges(outputs: Mapping[str, _Output], formulas: Mapping[str, str]) -> dict[str, Edge]:
    """Find the quantities that each quantity was computed from.

    Args:
        outputs: Position of each quantity in autograd's graph.
        formulas: The formulas that the model gives for some of them. Where it gives none and there is one
            operation between a quantity and its sources, that is its formula.

    Returns:
        An edge for each quantity that was computed from others.
    """
    names: dict[_Output, str] = {}
    for name, output in outputs.items():
        names.setdefault(output, name)
    edges = {}
    for name, output in outputs.items():
        first = names[output]
        # The same tensor under a second name is computed from the first.
        operations, sources = _walk(output, names) if first == name else ([], [first])
        if sources:
            formula = formulas.get(name) or _formula(operations, sources)
            edges[name] = Edge(formula=formula, sources=tuple(dict.fromkeys(sources)))
    return edges


def _walk(output: _Output, names: Mapping[_Output, str]) -> tuple[list[Any], list[str]]:
    """Walk back to the nearest quantities; return the operations on the way, and the quantities met.

    A model may be thousands of operations deep, so this does not call itself.
    """
    operations: list[Any] = []
    sources: list[str] = []
    seen = {output}
    waiting = [output]
    while waiting:
        node, _ = waiting.pop()
        operands = [(operand, number) for operand, number in node.next_functions if operand is not None]
        if operands:
            operations.append(node)
        for operand in operands:
            if operand in names:
                sources.append(names[operand])
            elif operand not in seen:
                seen.add(operand)
                waiting.append(operand)
    return operations, sources


def _formula(operations: list[Any], sources: list[str]) -> str:
    """Write the one operation between a quantity and its sources as code; empty if there are several."""
    if not operations:
        return sources[0]
    (operation, *more), (first, *rest) = operations, sources
    kind = operation.name().split("Backward")[0]
    if more or len(operation.next_functions) != len(sources):
        return ""
    if kind in _INFIX:
        return f"{first} {_INFIX[kind]} {rest[0]}" if rest else ""
    return f"-{first}" if kind == "Neg" else f"{_CALLS.get(kind, kind.lower())}({', '.join(sources)})"
