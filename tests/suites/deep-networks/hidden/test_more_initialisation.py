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
def test_shape(oracle: Oracle, weights: "Weights", scheme: str) -> None:
    """Shape of the weights of a single input."""
    weights.expect_finite(scheme, oracle("single_input"))


@pytest.mark.part(
    "initialisation",
    hint="Take the root of the variance, and keep the number of inputs apart from that of units.",
)
@pytest.mark.parametrize(
    "scheme, name",
    [(scheme, name) for scheme in SCHEMES for name in MANY.values()],
    ids=[f"{scheme}, {which}" for scheme in SCHEMES for which in MANY],
)
def test_moments(oracle: Oracle, weights: "Weights", scheme: str, name: str) -> None:
    """Moments of the weights of a layer of another size."""
    weights.expect_moments(scheme, oracle(name))


@pytest.mark.part("initialisation", hint="Nothing but `rng` may decide which numbers come out.")
@pytest.mark.parametrize("scheme", SCHEMES)
def test_generator(oracle: Oracle, expect: Expect, weights: "Weights", scheme: str) -> None:
    """Only the generator decides: equal ones draw the same, others do not."""
    c = oracle("single_input")
    seed = c.inputs["seed"]
    drawn, other = (weights.draw(scheme, c, weights.generator(one)) for one in (seed, seed + 1))
    weights.expect_generator(scheme, c)
    expect(np.array_equal(drawn, other), expected=False, name="another generator gives the same weights")
