"""Record an oracle with PyTorch autograd, and let central differences bear witness. Needs torch."""

import importlib.metadata
import importlib.util
import platform
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import torch
from torch.autograd.graph import get_gradient_edge

from grader.errors import CourseFault
from grader.oracle.cases import OracleCase
from grader.oracle.recordings import Case, Edge, Recording, pack_entry, pack_graph, source_key

__all__ = [
    "Place",
    "differentiate",
    "find_edges",
    "load_cases",
    "numerical_slope",
    "record_case",
    "record_folder",
]

Place = tuple[Any, int]
"""A place in autograd's graph: a node and which of its outputs; as in a node's `next_functions`."""

_INFIX: Final = {"Add": "+", "Sub": "-", "Mul": "*", "Div": "/", "Pow": "**", "Mm": "@"}
_CALLS: Final = {"Maximum": "max", "Minimum": "min", "Clone": "identity", "MseLoss": "mse"}


def find_edges(places: Mapping[str, Place], formulas: Mapping[str, str]) -> dict[str, Edge]:
    """Say of each quantity what it was computed from.

    Args:
        places: Where each quantity stands in autograd's graph.
        formulas: The formulas that the model gives for some of them. Where it gives none and there is one
            operation between a quantity and its sources, that is its formula.

    Returns:
        An edge for each quantity that was computed from others.
    """
    names: dict[Place, str] = {}
    for name, place in places.items():
        names.setdefault(place, name)
    edges = {}
    for name, place in places.items():
        first = names[place]
        # The same tensor under a second name is computed from the first.
        operations, sources = _walk(place, names) if first == name else ([], [first])
        if sources:
            formula = formulas.get(name) or _formula(operations, sources)
            edges[name] = Edge(formula=formula, sources=tuple(dict.fromkeys(sources)))
    return edges


def _walk(place: Place, names: Mapping[Place, str]) -> tuple[list[Any], list[str]]:
    """Go down to the nearest quantities; give the operations on the way, and those met, one by one.

    A model may be thousands of operations deep, so this does not call itself.
    """
    operations: list[Any] = []
    sources: list[str] = []
    seen = {place}
    ahead = [place]
    while ahead:
        node, _ = ahead.pop()
        before = list(_before(node))
        if before:
            operations.append(node)
        for one in before:
            if one in names:
                sources.append(names[one])
            elif one not in seen:
                seen.add(one)
                ahead.append(one)
    return operations, sources


def _before(node: Any) -> Iterator[Place]:
    return ((one, output) for one, output in node.next_functions if one is not None)


def _formula(operations: list[Any], sources: list[str]) -> str:
    """Write the one operation between a quantity and its sources as code; nothing if there are others."""
    if not operations:
        return sources[0]
    (operation, *more), (first, *rest) = operations, sources
    kind = operation.name().split("Backward")[0]
    if more or len(operation.next_functions) != len(sources):
        return ""
    if kind in _INFIX:
        return f"{first} {_INFIX[kind]} {rest[0]}" if rest else ""
    return f"-{first}" if kind == "Neg" else f"{_CALLS.get(kind, kind.lower())}({', '.join(sources)})"


_STEP: Final = 1e-5
_SOURCES: Final = ("oracle.py", "models.py")


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
            self.values[name] = plain(tensor)
        else:
            tensor = torch.tensor(value, dtype=torch.float64, requires_grad=True)
        self.watched[name] = self.tensors[name] = tensor
        self.formulas[name] = formula
        return tensor

    def keep(self, name: str, value: Any, formula: str = "") -> None:
        self.values[name] = plain(value)
        if isinstance(value, torch.Tensor) and value.requires_grad and name not in self.tensors:
            self.tensors[name] = value
            self.formulas[name] = formula

    def case(self, name: str, seed: int, inputs: Mapping[str, Any], result: torch.Tensor | None) -> Case:
        """Go backward from the result; give everything that was recorded."""
        if result is None and self.watched:
            watched = ", ".join(self.watched)
            raise CourseFault(
                f"the model watches {watched} and returns nothing to differentiate",
                "Return the scalar whose gradients are to be recorded; `tape.keep` gives none back.",
            )
        if result is None:
            return Case(name=name, seed=seed, inputs=inputs, values=self.values, gradients={})
        edges = find_edges({one: _place(tensor) for one, tensor in self.tensors.items()}, self.formulas)
        result.backward()
        return Case(
            name=name,
            seed=seed,
            inputs=inputs,
            values=self.values,
            gradients={one: plain(_gradient(tensor)) for one, tensor in reversed(self.watched.items())},
            edges=edges,
            result=next((one for one, tensor in self.tensors.items() if tensor is result), ""),
        )


class _Nudge:
    """A tape that moves one watched quantity along a direction and computes on from there.

    Args:
        name: The quantity to move.
        step: The move, of the quantity's shape.
    """

    def __init__(self, name: str, step: Any) -> None:
        self._name = name
        self._step = step

    def watch(self, name: str, value: Any, _formula: str = "") -> torch.Tensor:
        tensor = torch.as_tensor(value, dtype=torch.float64)
        return tensor + torch.as_tensor(self._step) if name == self._name else tensor

    def keep(self, name: str, value: Any, _formula: str = "") -> None:
        """Keep nothing: only the result matters here."""


