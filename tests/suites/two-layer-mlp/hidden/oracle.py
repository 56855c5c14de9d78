"""Cases of the hidden suite: other shapes than the visible ones, and new numbers in each run."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from models import (
    comparison,
    descent,
    draw_batch,
    draw_targets,
    network,
    normal,
    pointwise,
    projected,
    stages,
)

from grader.oracle import case, case_table

Inputs = Mapping[str, Any]
Sizes = tuple[int, int, int, int]

WIDE: Final = (7, 3, 5, 4)
"""N, D, H, K: with N * K and 2 pairwise distinct, as in each of these but the last two."""
DEEP: Final = (6, 7, 4, 5)
ONE_SAMPLE: Final = (1, 3, 5, 4)
ONE_OUTPUT: Final = (6, 3, 5, 1)
SQUARE: Final = (3, 3, 3, 3)

FAR: Final = 1e6
SMALL: Final = 32
"""Seeds of a case; fewer than usual where there is more to record, for the recordings' sake."""
NETWORKS: Final = 12
TRAININGS: Final = 10


@case(model=pointwise, seeds=SMALL)
def block(rng: np.random.Generator) -> Inputs:
    """Draw an array with three axes."""
    return {"z": 2 * normal(rng, 2, 3, 4)}


@case(model=pointwise, seeds=SMALL)
def plain_number(rng: np.random.Generator) -> Inputs:
    """Draw one number."""
    return {"z": float(normal(rng, 1)[0])}


@case(model=pointwise, seeds=SMALL)
def extremes(rng: np.random.Generator) -> Inputs:
    """Draw numbers around -800 and 800, and beyond."""
    return {
        "z": normal(rng, 2, 4) + np.array([[-800.0, -3000.0, -60.0, -1000.0], [800.0, 3000.0, 60.0, 720.0]])
    }


def _stages(
    rng: np.random.Generator, sizes: Sizes, activation: str, output_activation: str = "identity"
) -> dict[str, Any]:
    batch = draw_batch(rng, sizes, "mse", activation, output_activation)
    return {name: batch[name] for name in ("X", "params", "activation", "output_activation")}


PASSES: Final = case_table(
    _stages,
    {
        "relu_pass": (WIDE, "relu"),
        "tanh_pass": (DEEP, "tanh"),
        "linear_pass_to_sigmoid": (WIDE, "identity", "sigmoid"),
        "sigmoid_pass_to_relu": (WIDE, "sigmoid", "relu"),
        "pass_of_one_sample": (ONE_SAMPLE, "sigmoid"),
        "pass_to_one_output": (ONE_OUTPUT, "relu", "tanh"),
        "square_pass": (SQUARE, "tanh"),  # where every transpose fits
    },
    model=stages,
    seeds=SMALL,
)


@case(model=stages, seeds=SMALL)
def saturated_pass(rng: np.random.Generator) -> Inputs:
    """Draw a forward pass whose inputs are in the hundreds."""
    return {**_stages(rng, WIDE, "sigmoid"), "X": 500 * normal(rng, 7, 3)}


def _comparison(rng: np.random.Generator, sizes: Sizes, kind: str, far: float = 0.0) -> dict[str, Any]:
    samples, _, _, outputs = sizes
    out = 2 * normal(rng, samples, outputs)
    return {"out": out, "y": draw_targets(rng, samples, outputs, kind, far), "kind": kind}


COMPARISONS: Final = case_table(
    _comparison,
    {
        "half_sse_pairs": (WIDE, "half_sse"),
        "mse_pairs": (WIDE, "mse"),
        "cross_entropy_rows": (WIDE, "cross_entropy"),
        "mse_of_one_output": (ONE_OUTPUT, "mse"),  # columns broadcast against a flat array without an error
        "cross_entropy_of_one_sample": (ONE_SAMPLE, "cross_entropy"),
        "square_logits": (SQUARE, "cross_entropy"),
        "square_pairs": (SQUARE, "mse"),
        "half_sse_far_away": (DEEP, "half_sse", FAR),
        "mse_far_away": (DEEP, "mse", FAR),
    },
    model=comparison,
    seeds=SMALL,
)


