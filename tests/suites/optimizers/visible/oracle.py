"""Cases of the visible suite: the worked examples of the handout, and walks with each optimizer."""

from collections.abc import Callable, Mapping
from typing import Any

import models
import numpy as np

from grader.oracle import OracleCase, case

MIXED = {"slope": (), "centre": (3,), "table": (2, 2)}
PLANE = {"place": (2,)}
LAYERS = ("W1", "b1", "W2", "b2")

MODELS: Mapping[str, Callable[..., None]] = {
    "sgd": models.sgd,
    "rmsprop": models.rmsprop,
    "adam": models.adam,
}
TINY = {"eps": models.TINY_EPS}
SETTINGS: Mapping[str, Mapping[str, Any]] = {
    "sgd": {"momentum": 0.9},
    "rmsprop": {"alpha": 0.9, **TINY},
    "adam": {"betas": (0.8, 0.95), **TINY},
}
RATES = {
    "bowl": {"sgd": 0.02, "rmsprop": 0.004, "adam": 0.005},
    "narrow": {"sgd": 0.008, "rmsprop": 0.004, "adam": 0.005},
    "network": {"sgd": 0.01, "rmsprop": 0.002, "adam": 0.003},
}
WRAPPING = [number for number in range(20, 100) if 20 < number**2 % 256 < 128]
"""Eight bits hold these numbers, and of their squares the last bits, which are positive: no root is NaN."""
STEPS = {"bowl": 60, "narrow": 250, "network": 100}
STEEP = {"sgd": 1.0, "rmsprop": 30.0, "adam": 30.0}


def _walk(landscape: str, kind: str) -> OracleCase:
    def draw(rng: np.random.Generator) -> Mapping[str, Any]:
        drawn = {
            "bowl": lambda: models.bowl(rng, MIXED),
            "narrow": lambda: models.narrow(rng, PLANE),
            "network": lambda: models.network(rng, LAYERS, in_batches=True, steepness=STEEP[kind]),
        }[landscape]()
        return {**drawn, **SETTINGS[kind], "lr": RATES[landscape][kind], "steps": STEPS[landscape]}

    return OracleCase(name=f"{landscape}_{kind}", draw=draw, model=MODELS[kind], seeds=1)


def _given(name: str, kind: str, steps: int, seeds: int = 1) -> OracleCase:
    def draw(rng: np.random.Generator) -> Mapping[str, Any]:
        drawn = models.given(rng, MIXED, steps, STEEP[kind])
        if name == "rates":
            drawn["rates"] = models.rates(rng, steps)
        if name == "zeros":
            for number, grads in enumerate(drawn["grads"]):
                grads["table"][0, 1] = 0.0
                grads["slope"] *= number > 1
        if name == "integers":
            drawn = _whole(rng, steps)
        return {**drawn, **SETTINGS[kind], "lr": 0.125}

    return OracleCase(name=f"{name}_{kind}", draw=draw, model=MODELS[kind], seeds=seeds)


def _whole(rng: np.random.Generator, steps: int) -> dict[str, Any]:
    def values() -> dict[str, Any]:
        row = rng.choice(WRAPPING, size=3) * rng.choice([-1, 1], size=3)
        return {"count": int(rng.integers(2, 9)), "row": row.astype(np.int8)}

    return {"start": values(), "grads": [values() for _ in range(steps)], "steps": steps}


WALKS = [_walk(landscape, kind) for landscape in RATES for kind in MODELS]
CHANGING = [_given("rates", kind, 5) for kind in MODELS]
PAIRS = [_given("pair", kind, 4, seeds=2) for kind in MODELS]
INTEGERS = [_given("integers", kind, 3) for kind in MODELS]
ZEROS = [_given("zeros", kind, 4) for kind in ("rmsprop", "adam")]


@case(model=models.ravine, seeds=1)
def ravine(_: np.random.Generator) -> Mapping[str, Any]:
    """The ravine of the handout, where all four walks begin."""
    return {"x": -8.0, "y": 1.0}


@case(model=models.sgd, seeds=1)
def plain_sgd(rng: np.random.Generator) -> Mapping[str, Any]:
    """A walk into the bowl without momentum, all settings but the learning rate left out."""
    return {**models.bowl(rng, MIXED), "lr": 0.05, "steps": 200}


