"""Weights to start from. Their moments are compared: how they are drawn is up to the student."""

from typing import TYPE_CHECKING

import numpy as np
import pytest

from grader.suite.api import Expect, Oracle

if TYPE_CHECKING:
    from conftest import Weights

SCHEMES = ("xavier", "he")
SHAPES = {"more inputs": "wide_weights", "more units": "narrow_weights"}


@pytest.mark.part(
    "initialisation", hint="A row of W belongs to a unit: W has fan_out rows and fan_in columns."
)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_shape(oracle: Oracle, expect: Expect, weights: "Weights", scheme: str) -> None:
    """Shape of the weights of a layer with five inputs and three units."""
    c = oracle("few_weights")
    W = weights.draw(scheme, c, weights.generator(c.inputs["seed"]))
    expect(bool(np.isfinite(W).all()), expected=True, name="every weight is a finite number")


@pytest.mark.part(
    "initialisation",
    hint="The variance is the square of the standard deviation; fan_in is the number of inputs, fan_out that "
    "of units. Some thirty thousand weights are drawn, so that chance moves their moments by little.",
)
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_moments(oracle: Oracle, expect: Expect, weights: "Weights", scheme: str, shape: str) -> None:
    """Standard deviation and mean of many weights, and whether they are normal."""
    c = oracle(SHAPES[shape])
    right = c.values[scheme]
    W = weights.draw(scheme, c, weights.generator(c.inputs["seed"]))
    expect(float(W.std()), right, "standard deviation", rtol=0.03)
    expect(float(W.mean()), 0.0, "mean", atol=0.04 * right)
    expect(float(np.mean((W / W.std()) ** 4)), 3.0, "fourth moment over the variance squared", rtol=0.08)


@pytest.mark.part(
    "initialisation",
    hint="Call a method of `rng`, such as rng.normal. np.random.normal and np.random.seed use one generator "
    "for the whole program, and np.random.default_rng makes another one.",
)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_generator(oracle: Oracle, expect: Expect, weights: "Weights", scheme: str) -> None:
    """The generator that is given is the one that is used."""
    c = oracle("few_weights")
    seed = c.inputs["seed"]
    weights.seed_the_global_generator(seed)
    rng = weights.generator(seed)
    first, second = (weights.draw(scheme, c, rng) for _ in range(2))
    again = weights.draw(scheme, c, weights.generator(seed))
    found = {
        "the same generator gives the same weights": bool(np.array_equal(again, first)),
        "a second call draws new weights": not np.array_equal(second, first),
        "the global generator is left alone": weights.draw_globally() == np.random.RandomState(seed).random(),
    }
    expect(found, dict.fromkeys(found, True), "what the generators tell")
