"""Cases of the visible suite: the worked example of the handout, and small irregular functions."""

from collections.abc import Mapping
from typing import Any

import models
import numpy as np

from grader.oracle import case


@case(model=models.worked_example, seeds=1)
def worked_example(_: np.random.Generator) -> Mapping[str, Any]:
    """The cross-entropy of three logits, which the handout checks."""
    return {"kind": "cross_entropy", "given": {"label": 1}, "x": np.array([2.0, 1.0, -1.0])}


@case(model=models.lent, seeds=2)
def one_number(rng: np.random.Generator) -> Mapping[str, Any]:
    """A polynomial of a number, with a step so large that differences show what is computed."""
    return models.cubic(rng, (), h=0.125)


@case(model=models.lent, seeds=1)
def three_by_four(rng: np.random.Generator) -> Mapping[str, Any]:
    """A polynomial of a matrix, with a large step."""
    return models.cubic(rng, (3, 4), h=0.125)


@case(model=models.lent, seeds=1)
def five_entries(rng: np.random.Generator) -> Mapping[str, Any]:
    """A polynomial of a vector, with the step that the stub gives."""
    return models.cubic(rng, (5,))


@case(model=models.lent, seeds=1)
def four_integers(rng: np.random.Generator) -> Mapping[str, Any]:
    """A polynomial at integers."""
    return models.cubic(rng, (4,), h=0.125, integers=True)


@case(model=models.compared, seeds=2)
def some_pairs(rng: np.random.Generator) -> Mapping[str, Any]:
    """Numbers from a billionth to hundreds, in pairs."""
    return models.pair(rng, (3, 4))


@case(model=models.lent, seeds=1)
def sum_with_zeros(rng: np.random.Generator) -> Mapping[str, Any]:
    """A sum with weights, two of them 0."""
    return models.weighted_sum(rng, (3, 4), zeros=2)


@case(model=models.lent, seeds=1)
def product_with_a_zero(rng: np.random.Generator) -> Mapping[str, Any]:
    """A product whose gradient is 0 at all entries but one."""
    return models.product(rng, (5,))


@case(model=models.lent, seeds=1)
def softmax_of_rows(rng: np.random.Generator) -> Mapping[str, Any]:
    """Cross-entropies of four rows, one of which does not count."""
    return models.softmax(rng, 4, 3)


@case(model=models.lent, seeds=1)
def two_layers(rng: np.random.Generator) -> Mapping[str, Any]:
    """A network with a unit that is never active."""
    return models.network(rng, 5, 3, 4, 2)


@case(model=models.lent, seeds=1)
def a_thousand(rng: np.random.Generator) -> Mapping[str, Any]:
    """A sum of a thousand entries, and which of them is claimed wrongly."""
    one = models.weighted_sum(rng, (25, 40))
    place = models.places(rng, (25, 40), 1)
    one["given"]["c"][tuple(place[0])] = 1.037
    return {**one, "wrong": place}


@case(model=models.lent, seeds=1)
def small_slopes(rng: np.random.Generator) -> Mapping[str, Any]:
    """A sum with two weights of a ten-thousandth, and which they are."""
    one = models.weighted_sum(rng, (3, 4))
    wrong = models.places(rng, (3, 4), 2)
    for index, weight in zip(wrong, (1.2e-4, -0.9e-4), strict=True):
        one["given"]["c"][tuple(index)] = weight
    return {**one, "wrong": wrong}


@case(model=models.lent, seeds=1)
def thresholds(rng: np.random.Generator) -> Mapping[str, Any]:
    """A claim that is nearly wrong, or hardly right, at every entry."""
    return models.thresholds(rng, (4, 5))


@case(model=models.lent, seeds=1)
def flat_places(rng: np.random.Generator) -> Mapping[str, Any]:
    """A polynomial that is level at half of the entries."""
    return models.flat(rng, (2, 4))
