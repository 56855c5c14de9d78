"""The catalogues of the scalar graphs and the quadratic model: no entry is right, and no two answer alike."""

import copy
import inspect
import types
import warnings
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

import numpy as np
import pytest

from grader.diagnosis.catalogue import load_catalogue, wrong_source
from grader.oracle import Recordings
from tests.unit.suites.breaking import assignment, solution

FUNCTIONS: Final = {
    "scalar-graphs": (
        *("multiply_backward", "factory_forward", "factory_loss", "factory_backward"),
        *("affine_forward", "affine_loss", "affine_backward", "fork_forward", "fork_backward"),
    ),
    "quadratic-model": ("forward", "loss", "stages", "backward", "sgd_step", "fit", "fit_linear"),
}
SINGLE: Final = ("stages",)
"""Functions that take one sample, never a batch."""


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_entry_answers_in_a_way_of_its_own(name: str) -> None:
    suite = assignment(name).files.suite
    sources = {one.name: wrong_source(one, solution(name), suite) for one in load_catalogue(suite).entries}
    alike: dict[str, list[str]] = {}
    for entry, source in {"the solution": solution(name), **sources}.items():
        alike.setdefault(repr(list(answers(name, source))), []).append(entry)
    assert len(alike) > 1
    assert [entries for entries in alike.values() if len(entries) > 1] == []


def answers(name: str, source: str) -> Iterator[Any]:
    """Give what a submission answers to every call, and what it makes of the arguments."""
    module = types.ModuleType("submission")
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        exec(compile(source, "submission", "exec", dont_inherit=True), vars(module))  # noqa: S102  # our own
        for inputs in cases(name):
            if "text" in inputs:
                yield graph(module, inputs)
                continue
            for function in FUNCTIONS[name]:
                yield answer(getattr(module, function), inputs, single=function in SINGLE)


def graph(module: Any, inputs: Mapping[str, Any]) -> Any:
    """Build a graph and walk it; a sum that goes wrong shows in the data, a walk in the gradients."""
    try:
        leaves = {name: module.Value(number) for name, number in inputs["leaves"].items()}
        names: dict[str, Any] = {**leaves, **inputs["numbers"]}
        exec(inputs["text"], {}, names)  # noqa: S102  # the text is the suite's own
        data = {name: plain(one.data) for name, one in names.items() if isinstance(one, module.Value)}
        for root in inputs["roots"]:
            names[root].backward()
        return data, {name: plain(names[name].grad) for name in data}
    except Exception as error:  # noqa: BLE001  # whatever a wrong solution raises
        return type(error).__name__


def answer(function: Any, inputs: Mapping[str, Any], *, single: bool) -> Any:
    """Call a function with those inputs that it asks for; None where a case does not have them all."""
    wanted = list(inspect.signature(function).parameters)
    if not set(wanted) <= set(inputs) or (single and np.ndim(inputs["x"])):
        return None
    own = copy.deepcopy({name: inputs[name] for name in wanted})
    try:
        return plain(function(**own)), plain(own)
    except Exception as error:  # noqa: BLE001  # whatever a wrong solution raises
        return type(error).__name__


def plain(value: Any) -> Any:
    """Reduce a value to its shape and nine digits, so that rounding makes no difference."""
    if isinstance(value, Mapping):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    if isinstance(value, str | None):
        return value
    return np.shape(value), [f"{number:.9g}" for number in np.ravel(value).tolist()]


@cache
def cases(name: str) -> list[Mapping[str, Any]]:
    """List the inputs, and the values that others of the functions take, of two draws of every case."""
    return [
        {**drawn.values, **drawn.inputs}
        for folder in (assignment(name).visible, assignment(name).hidden)
        for path in sorted((folder / "recordings").glob("*.rec"))
        for recording in [Recordings(folder).load(path.stem)]
        for drawn in map(recording.draw, recording.seeds[:2])
    ]
