"""Cases of the hidden suite: other shapes, names and settings than the visible ones."""

from collections.abc import Callable, Mapping
from typing import Any

import models
import numpy as np

from grader.oracle import OracleCase, case

SEEDS = 20
FLOCK = {"b": (), "kernel": (2, 1, 2), "gain": (1,), "a": (), "row": (1, 3)}
POINT = {"north": (), "east": ()}
LAYERS = ("0.weight", "0.bias", "2.weight", "2.bias")

MODELS: Mapping[str, Callable[..., None]] = {
    "sgd": models.sgd,
    "rmsprop": models.rmsprop,
    "adam": models.adam,
}
STEPS = {"bowl": 100, "narrow": 200, "network": 110}
RATES = {"sgd": (0.004, 0.012), "rmsprop": (0.001, 0.004), "adam": (0.002, 0.005)}
STEEP = {"sgd": 1.0, "rmsprop": 30.0, "adam": 30.0}


def _settings(rng: np.random.Generator, kind: str) -> dict[str, Any]:
    """Draw all settings but the learning rate, away from the defaults."""
    share = round(float(rng.uniform(0.6, 0.9)), 3)
    if kind == "sgd":
        return {"momentum": share}
    if kind == "rmsprop":
        return {"alpha": share, "eps": models.TINY_EPS}
    return {"betas": (share, round(float(rng.uniform(0.92, 0.98)), 3)), "eps": models.TINY_EPS}


def _walk(landscape: str, kind: str) -> OracleCase:
    def draw(rng: np.random.Generator) -> Mapping[str, Any]:
        drawn = {
            "bowl": lambda: models.bowl(rng, FLOCK),
            "narrow": lambda: models.narrow(rng, POINT),
            "network": lambda: models.network(rng, LAYERS, in_batches=True, steepness=STEEP[kind]),
        }[landscape]()
        lr = round(float(rng.uniform(*RATES[kind])), 4)
        return {**drawn, **_settings(rng, kind), "lr": lr, "steps": STEPS[landscape]}

    return OracleCase(name=f"{landscape}_by_{kind}", draw=draw, model=MODELS[kind], seeds=SEEDS)


def _given(name: str, kind: str, steps: int) -> OracleCase:
    def draw(rng: np.random.Generator) -> Mapping[str, Any]:
        drawn = models.given(rng, FLOCK, steps, STEEP[kind])
        if name == "changing":
            drawn["rates"] = models.rates(rng, steps)
        if name == "sparse":
            for number, grads in enumerate(drawn["grads"]):
                grads["kernel"][1, 0, 1] = 0.0
                grads["row"] *= number > 1
        if name == "whole":
            drawn = _whole(rng, steps)
        return {**drawn, **_settings(rng, kind), "lr": round(float(rng.uniform(0.05, 0.15)), 3)}

    return OracleCase(name=f"{name}_{kind}", draw=draw, model=MODELS[kind], seeds=SEEDS)


def _whole(rng: np.random.Generator, steps: int) -> dict[str, Any]:
    """Draw small integers, whose squares do not fit into eight bits."""

    def values() -> dict[str, Any]:
        table = rng.integers(12, 90, size=(2, 2)) * rng.choice([-1, 1], size=(2, 2))
        return {"table": table.astype(np.int8), "bias": int(rng.integers(12, 90))}

    return {"start": values(), "grads": [values() for _ in range(steps)], "steps": steps}


WALKS = [_walk(landscape, kind) for landscape in STEPS for kind in MODELS]
CHANGING = [_given("changing", kind, 6) for kind in MODELS]
TOGETHER = [_given("together", kind, 5) for kind in MODELS]
WHOLE = [_given("whole", kind, 3) for kind in MODELS]
SPARSE = [_given("sparse", kind, 5) for kind in ("rmsprop", "adam")]


@case(model=models.landscape, seeds=SEEDS)
def slopes_of_a_network(rng: np.random.Generator) -> Mapping[str, Any]:
    """The gradient of the network's loss."""
    return models.network(rng, LAYERS)


