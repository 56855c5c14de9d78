"""Cases of the visible suite. LINE, PLANE and TEXTBOOK are the handout's examples."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from models import (
    comparison,
    descent,
    draw_batch,
    draw_targets,
    network,
    network_at_kink,
    normal,
    pointwise,
    stages,
)

from grader.oracle import case, case_table

Inputs = Mapping[str, Any]
Sizes = tuple[int, int, int, int]

SIZES: Final = (5, 4, 6, 3)
"""N, D, H, K: with N * K and 2 pairwise distinct, so that no wrong factor or axis looks right."""
ONE: Final = (1, 4, 6, 3)

LINE: Final = {
    "W1": np.array([[0.5], [-0.8]]),
    "b1": np.array([0.1, 0.2]),
    "W2": np.array([[0.7, -0.4]]),
    "b2": np.array([0.3]),
}
PLANE: Final = {
    "W1": np.array([[0.3, -0.1], [-0.6, 0.4], [0.5, 0.2]]),
    "b1": np.array([0.1, 0.05, -0.1]),
    "W2": np.array([[0.6, -0.3, 0.4]]),
    "b2": np.array([0.2]),
}
TEXTBOOK: Final = {
    "W1": np.array([[0.5, -0.3], [0.2, 0.8]]),
    "b1": np.array([0.1, -0.2]),
    "W2": np.array([[0.7, -0.6]]),
    "b2": np.array([0.3]),
}


LINE_X: Final = np.linspace(-1.0, 1.0, 10).reshape(10, 1)
PLANE_X: Final = np.array([[1.0, 2.0], [2.0, 3.0], [3.0, 4.0]])
EXAMPLES: Final[dict[str, dict[str, Any]]] = {
    "line": {"X": LINE_X, "y": 2 * LINE_X + 3, "params": LINE, "activation": "relu", "kind": "mse"},
    "plane": {"X": PLANE_X, "y": PLANE_X[:, :1], "params": PLANE, "activation": "relu", "kind": "mse"},
    "textbook": {
        "X": np.array([[1.0, 0.5]]),
        "y": np.array([[1.0]]),
        "params": TEXTBOOK,
        "activation": "sigmoid",
        "kind": "half_sse",
        "output_activation": "sigmoid",
    },
}


@case(model=pointwise, seeds=1)
def irregular_numbers(rng: np.random.Generator) -> Inputs:
    """Draw numbers of both signs, some of them beyond 1."""
    return {"z": 2 * normal(rng, 5, 3)}


@case(model=pointwise, seeds=1)
def large_numbers(_: np.random.Generator) -> Inputs:
    """Give numbers whose exponential overflows."""
    return {"z": np.array([-1000.0, -800.0, -40.0, 40.0, 800.0, 1000.0])}


def _stages(
    rng: np.random.Generator, sizes: Sizes, activation: str, output_activation: str = "identity"
) -> Inputs:
    batch = draw_batch(rng, sizes, "mse", activation, output_activation)
    return {name: batch[name] for name in ("X", "params", "activation", "output_activation")}


PASSES: Final = case_table(
    _stages,
    {
        "sigmoid_stages": (SIZES, "sigmoid"),
        "relu_stages_to_tanh": (SIZES, "relu", "tanh"),
        "stages_of_one_sample": (ONE, "tanh"),
    },
    model=stages,
    seeds=1,
)


def _comparison(rng: np.random.Generator, kind: str) -> Inputs:
    samples, _, _, outputs = SIZES
    out = 2 * normal(rng, samples, outputs)
    return {"out": out, "y": draw_targets(rng, samples, outputs, kind), "kind": kind}


LOSSES: Final = case_table(
    _comparison, {kind: (kind,) for kind in ("half_sse", "mse", "cross_entropy")}, model=comparison, seeds=1
)


@case(model=comparison, seeds=1)
def large_logits(_: np.random.Generator) -> Inputs:
    """Give logits whose exponentials overflow, some with a label that gets no probability."""
    out = [[1000.0, 0.0, -1000.0], [1000.5, 1000.0, 999.0], [-1000.0, -1001.0, -999.5], [0.5, 1000.0, -2.0]]
    return {"out": np.array(out), "y": np.array([2, 1, 0, 1]), "kind": "cross_entropy"}


BATCHES: Final = case_table(
    draw_batch,
    {
        "relu_mse": (SIZES, "mse", "relu"),
        "tanh_half_sse": (SIZES, "half_sse", "tanh"),
        "sigmoid_cross_entropy": (SIZES, "cross_entropy", "sigmoid"),
        "one_sample": (ONE, "mse", "tanh", "sigmoid"),
        "narrow": ((19, 3, 1, 1), "half_sse", "tanh"),  # more samples than anywhere else
    },
    model=network,
    seeds=1,
)


@case(model=network_at_kink, seeds=1)
def at_kink(rng: np.random.Generator) -> Inputs:
    """Draw a network with ReLUs that get exactly 0: a hidden unit for one sample, and one output for all."""
    X, W2 = normal(rng, 3, 2), normal(rng, 2, 4)
    X[0], W2[1] = 0.0, 0.0
    b1 = np.array([0.0, 0.7, 1.3, -0.4])
    return {
        "X": X,
        "y": draw_targets(rng, 3, 2, "mse"),
        "params": {"W1": normal(rng, 4, 2), "b1": b1, "W2": W2, "b2": np.array([3.5, 0.0])},
        "activation": "relu",
        "kind": "mse",
        "output_activation": "relu",
    }


def _example(_: np.random.Generator, name: str, **more: Any) -> dict[str, Any]:
    return {**EXAMPLES[name], **more}


def _whole(rng: np.random.Generator, name: str) -> Inputs:
    given = _example(rng, name)
    return {**given, "output_activation": given.get("output_activation", "identity")}


def _training(rng: np.random.Generator, name: str, lr: float, epochs: int) -> Inputs:
    return _example(rng, name, lr=lr, epochs=epochs, batch_size=None)


WORKED: Final = case_table(_whole, {name: (name,) for name in EXAMPLES}, model=network, seeds=1)
TRAININGS: Final = case_table(
    _training,
    {
        "textbook_step": ("textbook", 0.5, 2),
        "line_training": ("line", 0.1, 2),  # a second step, to see the loss after the first
        "plane_training": ("plane", 0.01, 100),
    },
    model=descent,
    seeds=1,
)


@case(model=descent, seeds=1)
def batches_of_four(rng: np.random.Generator) -> Inputs:
    """Draw ten samples: two batches of four and one of two."""
    batch = draw_batch(rng, (10, 4, 6, 3), "mse", "tanh")
    del batch["output_activation"]
    return {**batch, "lr": 0.1, "epochs": 2, "batch_size": 4}
