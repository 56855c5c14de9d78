"""Cases of the visible suite. CHAIN is the handout's example."""

from functools import partial
from typing import Final

import numpy as np
from models import STEADY, chain, depths, deviations, draw_network, network, passes, stacks

from grader.oracle import Inputs, Rng, case, case_table

THREE: Final = (4, 6, 5, 7)
"""D, widths, K: pairwise distinct, and none of them N, so that no wrong axis or layer looks right."""
FOUR: Final = (5, 4, 6, 7, 2)
SQUARE: Final = (4, 4, 4, 4)
"""All widths equal: here a missing transpose and a wrong layer are no error."""
N: Final = 3

CHAIN: Final = [
    (np.array([[0.8]]), np.array([-0.4])),
    (np.array([[1.2]]), np.array([0.1])),
    (np.array([[-0.6]]), np.array([0.3])),
]


PASSES: Final = passes(
    {
        "sigmoid_stages": (N, THREE, "sigmoid"),
        "relu_stages": (N, FOUR, "relu"),
        "square_stages": (N, SQUARE, "tanh"),
        "stages_of_one_layer": (N, (4, 6), "sigmoid"),
        "stages_of_twelve": (N, (4, *[5] * 11, 2), "tanh"),
    },
    seeds=1,
)
NETWORKS: Final = case_table(
    partial(draw_network, condition=STEADY),
    {
        "sigmoid_mse": (N, THREE, "sigmoid", "mse"),
        "relu_cross_entropy": (N, FOUR, "relu", "cross_entropy"),
        "square_tanh": (N, SQUARE, "tanh", "half_sse"),
        "one_layer": (N, (4, 6), "tanh", "mse"),
        "one_sample": (1, THREE, "tanh", "half_sse"),
    },
    model=network,
    seeds=1,
)


@case(model=chain, seeds=1)
def worked_chain(_: Rng) -> Inputs:
    """Give the handout's example."""
    X, y = np.array([[1.5]]), np.array([[1.0]])
    return {"X": X, "y": y, "layers": CHAIN, "activation": "tanh", "kind": "half_sse"}


DEPTHS: Final = depths(
    {
        "sigmoid_depth": (N, (4, 6, 5, 7, 5, 2), "sigmoid", "mse"),
        "relu_depth": (N, (4, 6, 5, 7, 5, 2), "relu", "half_sse"),
        "depth_of_one_layer": (N, (4, 6), "tanh", "mse"),
        # Gradients of order 1e-7 reach the first layer, and then next to nothing.
        "twelve_layers": (N, (4, *[5] * 11, 2), "sigmoid", "cross_entropy"),
        "vanished": (N, (4, *[4] * 19, 2), "sigmoid", "mse", 1e-4 / 3),
    },
    seeds=1,
)
WEIGHTS: Final = case_table(
    lambda rng, fan_in, fan_out: {"fan_in": fan_in, "fan_out": fan_out, "seed": int(rng.integers(2**31))},
    {
        "wide_weights": (260, 120),
        "narrow_weights": (90, 350),
        "few_weights": (5, 3),
        "weights_of_one_unit": (6, 1),
    },
    model=deviations,
    seeds=1,
)
STACKS: Final = stacks(
    {
        "two_linear_layers": (N, (4, 6, 5)),
        "four_linear_layers": (N, FOUR),
        "square_linear_layers": (N, SQUARE),
        "one_linear_layer": (N, (4, 6)),
        "twenty_linear_layers": (N, (4, *[5] * 19, 2), 1.0),
    },
    seeds=1,
)
