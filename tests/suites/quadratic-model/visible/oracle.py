"""Cases of the visible suite: the worked examples of the handout, and small irregular batches."""

from collections.abc import Mapping
from typing import Any

import models
import numpy as np

from grader.oracle import case


@case(model=models.one_sample, seeds=1)
def worked_example(_: np.random.Generator) -> Mapping[str, Any]:
    """The sample that the handout computes stage by stage."""
    return {"x": 2.0, "y": 9.0, "w1": 2.0, "w2": 2.0, "b": 1.0}


@case(model=models.predictions, seeds=1)
def five_inputs(rng: np.random.Generator) -> Mapping[str, Any]:
    """A batch of five."""
    return {"x": models.irregular(rng, 5), **models.weights(rng)}


@case(model=models.predictions, seeds=1)
def five_whole_inputs(rng: np.random.Generator) -> Mapping[str, Any]:
    """A batch of five integers, with integers for weights."""
    w1, w2, b = models.whole(rng, 3).tolist()
    return {"x": models.whole(rng, 5), "w1": w1, "w2": w2, "b": b}


@case(model=models.predictions, seeds=1)
def five_small_integers(rng: np.random.Generator) -> Mapping[str, Any]:
    """Five integers whose squares need more bits than they have."""
    return {"x": models.whole(rng, 5, 40, 120).astype(np.int8), **models.weights(rng)}


@case(model=models.mean_square, seeds=1)
def five_predictions(rng: np.random.Generator) -> Mapping[str, Any]:
    """Five predictions and their targets."""
    y = models.irregular(rng, 5)
    return {"y_hat": (y + models.irregular(rng, 5)).round(3), "y": y}


@case(model=models.mean_square, seeds=1)
def five_whole_predictions(rng: np.random.Generator) -> Mapping[str, Any]:
    """Five integer predictions and targets, the mean of whose squares is no integer."""
    while True:
        residuals = models.whole(rng, 5)
        if np.sum(residuals**2) % 5:
            y = models.whole(rng, 5)
            return {"y_hat": y + residuals, "y": y}


@case(model=models.mean_square, seeds=1)
def small_integer_predictions(rng: np.random.Generator) -> Mapping[str, Any]:
    """Five predictions and targets whose differences, and all the more their squares, need more bits."""
    y_hat = models.whole(rng, 5, 70, 120).astype(np.int8)
    return {"y_hat": y_hat, "y": -np.sign(y_hat) * np.roll(np.abs(y_hat), 1)}


@case(model=models.one_sample, seeds=1)
def other_sample(rng: np.random.Generator) -> Mapping[str, Any]:
    """One sample whose input is not 2."""
    return models.sample(rng)


@case(model=models.one_sample, seeds=1)
def far_sample(rng: np.random.Generator) -> Mapping[str, Any]:
    """One sample with a small input and a target near a million."""
    return models.far_sample(rng)


@case(model=models.batch, seeds=1)
def far_samples(rng: np.random.Generator) -> Mapping[str, Any]:
    """A batch of five samples with targets near a million on either side."""
    return models.far_samples(rng, 5)


@case(model=models.batch, seeds=1)
def tiny_samples(rng: np.random.Generator) -> Mapping[str, Any]:
    """A batch of five samples with tiny inputs."""
    return models.tiny_samples(rng, 5)


@case(model=models.batch, seeds=1)
def five_samples(rng: np.random.Generator) -> Mapping[str, Any]:
    """A batch of five samples."""
    return models.samples(rng, 5)


@case(model=models.batch, seeds=1)
def five_whole_samples(rng: np.random.Generator) -> Mapping[str, Any]:
    """A batch of five samples, all integers."""
    return models.whole_samples(rng, 5)


@case(model=models.batch, seeds=1)
def five_small_integer_samples(rng: np.random.Generator) -> Mapping[str, Any]:
    """A batch of five small integers, whose squares need more bits than they have."""
    return {**models.samples(rng, 5), "x": models.whole(rng, 5, 40, 120).astype(np.int8)}


@case(model=models.training, seeds=1)
def epoch_of_small_integers(rng: np.random.Generator) -> Mapping[str, Any]:
    """One epoch of integers whose squares need more bits than they have, from parameters that are whole."""
    one = models.run(rng, 4, epochs=1)
    x, params = models.whole(rng, 4, 12, 30).astype(np.int8), {"w1": 2, "w2": -3, "b": 1}
    return {**one, "x": x, "params": params, "lr": 1e-6}


@case(model=models.step, seeds=1)
def one_step(rng: np.random.Generator) -> Mapping[str, Any]:
    """Parameters and gradients of the quadratic model."""
    return {"params": models.weights(rng), "grads": models.weights(rng), "lr": 0.35}


@case(model=models.training, seeds=1)
def first_epoch(rng: np.random.Generator) -> Mapping[str, Any]:
    """One epoch of five samples."""
    return models.run(rng, 5, epochs=1)


@case(model=models.training, seeds=1)
def three_epochs(rng: np.random.Generator) -> Mapping[str, Any]:
    """Three epochs of five samples."""
    return models.run(rng, 5, epochs=3)


@case(model=models.training, seeds=1)
def far_epoch(rng: np.random.Generator) -> Mapping[str, Any]:
    """One epoch of four samples with targets near a million on either side."""
    return models.far_run(rng, 4)


@case(model=models.linear_training, seeds=1)
def linear_epochs(rng: np.random.Generator) -> Mapping[str, Any]:
    """Two epochs of five samples, with one weight."""
    return models.linear_run(rng, 5, epochs=2)


@case(model=models.linear_training, seeds=1)
def twice_as_much(_: np.random.Generator) -> Mapping[str, Any]:
    """The handout's samples of y = 2 * x, as the integers that they are."""
    return {
        "x": np.array([1, 2, 3], dtype=np.int8),
        "y": np.array([2, 4, 6], dtype=np.int8),
        "w": 1.0,
        "lr": 0.01,
        "epochs": 100,
    }
