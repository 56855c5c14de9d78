"""Cases of the hidden suite: other depths and widths than the visible ones, and new numbers in each run."""

from typing import Final

from models import depths, deviations, networks, passes, stacks

from grader.oracle import Inputs, Rng, case

TWO: Final = (3, 5, 4)
"""D, widths, K: N is none of them, as in each of these but the square ones."""
FIVE: Final = (4, 7, 3, 5, 6, 2)
NARROW: Final = (5, 1, 4, 1)
SQUARE: Final = (3, 3, 3, 3, 3)
N: Final = 8

SMALL: Final = 20
"""Seeds of a case; fewer than usual where there is more to record, for the recordings' sake."""
NETWORKS: Final = 8
DEEP: Final = 5


PASSES: Final = passes(
    {
        "relu_pass": (N, TWO, "relu"),
        "tanh_pass": (N, FIVE, "tanh"),
        "narrow_pass": (N, NARROW, "sigmoid"),
        "linear_pass": (3, SQUARE, "identity"),
        "pass_of_one_sample": (1, FIVE, "sigmoid"),
        "pass_of_one_layer": (N, (3, 3), "relu"),
    },
    seeds=NETWORKS,
)
BATCHES: Final = networks(
    {
        "relu_network": (N, TWO, "relu", "mse"),
        "tanh_classifier": (N, FIVE, "tanh", "cross_entropy"),
        "sigmoid_network": (N, FIVE, "sigmoid", "half_sse"),
        "narrow_network": (N, NARROW, "tanh", "mse"),
        "linear_network": (N, TWO, "identity", "half_sse"),
        "square_network": (3, SQUARE, "relu", "mse"),  # where every transpose fits
        "single_sample": (1, FIVE, "tanh", "mse"),
        "single_layer": (N, (3, 4), "sigmoid", "cross_entropy"),
    },
    seeds=NETWORKS,
)
DEPTHS: Final = depths(
    {
        "tanh_depth": (N, FIVE, "tanh", "cross_entropy"),
        "shallow_depth": (N, TWO, "sigmoid", "mse"),
        "square_depth": (3, SQUARE, "relu", "half_sse"),
        "linear_depth": (N, TWO, "identity", "mse"),
        "no_depth": (N, (3, 4), "sigmoid", "mse"),
    },
    seeds=NETWORKS,
)
STACKS: Final = stacks(
    {
        "three_linear_layers": (4, (5, 3, 7, 4)),
        "six_linear_layers": (4, (3, 5, 1, 4, 6, 2, 1)),  # some of one unit
        "equal_linear_layers": (4, (3, 3, 3)),
        "lone_linear_layer": (4, (3, 3)),
    },
    seeds=SMALL,
)
# Thirty layers and more, of which fewer seeds are recorded.
DEEP_ONES: Final = [
    *passes({"deep_pass": (2, (3, *[4] * 29, 3), "tanh")}, seeds=DEEP),
    *networks({"deep_network": (2, (3, *[4] * 29, 3), "tanh", "half_sse", 2.0)}, seeds=DEEP),
    *depths({"vanishing": (2, (3, *[3] * 29, 2), "sigmoid", "mse", 0.002)}, seeds=DEEP),
    *depths({"exploding": (2, (3, *[3] * 29, 2), "identity", "half_sse", 20.0)}, seeds=DEEP),
    *stacks({"forty_linear_layers": (4, (3, *[4] * 39, 3), 1.0)}, seeds=DEEP),
]


@case(model=deviations, seeds=SMALL)
def many_inputs(rng: Rng) -> Inputs:
    """Draw a layer with many inputs."""
    return {"fan_in": int(rng.integers(300, 350)), "fan_out": 100, "seed": int(rng.integers(2**31))}


@case(model=deviations, seeds=SMALL)
def many_units(rng: Rng) -> Inputs:
    """Draw a layer with many units."""
    return {"fan_in": 64, "fan_out": int(rng.integers(450, 500)), "seed": int(rng.integers(2**31))}


@case(model=deviations, seeds=SMALL)
def single_input(rng: Rng) -> Inputs:
    """Draw a layer with one input."""
    return {"fan_in": 1, "fan_out": int(rng.integers(4, 9)), "seed": int(rng.integers(2**31))}