@case(model=models.sgd, seeds=SEEDS)
def bare_sgd(rng: np.random.Generator) -> Mapping[str, Any]:
    """A walk into the ravine, all settings but the learning rate left out."""
    return {**models.narrow(rng, POINT), "lr": 0.015, "steps": 120}


@case(model=models.rmsprop, seeds=SEEDS)
def bare_rmsprop(rng: np.random.Generator) -> Mapping[str, Any]:
    """Eight steps, all settings but the learning rate left out."""
    return {**models.given(rng, FLOCK, 8, 20.0), "lr": round(float(rng.uniform(0.02, 0.2)), 3)}


@case(model=models.adam, seeds=SEEDS)
def bare_adam(rng: np.random.Generator) -> Mapping[str, Any]:
    """Eight steps, all settings but the learning rate left out."""
    return {**models.given(rng, FLOCK, 8, 20.0), "lr": round(float(rng.uniform(0.02, 0.2)), 3)}


@case(model=models.clipping)
def too_long(rng: np.random.Generator) -> Mapping[str, Any]:
    """Gradients longer than is permitted."""
    return {"grads": models.named(rng, FLOCK), "max_norm": round(float(rng.uniform(0.5, 2.0)), 3)}


@case(model=models.clipping)
def short_enough(rng: np.random.Generator) -> Mapping[str, Any]:
    """Gradients whose norm is permitted, though the sum of their magnitudes is beyond it."""
    grads = models.named(rng, FLOCK)
    norm = np.sqrt(sum(np.sum(np.square(grad)) for grad in grads.values()))
    return {"grads": grads, "max_norm": round(float(norm * rng.uniform(1.05, 1.2)), 3)}


@case(model=models.clipping)
def whole_gradients(rng: np.random.Generator) -> Mapping[str, Any]:
    """Integers whose squares need more bits than they have."""
    return {"grads": _whole(rng, 1)["grads"][0], "max_norm": round(float(rng.uniform(1.0, 9.0)), 3)}


@case(model=models.schedule)
def schedule_of_many(rng: np.random.Generator) -> Mapping[str, Any]:
    """A schedule of some dozens of steps."""
    total, peak = int(rng.integers(24, 40)), round(float(rng.uniform(0.1, 0.9)), 3)
    return {"total": total, "warmup": int(rng.integers(3, 12)), "peak": peak}


@case(model=models.schedule)
def schedule_down_at_once(rng: np.random.Generator) -> Mapping[str, Any]:
    """A schedule that begins at its peak."""
    return {"total": int(rng.integers(9, 16)), "warmup": 0, "peak": round(float(rng.uniform(0.1, 0.9)), 3)}


@case(model=models.schedule)
def schedule_almost_all_up(rng: np.random.Generator) -> Mapping[str, Any]:
    """A schedule with a single step on the way down."""
    total, peak = int(rng.integers(6, 12)), round(float(rng.uniform(0.1, 0.9)), 3)
    return {"total": total, "warmup": total - 1, "peak": peak}


def _fit(rng: np.random.Generator, drawn: dict[str, Any], steps: int) -> dict[str, Any]:
    return {**drawn, "lr": round(float(rng.uniform(0.01, 0.05)), 3), "steps": steps}


@case(model=models.training, seeds=SEEDS)
def fit_in_a_bowl(rng: np.random.Generator) -> Mapping[str, Any]:
    """Seventeen steps into the bowl."""
    return _fit(rng, models.bowl(rng, FLOCK), 17)


@case(model=models.training, seeds=SEEDS)
def fit_by_schedule(rng: np.random.Generator) -> Mapping[str, Any]:
    """Eleven steps into the bowl, with a learning rate for each."""
    return {**_fit(rng, models.bowl(rng, FLOCK), 11), "rates": models.rates(rng, 11)}


@case(model=models.training, seeds=SEEDS)
def fit_of_a_network(rng: np.random.Generator) -> Mapping[str, Any]:
    """Sixty steps of the network."""
    return _fit(rng, models.network(rng, LAYERS), 60)
