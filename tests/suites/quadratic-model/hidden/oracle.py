"""Cases of the hidden suite: other shapes than the visible ones, other kinds of numbers, far targets."""

from collections.abc import Mapping
from typing import Any

import models
import numpy as np

from grader.oracle import case


@case(model=models.predictions)
def one_input(rng: np.random.Generator) -> Mapping[str, Any]:
    """One number."""
    return {"x": models.irregular(rng, 1).item(), **models.weights(rng)}


@case(model=models.predictions)
def seven_inputs(rng: np.random.Generator) -> Mapping[str, Any]:
    """A batch of seven."""
    return {"x": models.irregular(rng, 7), **models.weights(rng)}


@case(model=models.predictions)
def one_whole_input(rng: np.random.Generator) -> Mapping[str, Any]:
    """One Python integer, with integers for weights."""
    x, w1, w2, b = models.whole(rng, 4).tolist()
    return {"x": x, "w1": w1, "w2": w2, "b": b}


@case(model=models.predictions)
def inputs_of_eight_bits(rng: np.random.Generator) -> Mapping[str, Any]:
    """Integers whose squares need more bits than they have."""
    return {"x": models.whole(rng, 6, 40, 120).astype(np.int8), **models.weights(rng)}


@case(model=models.mean_square)
def one_prediction(rng: np.random.Generator) -> Mapping[str, Any]:
    """One number beyond its target or short of it."""
    y = models.irregular(rng, 1)
    return {"y_hat": (y + models.irregular(rng, 1)).round(3).item(), "y": y.item()}


@case(model=models.mean_square)
def eight_predictions(rng: np.random.Generator) -> Mapping[str, Any]:
    """Eight predictions and their targets."""
    y = models.irregular(rng, 8)
    return {"y_hat": (y + models.irregular(rng, 8)).round(3), "y": y}


@case(model=models.mean_square)
def one_whole_prediction(rng: np.random.Generator) -> Mapping[str, Any]:
    """A Python integer beyond its target or short of it."""
    y = models.whole(rng, 1).item()
    return {"y_hat": y + models.whole(rng, 1).item(), "y": y}


@case(model=models.mean_square)
def far_predictions(rng: np.random.Generator) -> Mapping[str, Any]:
    """Targets near a million."""
    return {"y_hat": models.irregular(rng, 6), "y": models.far_samples(rng, 6)["y"]}


@case(model=models.one_sample)
def some_sample(rng: np.random.Generator) -> Mapping[str, Any]:
    """One sample."""
    return models.sample(rng)


@case(model=models.one_sample)
def whole_sample(rng: np.random.Generator) -> Mapping[str, Any]:
    """One sample, all Python integers."""
    one = models.whole_samples(rng, 1)
    return {**one, "x": one["x"].item(), "y": one["y"].item()}


@case(model=models.one_sample)
def far_sample(rng: np.random.Generator) -> Mapping[str, Any]:
    """One sample with a small input and a target near a million."""
    return models.far_sample(rng)


@case(model=models.batch)
def seven_samples(rng: np.random.Generator) -> Mapping[str, Any]:
    """A batch of seven samples."""
    return models.samples(rng, 7)


@case(model=models.batch)
def eleven_samples(rng: np.random.Generator) -> Mapping[str, Any]:
    """A batch of eleven samples."""
    return models.samples(rng, 11)


@case(model=models.batch)
def samples_of_32_bits(rng: np.random.Generator) -> Mapping[str, Any]:
    """Integers whose squares need more bits than they have."""
    x, one = models.whole(rng, 6, 47_000, 90_000).astype(np.int32), models.samples(rng, 6)
    return {**one, "x": x, "y": 1e9 * one["y"]}


@case(model=models.batch)
def far_samples(rng: np.random.Generator) -> Mapping[str, Any]:
    """A batch of six samples with targets near a million on either side."""
    return models.far_samples(rng, 6)


@case(model=models.batch, seeds=16)
def tiny_samples(rng: np.random.Generator) -> Mapping[str, Any]:
    """A batch of nine samples with tiny inputs."""
    return models.tiny_samples(rng, 9)


@case(model=models.step)
def step_by_any_name(rng: np.random.Generator) -> Mapping[str, Any]:
    """Four parameters with names of their own."""
    names = ("slope", "offset", "w2", "scale")
    params, grads = (dict(zip(names, models.irregular(rng, 4).tolist(), strict=True)) for _ in range(2))
    return {"params": params, "grads": grads, "lr": round(float(rng.uniform(0.1, 0.4)), 3)}


@case(model=models.step)
def whole_step(rng: np.random.Generator) -> Mapping[str, Any]:
    """Integers for parameters and gradients."""
    params, grads = (
        dict(zip(("w1", "w2", "b"), models.whole(rng, 3).tolist(), strict=True)) for _ in range(2)
    )
    return {"params": params, "grads": grads, "lr": round(float(rng.uniform(0.1, 0.4)), 3)}


@case(model=models.training)
def one_epoch(rng: np.random.Generator) -> Mapping[str, Any]:
    """One epoch of seven samples."""
    return models.run(rng, 7, epochs=1)


@case(model=models.training)
def four_epochs(rng: np.random.Generator) -> Mapping[str, Any]:
    """Four epochs of three samples."""
    return models.run(rng, 3, epochs=4)


@case(model=models.training)
def epoch_of_integers(rng: np.random.Generator) -> Mapping[str, Any]:
    """One epoch of six samples, all integers, in steps so small that they converge all the same."""
    one = models.whole_samples(rng, 6)
    params = {name: one[name] for name in ("w1", "w2", "b")}
    return {"x": one["x"], "y": one["y"], "params": params, "lr": 0.0001, "epochs": 1}


@case(model=models.training)
def far_epoch(rng: np.random.Generator) -> Mapping[str, Any]:
    """One epoch of six samples with targets near a million on either side."""
    return models.far_run(rng, 6)


@case(model=models.linear_training)
def linear_epochs(rng: np.random.Generator) -> Mapping[str, Any]:
    """Two epochs of seven samples, with one weight."""
    return models.linear_run(rng, 7, epochs=2)


@case(model=models.linear_training)
def linear_epochs_of_integers(rng: np.random.Generator) -> Mapping[str, Any]:
    """Two epochs of six samples, all integers, with one weight."""
    one = models.whole_samples(rng, 6)
    return {"x": one["x"], "y": one["y"], "w": one["w2"], "lr": 0.001, "epochs": 2}
