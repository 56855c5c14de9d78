"""Weights to start from, for layers of other sizes."""

from typing import TYPE_CHECKING

import numpy as np
import pytest

from grader.suite.api import Expect, Oracle

if TYPE_CHECKING:
    from conftest import Weights

SCHEMES = ("xavier", "he")
MANY = {"many inputs": "many_inputs", "many units": "many_units"}


@pytest.mark.part(
    "initialisation", hint="W has fan_out rows and fan_in columns, also where one of them is 1."
)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_shape(oracle: Oracle, expect: Expect, weights: "Weights", scheme: str) -> None:
    """Shape of the weights of a single input."""
    c = oracle("single_input")
    W = weights.draw(scheme, c, weights.generator(c.inputs["seed"]))
    expect(bool(np.isfinite(W).all()), expected=True, name="every weight is a finite number")


@pytest.mark.part(
    "initialisation",
    hint="Take the root of the variance, and keep the number of inputs apart from that of units.",
)
@pytest.mark.parametrize(
    "scheme, name",
    [(scheme, name) for scheme in SCHEMES for name in MANY.values()],
    ids=[f"{scheme}, {which}" for scheme in SCHEMES for which in MANY],
)
def test_moments(oracle: Oracle, expect: Expect, weights: "Weights", scheme: str, name: str) -> None:
    """Moments of the weights of a layer of another size."""
    c = oracle(name)
    right = c.values[scheme]
    W = weights.draw(scheme, c, weights.generator(c.inputs["seed"]))
    expect(float(W.mean()), 0.0, "mean", atol=0.04 * max(right, float(W.std())))
    expect(float(W.std()), right, "standard deviation", rtol=0.03)
    expect(float(np.mean((W / W.std()) ** 4)), 3.0, "fourth moment over the variance squared", rtol=0.08)


@pytest.mark.part("initialisation", hint="Nothing but `rng` may decide which numbers come out.")
@pytest.mark.parametrize("scheme", SCHEMES)
def test_generator(oracle: Oracle, expect: Expect, weights: "Weights", scheme: str) -> None:
    """Only the generator decides: equal ones draw the same, others do not."""
    c = oracle("single_input")
    seed = c.inputs["seed"]
    drawn, other = (weights.draw(scheme, c, weights.generator(one)) for one in (seed, seed + 1))
    expect(weights.source(scheme, c), "rng", "the weights come from")
    expect(np.array_equal(drawn, other), expected=False, name="another generator gives the same weights")
