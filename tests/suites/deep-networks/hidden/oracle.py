"""Cases of the hidden suite: other depths and widths than the visible ones, and new numbers in each run."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from models import depth, deviations, draw_layers, draw_network, network, normal, passing, stack

from grader.oracle import case

Inputs = Mapping[str, Any]

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


@case(model=passing, seeds=NETWORKS)
def relu_pass(rng: np.random.Generator) -> Inputs:
    """Draw a forward pass through two layers."""
    return _passing(draw_network(rng, N, TWO, "relu"))


@case(model=passing, seeds=NETWORKS)
def tanh_pass(rng: np.random.Generator) -> Inputs:
    """Draw a forward pass through five layers."""
    return _passing(draw_network(rng, N, FIVE, "tanh"))


@case(model=passing, seeds=NETWORKS)
def narrow_pass(rng: np.random.Generator) -> Inputs:
    """Draw a forward pass through layers of one unit."""
    return _passing(draw_network(rng, N, NARROW, "sigmoid"))


@case(model=passing, seeds=NETWORKS)
def linear_pass(rng: np.random.Generator) -> Inputs:
    """Draw a forward pass without any activation, all sizes equal."""
    return _passing(draw_network(rng, 3, SQUARE, "identity"))


@case(model=passing, seeds=NETWORKS)
def pass_of_one_sample(rng: np.random.Generator) -> Inputs:
    """Draw a forward pass for a batch of one."""
    return _passing(draw_network(rng, 1, FIVE, "sigmoid"))


@case(model=passing, seeds=NETWORKS)
def pass_of_one_layer(rng: np.random.Generator) -> Inputs:
    """Draw a network of a single layer."""
    return _passing(draw_network(rng, N, (3, 3), "relu"))


@case(model=passing, seeds=DEEP)
def deep_pass(rng: np.random.Generator) -> Inputs:
    """Draw a forward pass through thirty layers."""
    return _passing(draw_network(rng, 2, (3, *[4] * 29, 3), "tanh"))


@case(model=network, seeds=NETWORKS)
def relu_network(rng: np.random.Generator) -> Inputs:
    """Draw two layers."""
    return draw_network(rng, N, TWO, "relu", "mse")


@case(model=network, seeds=NETWORKS)
def tanh_classifier(rng: np.random.Generator) -> Inputs:
    """Draw a classifier of five layers."""
    return draw_network(rng, N, FIVE, "tanh", "cross_entropy")


@case(model=network, seeds=NETWORKS)
def sigmoid_network(rng: np.random.Generator) -> Inputs:
    """Draw five layers."""
    return draw_network(rng, N, FIVE, "sigmoid", "half_sse")


@case(model=network, seeds=NETWORKS)
def narrow_network(rng: np.random.Generator) -> Inputs:
    """Draw layers of one unit."""
    return draw_network(rng, N, NARROW, "tanh", "mse")


@case(model=network, seeds=NETWORKS)
def linear_network(rng: np.random.Generator) -> Inputs:
    """Draw a network without any activation."""
    return draw_network(rng, N, TWO, "identity", "half_sse")


@case(model=network, seeds=NETWORKS)
def square_network(rng: np.random.Generator) -> Inputs:
    """Draw a network where every transpose fits."""
    return draw_network(rng, 3, SQUARE, "relu", "mse")


@case(model=network, seeds=NETWORKS)
def single_sample(rng: np.random.Generator) -> Inputs:
    """Draw a batch of one."""
    return draw_network(rng, 1, FIVE, "tanh", "mse")


@case(model=network, seeds=NETWORKS)
def single_layer(rng: np.random.Generator) -> Inputs:
    """Draw a classifier of one layer."""
    return draw_network(rng, N, (3, 4), "sigmoid", "cross_entropy")


@case(model=network, seeds=DEEP)
def deep_network(rng: np.random.Generator) -> Inputs:
    """Draw thirty layers."""
    return draw_network(rng, 2, (3, *[4] * 29, 3), "tanh", "half_sse", scale=2.0)


@case(model=depth, seeds=NETWORKS)
def tanh_depth(rng: np.random.Generator) -> Inputs:
    """Draw five layers."""
    return draw_network(rng, N, FIVE, "tanh", "cross_entropy")


@case(model=depth, seeds=NETWORKS)
def shallow_depth(rng: np.random.Generator) -> Inputs:
    """Draw two layers."""
    return draw_network(rng, N, TWO, "sigmoid", "mse")


@case(model=depth, seeds=NETWORKS)
def square_depth(rng: np.random.Generator) -> Inputs:
    """Draw four layers, all sizes equal."""
    return draw_network(rng, 3, SQUARE, "relu", "half_sse")


@case(model=depth, seeds=NETWORKS)
def linear_depth(rng: np.random.Generator) -> Inputs:
    """Draw a network without any activation."""
    return draw_network(rng, N, TWO, "identity", "mse")


@case(model=depth, seeds=NETWORKS)
def no_depth(rng: np.random.Generator) -> Inputs:
    """Draw a single layer."""
    return draw_network(rng, N, (3, 4), "sigmoid", "mse")


@case(model=depth, seeds=DEEP)
def vanishing(rng: np.random.Generator) -> Inputs:
    """Draw thirty layers with small weights."""
    return draw_network(rng, 2, (3, *[3] * 29, 2), "sigmoid", "mse", scale=0.002)


@case(model=depth, seeds=DEEP)
def exploding(rng: np.random.Generator) -> Inputs:
    """Draw thirty layers with large weights."""
    return draw_network(rng, 2, (3, *[3] * 29, 2), "identity", "half_sse", scale=20.0)


@case(model=deviations, seeds=SMALL)
def many_inputs(rng: np.random.Generator) -> Inputs:
    """Draw a layer with many inputs."""
    return {"fan_in": int(rng.integers(300, 350)), "fan_out": 100, "seed": int(rng.integers(2**31))}


@case(model=deviations, seeds=SMALL)
def many_units(rng: np.random.Generator) -> Inputs:
    """Draw a layer with many units."""
    return {"fan_in": 64, "fan_out": int(rng.integers(450, 500)), "seed": int(rng.integers(2**31))}


@case(model=deviations, seeds=SMALL)
def single_input(rng: np.random.Generator) -> Inputs:
    """Draw a layer with one input."""
    return {"fan_in": 1, "fan_out": int(rng.integers(4, 9)), "seed": int(rng.integers(2**31))}


@case(model=stack, seeds=SMALL)
def three_linear_layers(rng: np.random.Generator) -> Inputs:
    """Draw three layers."""
    return _stack(rng, (5, 3, 7, 4))


@case(model=stack, seeds=SMALL)
def six_linear_layers(rng: np.random.Generator) -> Inputs:
    """Draw six layers, some of one unit."""
    return _stack(rng, (3, 5, 1, 4, 6, 2, 1))


@case(model=stack, seeds=SMALL)
def equal_linear_layers(rng: np.random.Generator) -> Inputs:
    """Draw two layers of one width."""
    return _stack(rng, (3, 3, 3))


@case(model=stack, seeds=SMALL)
def lone_linear_layer(rng: np.random.Generator) -> Inputs:
    """Draw a single layer, as wide as its input."""
    return _stack(rng, (3, 3))


@case(model=stack, seeds=DEEP)
def forty_linear_layers(rng: np.random.Generator) -> Inputs:
    """Draw forty layers."""
    return _stack(rng, (3, *[4] * 39, 3), scale=1.0)


def _passing(batch: dict[str, Any]) -> Inputs:
    return {name: batch[name] for name in ("X", "layers", "activation")}


def _stack(rng: np.random.Generator, widths: tuple[int, ...], scale: float = 1.5) -> Inputs:
    return {"X": normal(rng, 4, widths[0]), "layers": draw_layers(rng, widths, scale)}
