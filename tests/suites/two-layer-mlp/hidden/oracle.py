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

from grader.oracle import case

Inputs = Mapping[str, Any]

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


@case(model=stages, seeds=SMALL)
def relu_pass(rng: np.random.Generator) -> Inputs:
    """Draw a forward pass."""
    return _stages(draw_batch(rng, WIDE, "mse", "relu"))


@case(model=stages, seeds=SMALL)
def tanh_pass(rng: np.random.Generator) -> Inputs:
    """Draw a forward pass."""
    return _stages(draw_batch(rng, DEEP, "mse", "tanh"))


@case(model=stages, seeds=SMALL)
def linear_pass_to_sigmoid(rng: np.random.Generator) -> Inputs:
    """Draw a forward pass with an activation at the output only."""
    return _stages(draw_batch(rng, WIDE, "mse", "identity", "sigmoid"))


@case(model=stages, seeds=SMALL)
def sigmoid_pass_to_relu(rng: np.random.Generator) -> Inputs:
    """Draw a forward pass with two activations."""
    return _stages(draw_batch(rng, WIDE, "mse", "sigmoid", "relu"))


@case(model=stages, seeds=SMALL)
def pass_of_one_sample(rng: np.random.Generator) -> Inputs:
    """Draw a forward pass for a batch of one."""
    return _stages(draw_batch(rng, ONE_SAMPLE, "mse", "sigmoid"))


@case(model=stages, seeds=SMALL)
def pass_to_one_output(rng: np.random.Generator) -> Inputs:
    """Draw a forward pass to a single output."""
    return _stages(draw_batch(rng, ONE_OUTPUT, "mse", "relu", "tanh"))


@case(model=stages, seeds=SMALL)
def square_pass(rng: np.random.Generator) -> Inputs:
    """Draw a forward pass where every transpose fits."""
    return _stages(draw_batch(rng, SQUARE, "mse", "tanh"))


@case(model=stages, seeds=SMALL)
def saturated_pass(rng: np.random.Generator) -> Inputs:
    """Draw a forward pass whose inputs are in the hundreds."""
    return _stages({**draw_batch(rng, WIDE, "mse", "sigmoid"), "X": 500 * normal(rng, 7, 3)})


@case(model=comparison, seeds=SMALL)
def half_sse_pairs(rng: np.random.Generator) -> Inputs:
    """Draw outputs and targets."""
    return _comparison(rng, WIDE, "half_sse")


@case(model=comparison, seeds=SMALL)
def mse_pairs(rng: np.random.Generator) -> Inputs:
    """Draw outputs and targets."""
    return _comparison(rng, WIDE, "mse")


@case(model=comparison, seeds=SMALL)
def cross_entropy_rows(rng: np.random.Generator) -> Inputs:
    """Draw logits and labels."""
    return _comparison(rng, WIDE, "cross_entropy")


@case(model=comparison, seeds=SMALL)
def mse_of_one_output(rng: np.random.Generator) -> Inputs:
    """Draw columns, which broadcast against a flat array without an error."""
    return _comparison(rng, ONE_OUTPUT, "mse")


@case(model=comparison, seeds=SMALL)
def cross_entropy_of_one_sample(rng: np.random.Generator) -> Inputs:
    """Draw one row of logits."""
    return _comparison(rng, ONE_SAMPLE, "cross_entropy")


@case(model=comparison, seeds=SMALL)
def square_logits(rng: np.random.Generator) -> Inputs:
    """Draw as many rows as columns, where every axis fits."""
    return _comparison(rng, SQUARE, "cross_entropy")


@case(model=comparison, seeds=SMALL)
def square_pairs(rng: np.random.Generator) -> Inputs:
    """Draw as many rows as columns."""
    return _comparison(rng, SQUARE, "mse")


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


@case(model=comparison, seeds=SMALL)
def half_sse_far_away(rng: np.random.Generator) -> Inputs:
    """Draw targets so far away that finite differences fail."""
    return _comparison(rng, DEEP, "half_sse", FAR)


@case(model=comparison, seeds=SMALL)
def mse_far_away(rng: np.random.Generator) -> Inputs:
    """Draw targets so far away that finite differences fail."""
    return _comparison(rng, DEEP, "mse", FAR)


@case(model=network, seeds=NETWORKS)
def relu_classifier(rng: np.random.Generator) -> Inputs:
    """Draw a classifier."""
    return draw_batch(rng, WIDE, "cross_entropy", "relu")


@case(model=network, seeds=NETWORKS)
def tanh_network(rng: np.random.Generator) -> Inputs:
    """Draw a network."""
    return draw_batch(rng, DEEP, "mse", "tanh")


@case(model=network, seeds=NETWORKS)
def linear_network(rng: np.random.Generator) -> Inputs:
    """Draw a network without any activation."""
    return draw_batch(rng, WIDE, "half_sse", "identity")


@case(model=network, seeds=NETWORKS)
def two_sigmoids(rng: np.random.Generator) -> Inputs:
    """Draw the textbook's kind of network."""
    return draw_batch(rng, WIDE, "half_sse", "sigmoid", "sigmoid")