@case(model=comparison, seeds=SMALL)
def confident_logits(rng: np.random.Generator) -> Inputs:
    """Draw logits that leave some labels next to no probability."""
    return {**_comparison(rng, DEEP, "cross_entropy"), "out": 15 * normal(rng, 6, 5)}


@case(model=comparison, seeds=SMALL)
def overflowing_logits(rng: np.random.Generator) -> Inputs:
    """Draw logits around -1000, 0 and 1000."""
    inputs = _comparison(rng, WIDE, "cross_entropy")
    rows = np.array([1000.0, 0.0, -1000.0, 1000.0, 1000.0, -1000.0, 0.0])[:, None]
    wild = rng.choice([-1000.0, 0.0, 1000.0], size=(3, 4))
    return {**inputs, "out": inputs["out"] + rows + np.concatenate([np.zeros((4, 4)), wild])}


BATCHES: Final = case_table(
    draw_batch,
    {
        "relu_classifier": (WIDE, "cross_entropy", "relu"),
        "tanh_network": (DEEP, "mse", "tanh"),
        "linear_network": (WIDE, "half_sse", "identity"),
        "two_sigmoids": (WIDE, "half_sse", "sigmoid", "sigmoid"),  # the textbook's kind of network
        "relu_to_tanh": (DEEP, "mse", "relu", "tanh"),
        "tanh_to_relu": (WIDE, "half_sse", "tanh", "relu"),
        "single_sample": (ONE_SAMPLE, "mse", "sigmoid", "tanh"),
        "single_output": (ONE_OUTPUT, "mse", "relu"),
        "square_network": (SQUARE, "mse", "tanh", "sigmoid"),
        "square_classifier": (SQUARE, "cross_entropy", "relu"),
        "far_tanh_network": (WIDE, "mse", "tanh", "identity", FAR),
        "far_sigmoid_network": (DEEP, "half_sse", "sigmoid", "identity", FAR),
    },
    model=network,
    seeds=NETWORKS,
)


@case(model=network, seeds=NETWORKS)
def sure_classifier(rng: np.random.Generator) -> Inputs:
    """Draw a classifier whose logits are in the thousands, with labels in one byte."""
    batch = draw_batch(rng, WIDE, "cross_entropy", "tanh")
    params = {**batch["params"], "W2": 1000 * batch["params"]["W2"]}
    return {**batch, "params": params, "y": batch["y"].astype(np.uint8)}


@case(model=projected, seeds=4)
def hundred_thousand_weights(rng: np.random.Generator) -> Inputs:
    """Draw the numbers that fill a network of 100,009 weights; prime counts keep its rows different."""
    numbers = {"numbers": normal(rng, 1009), "direction": normal(rng, 1013)}
    return {"sizes": (7, 90, 1000, 9), **numbers, "activation": "tanh", "kind": "mse"}


def _descent(
    rng: np.random.Generator, samples: int, kind: str, activation: str, batch_size: int | None
) -> Inputs:
    batch = draw_batch(rng, (samples, 3, 5, 4), kind, activation)
    del batch["output_activation"]
    return {**batch, "lr": 0.05, "epochs": 2, "batch_size": batch_size}


DESCENTS: Final = case_table(
    _descent,
    {
        "relu_descent": (10, "mse", "relu", 4),
        "sigmoid_descent": (10, "cross_entropy", "sigmoid", 4),
        "even_descent": (9, "half_sse", "tanh", 3),
        "whole_descent": (7, "mse", "tanh", None),
        "oversized_descent": (7, "mse", "sigmoid", 9),
        "single_descent": (5, "cross_entropy", "relu", 1),
    },
    model=descent,
    seeds=TRAININGS,
)
