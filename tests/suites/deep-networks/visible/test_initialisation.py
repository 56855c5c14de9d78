"""Weights to start from. Their moments are compared: how they are drawn is up to the student."""

from typing import TYPE_CHECKING

import pytest

from grader.suite.api import Oracle

if TYPE_CHECKING:
    from conftest import Weights

SCHEMES = ("xavier", "he")
MANY = {"more inputs": "wide_weights", "more units": "narrow_weights"}
FEW = {"few": "few_weights", "one unit": "weights_of_one_unit"}


def both(cases: dict[str, str]) -> pytest.MarkDecorator:
    """Try both schemes on some cases, given by what distinguishes them."""
    pairs = [(scheme, name) for scheme in SCHEMES for name in cases.values()]
    ids = [f"{scheme}, {which}" for scheme in SCHEMES for which in cases]
    return pytest.mark.parametrize("scheme, name", pairs, ids=ids)


@pytest.mark.part(
    "initialisation", hint="A row of W belongs to a unit: W has fan_out rows and fan_in columns."
)
@both(FEW)
def test_shape(oracle: Oracle, weights: "Weights", scheme: str, name: str) -> None:
    """Shape of the weights of a small layer."""
    weights.expect_finite(scheme, oracle(name))


@pytest.mark.part(
    "initialisation",
    hint="The variance is the square of the standard deviation; fan_in is the number of inputs, fan_out that "
    "of units. Some thirty thousand weights are drawn, so that chance moves their moments by little.",
)
@both(MANY)
def test_moments(oracle: Oracle, weights: "Weights", scheme: str, name: str) -> None:
    """Moments of many weights."""
    weights.expect_moments(scheme, oracle(name))


@pytest.mark.part(
    "initialisation",
    hint="Call a method of `rng`, such as rng.normal. np.random.normal and np.random.seed use one generator "
    "for the whole program, and np.random.default_rng makes another one.",
)
@both(FEW)
def test_generator(oracle: Oracle, weights: "Weights", scheme: str, name: str) -> None:
    """The generator that is given is the one that is used."""
    weights.expect_generator(scheme, oracle(name))
