"""Cases of an oracle as its author writes them: inputs drawn from a seed, a model of the right values."""

import importlib.util
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Final, Protocol

import numpy as np

from grader.errors import CourseFault
from grader.oracle.libraries import missing_library

__all__ = [
    "HIDDEN_SEEDS",
    "Inputs",
    "LoadedOracle",
    "Model",
    "OracleCase",
    "Rng",
    "Tape",
    "case",
    "case_table",
    "load_cases",
    "load_oracle",
]

HIDDEN_SEEDS: Final = 64
"""Number of seeds recorded for a case of a hidden suite, unless it sets its own."""

Rng = np.random.Generator
Inputs = Mapping[str, Any]
"""Arguments of a submission's function and of the model, by name."""

_BACKEND: Final = "BACKEND"
_TORCH: Final = "torch"


class Tape(Protocol):
    """Records the quantities that a model computes."""

    def watch(self, name: str, value: Any, formula: str = "") -> Any:
        """Record a quantity's value and the gradient of the model's result with respect to it.

        Args:
            name: The quantity's name, unique in the model, such as `z1`.
            value: An input as a number or array, or a tensor computed from watched ones.
            formula: The computation as drawings of the graph show it, such as `X @ W1.T + b1`; not needed
                for a single operation on watched quantities.

        Returns:
            The tensor to continue with.
        """

    def keep(self, name: str, value: Any, formula: str = "") -> None:
        """Record a value without a gradient.

        Args:
            name: The value's name; a tensor computed from watched ones is drawn in the graph under it.
            value: A tensor, array, number, or a list, tuple or dict of these.
            formula: As for `watch`.
        """


Model = Callable[..., Any]
"""Called as `model(tape, **inputs)`; returns what its back end differentiates, or None for no gradients.

That is a scalar tensor with `torch`, and a number with its gradients by name with `python`. With `solution`
the solved module comes second, as in `model(tape, solution, **inputs)`, and nothing is returned.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class OracleCase:
    """One case of an oracle: a pure function of its name and a seed.

    Attributes:
        name: The case's name, unique in its suite.
        draw: Draws the inputs, by name, from a generator.
        model: Computes the right values from the inputs.
        seeds: Number of seeds recorded: 0 to `seeds - 1`.
        smooth: Whether the model has a derivative where its inputs lie, which central differences confirm.
    """

    name: str
    draw: Callable[[Rng], Inputs]
    model: Model
    seeds: int
    smooth: bool = True

    def inputs(self, seed: int) -> dict[str, Any]:
        """Draw the inputs for `seed`; the same seed always gives the same inputs."""
        return dict(self.draw(np.random.default_rng([*self.name.encode("utf-8"), seed])))


def case(
    *, model: Model, seeds: int = HIDDEN_SEEDS, smooth: bool = True
) -> Callable[[Callable[[Rng], Inputs]], OracleCase]:
    """Turn a function that draws inputs into a case of the same name.

    Args:
        model: Computes the right values from the inputs.
        seeds: Number of seeds to record; 1 where the inputs are fixed.
        smooth: Whether the model has a derivative there. False at a kink, such as that of a ReLU: gradients
            follow the library's convention then, and are not compared with central differences.
    """

    def decorate(draw: Callable[[Rng], Inputs]) -> OracleCase:
        return OracleCase(name=draw.__name__, draw=draw, model=model, seeds=seeds, smooth=smooth)

    return decorate


def case_table(
    draw: Callable[..., Inputs],
    rows: Mapping[str, tuple[Any, ...]],
    *,
    model: Model,
    seeds: int = HIDDEN_SEEDS,
) -> list[OracleCase]:
    """Make a case from every row of a table, in place of as many near-equal functions.

    Args:
        draw: Draws the inputs of a case, called with a generator and the arguments of its row.
        rows: For each case, by its name, those arguments.
        model: Computes the right values from the inputs.
        seeds: Number of seeds to record for each; 1 where the inputs are fixed.

    Returns:
        The cases; an oracle that holds them in a list under any name has them.
    """

    def drawing(row: tuple[Any, ...]) -> Callable[[Rng], Inputs]:
        return lambda rng: draw(rng, *row)

    return [OracleCase(name=name, draw=drawing(row), model=model, seeds=seeds) for name, row in rows.items()]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedOracle:
    """The oracle of a suite folder.

    Attributes:
        name: What messages call it.
        cases: Its cases in the order they are written.
        backend: What its models are written for: the name of a back end that comes with the grader, or a
            back end of its own.
    """

    name: str
    cases: tuple[OracleCase, ...]
    backend: object = _TORCH


def load_oracle(folder: Path) -> LoadedOracle:
    """Import a folder's oracle.

    Cases are the module's names, and the entries of its lists and dicts. Its name `BACKEND` says what
    computes their values; PyTorch does where it has none. No library is imported that it does not import.

    Args:
        folder: The visible or hidden folder of a suite.

    Raises:
        BackendMissing: The library that its models are written with is not installed.
        CourseFault: The oracle cannot be imported, or defines no case or two of one name.
    """
    with _importable_models(folder.parent / "models.py"):
        module = _import("oracle", folder / "oracle.py")
    cases = tuple(_cases_in(vars(module).values()))
    oracle = f"{folder.name}/oracle.py of {folder.parent.name}"
    if not cases:
        raise CourseFault(f"{oracle} defines no case")
    names = [one.name for one in cases]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise CourseFault(f"{oracle} defines twice: {', '.join(twice)}")
    return LoadedOracle(name=oracle, cases=cases, backend=vars(module).get(_BACKEND, _TORCH))


def load_cases(folder: Path) -> list[OracleCase]:
    """Import a folder's oracle and list its cases; see `load_oracle`."""
    return list(load_oracle(folder).cases)


def _cases_in(values: Iterable[object]) -> Iterator[OracleCase]:
    for value in values:
        if isinstance(value, OracleCase):
            yield value
        elif isinstance(value, list | dict):
            entries = value.values() if isinstance(value, dict) else value
            yield from (one for one in entries if isinstance(one, OracleCase))


@contextmanager
def _importable_models(path: Path) -> Iterator[None]:
    """Let an oracle import its neighbour `models` by name, for as long as it is being imported."""
    before = sys.modules.pop("models", None)
    try:
        if path.is_file():
            sys.modules["models"] = _import("models", path)
        yield
    finally:
        sys.modules.pop("models", None)
        if before is not None:
            sys.modules["models"] = before


def _import(name: str, path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise CourseFault(f"{path} cannot be imported")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except ModuleNotFoundError as error:
        fault = CourseFault(f"{path} cannot be imported: {type(error).__name__}: {error}")
        raise missing_library(error) or fault from error
    except Exception as error:
        raise CourseFault(f"{path} cannot be imported: {type(error).__name__}: {error}") from error
    return module
