"""Cases of the hidden suite: other shapes than the visible ones, and new numbers in each run."""

from typing import Final

import models
import numpy as np

from grader.oracle import Inputs, Rng, case, normal

WIDE: Final = (7, 3, 5, 4)
"""N, D, H, K: with N * K and 2 pairwise distinct, as in each of these but the last two."""
DEEP: Final = (6, 7, 4, 5)
ONE_SAMPLE: Final = (1, 3, 5, 4)
ONE_OUTPUT: Final = (6, 3, 5, 1)
SQUARE: Final = (3, 3, 3, 3)
LAYERS: Final = (3, 5, 4)
"""D, H, K of what is trained."""

FAR: Final = 1e6
SMALL: Final = 32
"""Seeds of a case; fewer than usual where there is more to record, for the recordings' sake."""
NETWORKS: Final = 12
TRAININGS: Final = 10


@case(model=models.pointwise, seeds=SMALL)
def block(rng: Rng) -> Inputs:
    """Draw an array with three axes, some of its numbers close to 0."""
    z = 2 * normal(rng, 2, 3, 4)
    z[1, 2] /= 64
    return {"z": z}


@case(model=models.pointwise, seeds=SMALL)
def plain_number(rng: Rng) -> Inputs:
    """Draw one number."""
    return {"z": float(normal(rng, 1)[0])}


@case(model=models.pointwise, seeds=SMALL)
def extremes(rng: Rng) -> Inputs:
    """Draw numbers around -800 and 800, and beyond."""
    far = np.array([[-800.0, -3000.0, -60.0, -1000.0], [800.0, 3000.0, 60.0, 720.0]])
    return {"z": far + normal(rng, 2, 4)}


PASSES: Final = models.passes(
    {
        "relu_pass": (WIDE, "relu"),
        "tanh_pass": (DEEP, "tanh"),
        "linear_pass_to_sigmoid": (WIDE, "identity", "sigmoid"),
        "sigmoid_pass_to_relu": (WIDE, "sigmoid", "relu"),
        "pass_of_one_sample": (ONE_SAMPLE, "sigmoid"),
        "pass_to_one_output": (ONE_OUTPUT, "relu", "tanh"),
        "square_pass": (SQUARE, "tanh"),  # where every transpose fits
        "saturated_pass": (WIDE, "sigmoid", "identity", 500.0),
    },
    seeds=SMALL,
)
COMPARISONS: Final = models.comparisons(
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
        "confident_logits": (DEEP, "cross_entropy", 0.0, 15.0),  # some labels get next to no probability
    },
    seeds=SMALL,
)


@case(model=models.comparison, seeds=SMALL)
def overflowing_logits(rng: Rng) -> Inputs:
    """Draw logits around -1000, 0 and 1000."""
    rows = np.array([1000.0, 0.0, -1000.0, 1000.0, 1000.0, -1000.0, 0.0])[:, None]
    out, y = 2 * normal(rng, 7, 4) + rows, rng.integers(4, size=7)
    out[4:] += rng.choice([-1000.0, 0.0, 1000.0], size=(3, 4))
    return {"out": out, "y": y, "kind": "cross_entropy"}


BATCHES: Final = models.networks(
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
    seeds=NETWORKS,
)


@case(model=models.network, seeds=NETWORKS)
def sure_classifier(rng: Rng) -> Inputs:
    """Draw a classifier whose logits are in the thousands, with labels in one byte."""
    batch = models.draw_batch(rng, WIDE, "cross_entropy", "tanh")
    params = {**batch["params"], "W2": 1000 * batch["params"]["W2"]}
    return {**batch, "params": params, "y": batch["y"].astype(np.uint8)}


@case(model=models.network, seeds=2)
def hundred_thousand_weights(rng: Rng) -> Inputs:
    """Draw a network of 100,122 weights."""
    return models.draw_large_batch(rng, 40)


DESCENTS: Final = models.trainings(
    {
        "relu_descent": ((10, *LAYERS), "mse", "relu", 4, 0.05),
        "sigmoid_descent": ((10, *LAYERS), "cross_entropy", "sigmoid", 4, 0.05),
        "even_descent": ((9, *LAYERS), "half_sse", "tanh", 3, 0.05),
        "whole_descent": ((7, *LAYERS), "mse", "tanh", None, 0.05),
        "oversized_descent": ((7, *LAYERS), "mse", "sigmoid", 9, 0.05),
        "single_descent": ((5, *LAYERS), "cross_entropy", "relu", 1, 0.05),
    },
    seeds=TRAININGS,
)