@case(model=network, seeds=NETWORKS)
def relu_to_tanh(rng: np.random.Generator) -> Inputs:
    """Draw a network with two activations."""
    return draw_batch(rng, DEEP, "mse", "relu", "tanh")


@case(model=network, seeds=NETWORKS)
def tanh_to_relu(rng: np.random.Generator) -> Inputs:
    """Draw a network with two activations."""
    return draw_batch(rng, WIDE, "half_sse", "tanh", "relu")


@case(model=network, seeds=NETWORKS)
def single_sample(rng: np.random.Generator) -> Inputs:
    """Draw a batch of one."""
    return draw_batch(rng, ONE_SAMPLE, "mse", "sigmoid", "tanh")


@case(model=network, seeds=NETWORKS)
def single_output(rng: np.random.Generator) -> Inputs:
    """Draw a network with one output."""
    return draw_batch(rng, ONE_OUTPUT, "mse", "relu")


@case(model=network, seeds=NETWORKS)
def square_network(rng: np.random.Generator) -> Inputs:
    """Draw a network where every transpose fits."""
    return draw_batch(rng, SQUARE, "mse", "tanh", "sigmoid")


@case(model=network, seeds=NETWORKS)
def square_classifier(rng: np.random.Generator) -> Inputs:
    """Draw a classifier where every axis fits."""
    return draw_batch(rng, SQUARE, "cross_entropy", "relu")


@case(model=network, seeds=NETWORKS)
def far_tanh_network(rng: np.random.Generator) -> Inputs:
    """Draw targets so far away that finite differences fail."""
    return draw_batch(rng, WIDE, "mse", "tanh", far=FAR)


@case(model=network, seeds=NETWORKS)
def far_sigmoid_network(rng: np.random.Generator) -> Inputs:
    """Draw targets so far away that finite differences fail."""
    return draw_batch(rng, DEEP, "half_sse", "sigmoid", far=FAR)


@case(model=network, seeds=NETWORKS)
def sure_classifier(rng: np.random.Generator) -> Inputs:
    """Draw a classifier whose logits are in the thousands, with labels in one byte."""
    batch = draw_batch(rng, WIDE, "cross_entropy", "tanh")
    params = {**batch["params"], "W2": 1000 * batch["params"]["W2"]}
    return {**batch, "params": params, "y": batch["y"].astype(np.uint8)}


@case(model=projected, seeds=4)
def hundred_thousand_weights(rng: np.random.Generator) -> Inputs:
    """Draw the numbers that fill a network of 100,009 weights; prime counts keep its rows different."""
    return {
        "sizes": (7, 90, 1000, 9),
        "numbers": normal(rng, 1009),
        "direction": normal(rng, 1013),
        "activation": "tanh",
        "kind": "mse",
    }


@case(model=descent, seeds=TRAININGS)
def relu_descent(rng: np.random.Generator) -> Inputs:
    """Draw ten samples, in batches of four."""
    return _descent(rng, 10, "mse", "relu", batch_size=4)


@case(model=descent, seeds=TRAININGS)
def sigmoid_descent(rng: np.random.Generator) -> Inputs:
    """Draw ten labelled samples, in batches of four."""
    return _descent(rng, 10, "cross_entropy", "sigmoid", batch_size=4)


@case(model=descent, seeds=TRAININGS)
def even_descent(rng: np.random.Generator) -> Inputs:
    """Draw nine samples, in batches of three."""
    return _descent(rng, 9, "half_sse", "tanh", batch_size=3)


@case(model=descent, seeds=TRAININGS)
def whole_descent(rng: np.random.Generator) -> Inputs:
    """Draw samples that make one batch."""
    return _descent(rng, 7, "mse", "tanh", batch_size=None)


@case(model=descent, seeds=TRAININGS)
def oversized_descent(rng: np.random.Generator) -> Inputs:
    """Draw fewer samples than fit into a batch."""
    return _descent(rng, 7, "mse", "sigmoid", batch_size=9)


@case(model=descent, seeds=TRAININGS)
def single_descent(rng: np.random.Generator) -> Inputs:
    """Draw samples that are batches of their own."""
    return _descent(rng, 5, "cross_entropy", "relu", batch_size=1)


def _stages(batch: dict[str, Any]) -> Inputs:
    return {name: batch[name] for name in ("X", "params", "activation", "output_activation")}


def _comparison(
    rng: np.random.Generator, sizes: tuple[int, int, int, int], kind: str, far: float = 0.0
) -> dict[str, Any]:
    samples, _, _, outputs = sizes
    return {
        "out": 2 * normal(rng, samples, outputs),
        "y": draw_targets(rng, samples, outputs, kind, far),
        "kind": kind,
    }


def _descent(
    rng: np.random.Generator, samples: int, kind: str, activation: str, batch_size: int | None
) -> Inputs:
    batch = draw_batch(rng, (samples, 3, 5, 4), kind, activation)
    del batch["output_activation"]
    return {**batch, "lr": 0.05, "epochs": 2, "batch_size": batch_size}