@case(model=models.sgd, seeds=1)
def worked_sgd(_: np.random.Generator) -> Mapping[str, Any]:
    """The handout's two steps with momentum."""
    return {
        "start": {"w": 1.0},
        "grads": [{"w": 2.0}, {"w": 4.0}],
        "lr": 0.25,
        "momentum": 0.5,
        "steps": 2,
    }


@case(model=models.rmsprop, seeds=1)
def worked_rmsprop(_: np.random.Generator) -> Mapping[str, Any]:
    """The handout's two steps of RMSProp."""
    return {"start": {"w": 1.0}, "grads": [{"w": 2.0}, {"w": -1.0}], "lr": 0.25, "alpha": 0.75, "steps": 2}


@case(model=models.adam, seeds=1)
def worked_adam(_: np.random.Generator) -> Mapping[str, Any]:
    """The handout's two steps of Adam."""
    return {
        "start": {"w": 1.0},
        "grads": [{"w": 2.0}, {"w": -2.0}],
        "lr": 0.25,
        "betas": (0.5, 0.75),
        "steps": 2,
    }


@case(model=models.rmsprop, seeds=1)
def default_rmsprop(rng: np.random.Generator) -> Mapping[str, Any]:
    """Six steps of RMSProp, all settings but the learning rate left out."""
    return {**models.given(rng, MIXED, 6, 20.0), "lr": 0.05}


@case(model=models.adam, seeds=1)
def default_adam(rng: np.random.Generator) -> Mapping[str, Any]:
    """Six steps of Adam, all settings but the learning rate left out."""
    return {**models.given(rng, MIXED, 6, 20.0), "lr": 0.05}


@case(model=models.clipping, seeds=1)
def clip_worked(_: np.random.Generator) -> Mapping[str, Any]:
    """The handout's gradients of norm 5."""
    return {"grads": {"w": np.array([3.0, 0.0]), "b": 4.0}, "max_norm": 2.5}


@case(model=models.clipping, seeds=1)
def clip_long(rng: np.random.Generator) -> Mapping[str, Any]:
    """Gradients of different shapes, longer than is permitted."""
    return {"grads": models.named(rng, MIXED), "max_norm": 1.7}


@case(model=models.clipping, seeds=1)
def clip_short(rng: np.random.Generator) -> Mapping[str, Any]:
    """Gradients of different shapes, shorter than is permitted."""
    return {"grads": models.named(rng, MIXED), "max_norm": 23.0}


@case(model=models.clipping, seeds=1)
def clip_zero(_: np.random.Generator) -> Mapping[str, Any]:
    """Gradients that are 0."""
    return {"grads": {"row": np.zeros(3), "bias": 0.0}, "max_norm": 1.5}


@case(model=models.clipping, seeds=1)
def clip_integers(_: np.random.Generator) -> Mapping[str, Any]:
    """Integers whose squares need more than their eight bits."""
    return {"grads": {"row": np.array([40, -90, 20], dtype=np.int8), "bias": 30}, "max_norm": 4.5}


@case(model=models.schedule, seeds=1)
def worked_schedule(_: np.random.Generator) -> Mapping[str, Any]:
    """The handout's schedule."""
    return {"total": 6, "warmup": 2, "peak": 0.5}


@case(model=models.schedule, seeds=1)
def schedule_of_twenty(_: np.random.Generator) -> Mapping[str, Any]:
    """Twenty steps, five of them on the way up."""
    return {"total": 20, "warmup": 5, "peak": 0.3}


@case(model=models.schedule, seeds=1)
def schedule_without_warmup(_: np.random.Generator) -> Mapping[str, Any]:
    """Seven steps, none of them on the way up."""
    return {"total": 7, "warmup": 0, "peak": 0.8}


@case(model=models.training, seeds=1)
def fit_bowl(rng: np.random.Generator) -> Mapping[str, Any]:
    """Twelve steps into the bowl."""
    return {**models.bowl(rng, MIXED), "lr": 0.04, "steps": 12}


@case(model=models.training, seeds=1)
def fit_network(rng: np.random.Generator) -> Mapping[str, Any]:
    """A hundred steps of the network."""
    return {**models.network(rng, LAYERS), "lr": 0.05, "steps": 100}


@case(model=models.training, seeds=1)
def fit_rates(rng: np.random.Generator) -> Mapping[str, Any]:
    """Nine steps into the bowl, with a learning rate for each."""
    return {**models.bowl(rng, MIXED), "lr": 0.03, "steps": 9, "rates": models.rates(rng, 9)}