def record_folder(folder: Path, progress: Callable[[str], None] = lambda _: None) -> Iterator[Recording]:
    """Record every case of a visible or hidden folder.

    Args:
        folder: The folder with `oracle.py`.
        progress: Told the name of each case before it is recorded.
    """
    key = source_key(folder)
    with one_thread():
        for one in load_cases(folder):
            progress(one.name)
            yield record_case(one, key)


def record_case(one: OracleCase, key: str) -> Recording:
    """Record all seeds of a case.

    Raises:
        CourseFault: Its inputs cannot be drawn, or its model fails.
    """
    entries: dict[int, bytes] = {}
    graph: dict[str, Any] = {}
    for seed in range(one.seeds):
        try:
            case = differentiate(one, one.inputs(seed), seed)
            own = pack_graph(case)
            graph = graph if entries else own
            differs = own if own != graph else None
            entries[seed] = pack_entry(case.inputs, case.values, case.gradients, differs)
        except Exception as error:
            raise _not_recorded(one, seed, error) from error
    return Recording(name=one.name, key=key, provenance=_provenance(), entries=entries, graph=graph)


def _not_recorded(one: OracleCase, seed: int, error: Exception) -> CourseFault:
    """Say which case could not be recorded, why, and in which line of the suite."""
    told = isinstance(error, CourseFault)
    reason = error.message if isinstance(error, CourseFault) else f"{type(error).__name__}: {error}"
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).name in _SOURCES
    ]
    place = f" ({frames[-1].filename}:{frames[-1].lineno})" if frames and not told else ""
    return CourseFault(
        f"case {one.name!r} cannot be recorded with seed {seed}: {reason}{place}",
        error.advice if isinstance(error, CourseFault) else "Correct the case's function or its model.",
    )


def differentiate(one: OracleCase, inputs: Mapping[str, Any], seed: int) -> Case:
    """Run a case's model and its backward pass.

    Args:
        one: The case.
        inputs: What its model is called with.
        seed: The seed they were drawn with.

    Returns:
        Values, gradients and edges by name; gradients nearest the result first.
    """
    tape = _Autograd()
    return tape.case(one.name, seed, inputs, one.model(tape, **inputs))


def _place(tensor: torch.Tensor) -> Place:
    edge = get_gradient_edge(tensor)
    return edge.node, edge.output_nr


def _gradient(tensor: torch.Tensor) -> torch.Tensor:
    return tensor.grad if tensor.grad is not None else torch.zeros_like(tensor)


def numerical_slope(
    one: OracleCase, inputs: Mapping[str, Any], name: str, direction: npt.NDArray[np.float64]
) -> tuple[float, float]:
    """Slope of a case's result along `direction` of the watched quantity `name`, by central differences.

    Returns:
        The slope, and how far rounding alone may put it off.
    """
    ahead, behind = (
        float(one.model(_Nudge(name, sign * _STEP * direction), **inputs).detach()) for sign in (1.0, -1.0)
    )
    rounding = 8 * np.finfo(np.float64).eps * max(abs(ahead), abs(behind)) / _STEP
    return (ahead - behind) / (2 * _STEP), float(rounding)


def load_cases(folder: Path) -> list[OracleCase]:
    """Import a folder's oracle and list its cases in the order they are written.

    Cases are the module's names, and the entries of its lists and dicts.

    Raises:
        CourseFault: The oracle cannot be imported, or defines no case or two of one name.
    """
    models = folder.parent / "models.py"
    with _importable("models", models if models.is_file() else None):
        module = _import("oracle", folder / "oracle.py")
    cases = list(_cases_in(vars(module).values()))
    if not cases:
        raise CourseFault(f"{folder.name}/oracle.py of {folder.parent.name} defines no case")
    names = [one.name for one in cases]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise CourseFault(
            f"{folder.name}/oracle.py of {folder.parent.name} defines twice: {', '.join(twice)}"
        )
    return cases


def _cases_in(values: Iterable[object]) -> Iterator[OracleCase]:
    for value in values:
        if isinstance(value, OracleCase):
            yield value
        elif isinstance(value, list):
            yield from (one for one in value if isinstance(one, OracleCase))
        elif isinstance(value, dict):
            yield from (one for one in value.values() if isinstance(one, OracleCase))


def plain(value: Any) -> Any:
    """Turn tensors into floats and arrays, inside containers too."""
    if isinstance(value, torch.Tensor):
        array = value.detach().numpy().copy()
        return float(array) if array.ndim == 0 and array.dtype.kind == "f" else array
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(plain(item) for item in value)
    return value


@contextmanager
def one_thread() -> Iterator[None]:
    """Compute with one thread, so that sums are taken in one order."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


@contextmanager
def _importable(name: str, path: Path | None) -> Iterator[None]:
    """Let an oracle import its neighbour `models.py` by name, for as long as it is being imported."""
    before = sys.modules.pop(name, None)
    try:
        if path is not None:
            sys.modules[name] = _import(name, path)
        yield
    finally:
        sys.modules.pop(name, None)
        if before is not None:
            sys.modules[name] = before


def _import(name: str, path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise CourseFault(f"{path} cannot be imported")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise CourseFault(f"{path} cannot be imported: {type(error).__name__}: {error}") from error
    return module


def _provenance() -> dict[str, str]:
    libraries = {name: importlib.metadata.version(name) for name in ("numpy", "torch")}
    return {**libraries, "python": platform.python_version(), "machine": platform.machine()}
