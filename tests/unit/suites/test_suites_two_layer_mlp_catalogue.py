"""The catalogue of the two-layer MLP: no entry is right, and no two are the same mistake."""

import copy
import types
import warnings
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import numpy as np

from grader.diagnosis.catalogue import load_catalogue, wrong_source
from grader.oracle import Recordings
from tests.unit.suites.breaking import assignment, solution

NAME: Final = "two-layer-mlp"
KINDS: Final = ("identity", "sigmoid", "relu", "tanh")

Call = tuple[str, Mapping[str, Any]]


def test_every_entry_answers_in_a_way_of_its_own() -> None:
    suite = assignment(NAME).files.suite
    sources = {one.name: wrong_source(one, solution(NAME), suite) for one in load_catalogue(suite).entries}
    alike: dict[str, list[str]] = {}
    for name, source in {"the solution": solution(NAME), **sources}.items():
        alike.setdefault(answers(source), []).append(name)
    assert len(alike) > 1
    assert [names for names in alike.values() if len(names) > 1] == []


def answers(source: str) -> str:
    """Write down what a submission answers to every call, and what it makes of the arguments."""
    module = types.ModuleType("submission")
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        exec(compile(source, "submission", "exec", dont_inherit=True), vars(module))  # noqa: S102  # our own
        return repr([answer(getattr(module, function), dict(given)) for function, given in calls()])


def answer(function: Any, given: dict[str, Any]) -> Any:
    own = copy.deepcopy(given)
    try:
        return plain(function(**own)), plain(own)
    except Exception as error:  # noqa: BLE001  # whatever a wrong solution raises
        return type(error).__name__


def plain(value: Any) -> Any:
    """Reduce a value to its type, its shape and nine digits, so that rounding makes no difference."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    if isinstance(value, str | int | None):
        return value
    digits = [f"{number:.9g}" for number in np.ravel(value).tolist()]
    return type(value).__name__, np.shape(value), np.asarray(value).dtype.name, digits


@cache
def calls() -> list[Call]:
    """List calls with two draws of every recorded case, and what the checks call besides."""
    besides: list[Call] = [
        ("activate_grad", {"z": np.zeros(1), "kind": "relu"}),
        ("activate", {"z": np.ones(1), "kind": "swish"}),
        ("loss", {"out": np.ones((1, 1)), "y": np.zeros((1, 1)), "kind": "hinge"}),
    ]
    return besides + [
        call
        for folder in (assignment(NAME).visible, assignment(NAME).hidden)
        for path in sorted((folder / "recordings").glob("*.rec"))
        for recording in [Recordings(folder).load(path.stem)]
        for seed in recording.seeds[:2]
        for call in of_case(recording.draw(seed).inputs)
    ]


def of_case(inputs: Mapping[str, Any]) -> list[Call]:
    if "z" in inputs:
        return [
            (function, {"z": inputs["z"], "kind": kind})
            for function in ("activate", "activate_grad")
            for kind in KINDS
        ]
    if "out" in inputs:
        return [("loss", inputs), ("loss_grad", inputs)]
    if "lr" in inputs:
        return [("train", {key: value for key, value in inputs.items() if key != "output_activation"})]
    return [("backward" if "y" in inputs else "forward", inputs)]
