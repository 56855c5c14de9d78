"""Cases of the visible suite. LINE, PLANE and TEXTBOOK are the handout's examples."""

from collections.abc import Sequence
from typing import Final

import models
import numpy as np
import numpy.typing as npt

from grader.oracle import Inputs, Rng, case, case_table, normal

SIZES: Final = (5, 4, 6, 3)
"""N, D, H, K: with N * K and 2 pairwise distinct, so that no wrong factor or axis looks right."""
ONE: Final = (1, 4, 6, 3)


def _params(**weights: Sequence[object]) -> dict[str, npt.NDArray[np.float64]]:
    return {name: np.array(value) for name, value in weights.items()}


LINE: Final = _params(W1=[[0.5], [-0.8]], b1=[0.1, 0.2], W2=[[0.7, -0.4]], b2=[0.3])
PLANE: Final = _params(
    W1=[[0.3, -0.1], [-0.6, 0.4], [0.5, 0.2]], b1=[0.1, 0.05, -0.1], W2=[[0.6, -0.3, 0.4]], b2=[0.2]
)
TEXTBOOK: Final = _params(W1=[[0.5, -0.3], [0.2, 0.8]], b1=[0.1, -0.2], W2=[[0.7, -0.6]], b2=[0.3])

LINE_X: Final = np.linspace(-1.0, 1.0, 10).reshape(10, 1)
PLANE_X: Final = np.array([[1.0, 2.0], [2.0, 3.0], [3.0, 4.0]])
RELU_MSE: Final = {"activation": "relu", "kind": "mse", "output_activation": "identity"}
SIGMOIDS: Final = {"activation": "sigmoid", "kind": "half_sse", "output_activation": "sigmoid"}
EXAMPLES: Final[dict[str, Inputs]] = {
    "line": {"X": LINE_X, "y": 2 * LINE_X + 3, "params": LINE, **RELU_MSE},
    "plane": {"X": PLANE_X, "y": PLANE_X[:, :1], "params": PLANE, **RELU_MSE},
    "textbook": {"X": np.array([[1.0, 0.5]]), "y": np.array([[1.0]]), "params": TEXTBOOK, **SIGMOIDS},
}


@case(model=models.pointwise, seeds=1)
def irregular_numbers(rng: Rng) -> Inputs:
    """Draw numbers of both signs, some of them beyond 1, and two close to 0."""
    z = 2 * normal(rng, 5, 3)
    z[4, :2] = 0.03, -0.03
    return {"z": z}


@case(model=models.pointwise, seeds=1)
def large_numbers(_: Rng) -> Inputs:
    """Give numbers whose exponential overflows."""
    return {"z": np.array([-1000.0, -800.0, -40.0, 40.0, 800.0, 1000.0])}


PASSES: Final = models.passes(
    {
        "sigmoid_stages": (SIZES, "sigmoid"),
        "relu_stages_to_tanh": (SIZES, "relu", "tanh"),
        "stages_of_one_sample": (ONE, "tanh"),
    },
    seeds=1,
)
LOSSES: Final = models.comparisons(
    {
        **{kind: (SIZES, kind) for kind in ("half_sse", "mse", "cross_entropy")},
        "mse_of_one_output": ((7, 4, 6, 1), "mse"),  # a column and a flat array would broadcast
        "half_sse_far_away": (SIZES, "half_sse", 1e6),
        "mse_far_away": (SIZES, "mse", 1e6),
    },
    seeds=1,
)


@case(model=models.comparison, seeds=1)
def large_logits(_: Rng) -> Inputs:
    """Give logits whose exponentials overflow, some with a label that gets no probability."""
    out = [[1000.0, 0.0, -1000.0], [1000.5, 1000.0, 999.0], [-1000.0, -1001.0, -999.5], [0.5, 1000.0, -2.0]]
    return {"out": np.array(out), "y": np.array([2, 1, 0, 1]), "kind": "cross_entropy"}


BATCHES: Final = models.networks(
    {
        "relu_mse": (SIZES, "mse", "relu"),
        "tanh_half_sse": (SIZES, "half_sse", "tanh"),
        "sigmoid_cross_entropy": (SIZES, "cross_entropy", "sigmoid"),
        "one_sample": (ONE, "mse", "tanh", "sigmoid"),
        "narrow": ((19, 3, 1, 1), "half_sse", "tanh"),  # more samples than anywhere else
    },
    seeds=1,
)


@case(model=models.network, seeds=1, smooth=False)
def at_kink(rng: Rng) -> Inputs:
    """Draw a network with ReLUs that get exactly 0: a hidden unit for one sample, and one output for all."""
    X, W2 = normal(rng, 3, 2), normal(rng, 2, 4)
    X[0], W2[1] = 0.0, 0.0
    b1, b2 = np.array([0.0, 0.7, 1.3, -0.4]), np.array([3.5, 0.0])
    params = {"W1": normal(rng, 4, 2), "b1": b1, "W2": W2, "b2": b2}
    return {"X": X, "y": 2 * normal(rng, 3, 2), "params": params, **RELU_MSE, "output_activation": "relu"}


@case(model=models.comparison, seeds=1)
def unsigned_labels(rng: Rng) -> Inputs:
    """Draw logits and labels of an integer type that no other goes with."""
    one = models.draw_comparison(rng, SIZES, "cross_entropy")
    return {**one, "y": one["y"].astype(np.uint64)}


@case(model=models.network, seeds=1)
def eighty_thousand_weights(rng: Rng) -> Inputs:
    """Draw a network of 80,098 weights."""
    return models.draw_large_batch(rng, 32)


WORKED: Final = case_table(
    lambda _, name: EXAMPLES[name], {name: (name,) for name in EXAMPLES}, model=models.network, seeds=1
)
WORKED_TRAININGS: Final = case_table(
    lambda _, name, lr, epochs: {**EXAMPLES[name], "lr": lr, "epochs": epochs, "batch_size": None},
    {
        "textbook_step": ("textbook", 0.5, 2),
        "line_step": ("line", 0.1, 1),
        "line_training": ("line", 0.1, 2),  # a second step, to see the loss after the first
        "plane_training": ("plane", 0.01, 100),
    },
    model=models.descent,
    seeds=1,
)
TRAININGS: Final = models.trainings(
    {
        "batches_of_four": ((10, 4, 6, 3), "mse", "tanh", 4, 0.1),
        "classifier": ((8, 4, 6, 3), "cross_entropy", "sigmoid", 3, 0.1),
        "no_epoch": ((10, 4, 6, 3), "mse", "tanh", 4, 0.1, 0),
    },
    seeds=1,
)
