"""Cases of the visible suite. CHAIN is the handout's example."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from models import (
    STEADY,
    chain,
    depth,
    deviations,
    draw_layers,
    draw_network,
    network,
    normal,
    passing,
    stack,
)

from grader.oracle import case

Inputs = Mapping[str, Any]

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


@case(model=passing, seeds=1)
def sigmoid_stages(rng: np.random.Generator) -> Inputs:
    """Draw a forward pass through three layers."""
    return _passing(draw_network(rng, N, THREE, "sigmoid"))


@case(model=passing, seeds=1)
def relu_stages(rng: np.random.Generator) -> Inputs:
    """Draw a forward pass through four layers."""
    return _passing(draw_network(rng, N, FOUR, "relu"))


@case(model=passing, seeds=1)
def square_stages(rng: np.random.Generator) -> Inputs:
    """Draw a forward pass through layers of one width."""
    return _passing(draw_network(rng, N, SQUARE, "tanh"))


@case(model=passing, seeds=1)
def stages_of_one_layer(rng: np.random.Generator) -> Inputs:
    """Draw a network of a single layer."""
    return _passing(draw_network(rng, N, (4, 6), "sigmoid"))


@case(model=passing, seeds=1)
def stages_of_twelve(rng: np.random.Generator) -> Inputs:
    """Draw a forward pass through twelve layers."""
    return _passing(draw_network(rng, N, (4, *[5] * 11, 2), "tanh"))


@case(model=network, seeds=1)
def sigmoid_mse(rng: np.random.Generator) -> Inputs:
    """Draw three layers."""
    return draw_network(rng, N, THREE, "sigmoid", "mse", condition=STEADY)


@case(model=network, seeds=1)
def relu_cross_entropy(rng: np.random.Generator) -> Inputs:
    """Draw a classifier of four layers."""
    return draw_network(rng, N, FOUR, "relu", "cross_entropy", condition=STEADY)


@case(model=network, seeds=1)
def square_tanh(rng: np.random.Generator) -> Inputs:
    """Draw layers of one width."""
    return draw_network(rng, N, SQUARE, "tanh", "half_sse", condition=STEADY)


@case(model=network, seeds=1)
def one_layer(rng: np.random.Generator) -> Inputs:
    """Draw a network of a single layer."""
    return draw_network(rng, N, (4, 6), "tanh", "mse", condition=STEADY)


@case(model=network, seeds=1)
def one_sample(rng: np.random.Generator) -> Inputs:
    """Draw a batch of one."""
    return draw_network(rng, 1, THREE, "tanh", "half_sse", condition=STEADY)


@case(model=chain, seeds=1)
def worked_chain(_: np.random.Generator) -> Inputs:
    """Give the handout's example."""
    X, y = np.array([[1.5]]), np.array([[1.0]])
    return {"X": X, "y": y, "layers": CHAIN, "activation": "tanh", "kind": "half_sse"}


@case(model=depth, seeds=1)
def sigmoid_depth(rng: np.random.Generator) -> Inputs:
    """Draw five layers."""
    return draw_network(rng, N, (4, 6, 5, 7, 5, 2), "sigmoid", "mse")


@case(model=depth, seeds=1)
def relu_depth(rng: np.random.Generator) -> Inputs:
    """Draw five layers."""
    return draw_network(rng, N, (4, 6, 5, 7, 5, 2), "relu", "half_sse")


@case(model=depth, seeds=1)
def depth_of_one_layer(rng: np.random.Generator) -> Inputs:
    """Draw a single layer."""
    return draw_network(rng, N, (4, 6), "tanh", "mse")


@case(model=depth, seeds=1)
def twelve_layers(rng: np.random.Generator) -> Inputs:
    """Draw twelve layers, so that gradients of order 1e-7 reach the first."""
    return draw_network(rng, N, (4, *[5] * 11, 2), "sigmoid", "cross_entropy")


@case(model=depth, seeds=1)
def vanished(rng: np.random.Generator) -> Inputs:
    """Draw twenty layers with weights so small that next to nothing reaches the first."""
    return draw_network(rng, N, (4, *[4] * 19, 2), "sigmoid", "mse", scale=1e-4 / 3)


@case(model=deviations, seeds=1)
def wide_weights(rng: np.random.Generator) -> Inputs:
    """Draw a layer with more inputs than units."""
    return {"fan_in": 260, "fan_out": 120, "seed": int(rng.integers(2**31))}


@case(model=deviations, seeds=1)
def narrow_weights(rng: np.random.Generator) -> Inputs:
    """Draw a layer with more units than inputs."""
    return {"fan_in": 90, "fan_out": 350, "seed": int(rng.integers(2**31))}


@case(model=deviations, seeds=1)
def few_weights(rng: np.random.Generator) -> Inputs:
    """Draw a small layer."""
    return {"fan_in": 5, "fan_out": 3, "seed": int(rng.integers(2**31))}


@case(model=deviations, seeds=1)
def weights_of_one_unit(rng: np.random.Generator) -> Inputs:
    """Draw a layer of one unit."""
    return {"fan_in": 6, "fan_out": 1, "seed": int(rng.integers(2**31))}


@case(model=stack, seeds=1)
def two_linear_layers(rng: np.random.Generator) -> Inputs:
    """Draw two layers."""
    return _stack(rng, (4, 6, 5))


@case(model=stack, seeds=1)
def four_linear_layers(rng: np.random.Generator) -> Inputs:
    """Draw four layers."""
    return _stack(rng, FOUR)


@case(model=stack, seeds=1)
def square_linear_layers(rng: np.random.Generator) -> Inputs:
    """Draw three layers of one width."""
    return _stack(rng, SQUARE)


@case(model=stack, seeds=1)
def one_linear_layer(rng: np.random.Generator) -> Inputs:
    """Draw a single layer."""
    return _stack(rng, (4, 6))


@case(model=stack, seeds=1)
def twenty_linear_layers(rng: np.random.Generator) -> Inputs:
    """Draw twenty layers."""
    return _stack(rng, (4, *[5] * 19, 2), scale=1.0)


def _passing(batch: dict[str, Any]) -> Inputs:
    return {name: batch[name] for name in ("X", "layers", "activation")}


def _stack(rng: np.random.Generator, widths: tuple[int, ...], scale: float = 1.5) -> Inputs:
    return {"X": normal(rng, N, widths[0]), "layers": draw_layers(rng, widths, scale)}
