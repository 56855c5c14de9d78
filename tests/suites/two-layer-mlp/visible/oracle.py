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

from grader.oracle import case

Inputs = Mapping[str, Any]

SIZES: Final = (5, 4, 6, 3)
"""N, D, H, K: with N * K and 2 pairwise distinct, so that no wrong factor or axis looks right."""

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


@case(model=pointwise, seeds=1)
def irregular_numbers(rng: np.random.Generator) -> Inputs:
    """Draw numbers of both signs, some of them beyond 1."""
    return {"z": 2 * normal(rng, 5, 3)}


@case(model=pointwise, seeds=1)
def large_numbers(_: np.random.Generator) -> Inputs:
    """Give numbers whose exponential overflows."""
    return {"z": np.array([-1000.0, -800.0, -40.0, 40.0, 800.0, 1000.0])}


@case(model=stages, seeds=1)
def sigmoid_stages(rng: np.random.Generator) -> Inputs:
    """Draw a forward pass with a sigmoid."""
    return _stages(draw_batch(rng, SIZES, "mse", "sigmoid"))


@case(model=stages, seeds=1)
def relu_stages_to_tanh(rng: np.random.Generator) -> Inputs:
    """Draw a forward pass whose output has an activation of its own."""
    return _stages(draw_batch(rng, SIZES, "mse", "relu", "tanh"))


@case(model=stages, seeds=1)
def stages_of_one_sample(rng: np.random.Generator) -> Inputs:
    """Draw a forward pass for a batch of one."""
    return _stages(draw_batch(rng, (1, 4, 6, 3), "mse", "tanh"))


@case(model=comparison, seeds=1)
def half_sse(rng: np.random.Generator) -> Inputs:
    """Draw outputs and targets."""
    return _comparison(rng, "half_sse")


@case(model=comparison, seeds=1)
def mse(rng: np.random.Generator) -> Inputs:
    """Draw outputs and targets."""
    return _comparison(rng, "mse")


@case(model=comparison, seeds=1)
def cross_entropy(rng: np.random.Generator) -> Inputs:
    """Draw logits and labels."""
    return _comparison(rng, "cross_entropy")


@case(model=comparison, seeds=1)
def large_logits(_: np.random.Generator) -> Inputs:
    """Give logits whose exponentials overflow, some with a label that gets no probability."""
    out = [[1000.0, 0.0, -1000.0], [1000.5, 1000.0, 999.0], [-1000.0, -1001.0, -999.5], [0.5, 1000.0, -2.0]]
    return {"out": np.array(out), "y": np.array([2, 1, 0, 1]), "kind": "cross_entropy"}


@case(model=network, seeds=1)
def relu_mse(rng: np.random.Generator) -> Inputs:
    """Draw a network."""
    return draw_batch(rng, SIZES, "mse", "relu")


@case(model=network, seeds=1)
def tanh_half_sse(rng: np.random.Generator) -> Inputs:
    """Draw a network."""
    return draw_batch(rng, SIZES, "half_sse", "tanh")


@case(model=network, seeds=1)
def sigmoid_cross_entropy(rng: np.random.Generator) -> Inputs:
    """Draw a classifier."""
    return draw_batch(rng, SIZES, "cross_entropy", "sigmoid")


@case(model=network, seeds=1)
def one_sample(rng: np.random.Generator) -> Inputs:
    """Draw a batch of one."""
    return draw_batch(rng, (1, 4, 6, 3), "mse", "tanh", "sigmoid")


@case(model=network, seeds=1)
def narrow(rng: np.random.Generator) -> Inputs:
    """Draw a network of one hidden unit and one output, and more samples than anywhere else."""
    return draw_batch(rng, (19, 3, 1, 1), "half_sse", "tanh")


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


@case(model=network, seeds=1)
def line(_: np.random.Generator) -> Inputs:
    """Give the first worked example."""
    return {**_line(), "output_activation": "identity"}


@case(model=network, seeds=1)
def plane(_: np.random.Generator) -> Inputs:
    """Give the second worked example."""
    return {**_plane(), "output_activation": "identity"}


@case(model=network, seeds=1)
def textbook(_: np.random.Generator) -> Inputs:
    """Give the textbook derivation's example."""
    return _textbook()


@case(model=descent, seeds=1)
def textbook_step(_: np.random.Generator) -> Inputs:
    """Give the textbook derivation's example before and after a step."""
    return {**_textbook(), "lr": 0.5, "epochs": 2, "batch_size": None}


@case(model=descent, seeds=1)
def line_training(_: np.random.Generator) -> Inputs:
    """Give the first worked example, and a second step to see the loss after the first."""
    return {**_line(), "lr": 0.1, "epochs": 2, "batch_size": None}


@case(model=descent, seeds=1)
def plane_training(_: np.random.Generator) -> Inputs:
    """Give the second worked example's training."""
    return {**_plane(), "lr": 0.01, "epochs": 100, "batch_size": None}


@case(model=descent, seeds=1)
def batches_of_four(rng: np.random.Generator) -> Inputs:
    """Draw ten samples: two batches of four and one of two."""
    batch = draw_batch(rng, (10, 4, 6, 3), "mse", "tanh")
    del batch["output_activation"]
    return {**batch, "lr": 0.1, "epochs": 2, "batch_size": 4}


def _stages(batch: dict[str, Any]) -> Inputs:
    return {name: batch[name] for name in ("X", "params", "activation", "output_activation")}


def _comparison(rng: np.random.Generator, kind: str) -> Inputs:
    samples, _, _, outputs = SIZES
    return {
        "out": 2 * normal(rng, samples, outputs),
        "y": draw_targets(rng, samples, outputs, kind),
        "kind": kind,
    }


def _line() -> dict[str, Any]:
    X = np.linspace(-1.0, 1.0, 10).reshape(10, 1)
    return {"X": X, "y": 2 * X + 3, "params": LINE, "activation": "relu", "kind": "mse"}


def _plane() -> dict[str, Any]:
    X, y = np.array([[1.0, 2.0], [2.0, 3.0], [3.0, 4.0]]), np.array([[1.0], [2.0], [3.0]])
    return {"X": X, "y": y, "params": PLANE, "activation": "relu", "kind": "mse"}


def _textbook() -> dict[str, Any]:
    return {
        "X": np.array([[1.0, 0.5]]),
        "y": np.array([[1.0]]),
        "params": TEXTBOOK,
        "activation": "sigmoid",
        "kind": "half_sse",
        "output_activation": "sigmoid",
    }
