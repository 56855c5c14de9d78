"""Cases of the hidden suite: other shapes and sizes, drawn anew for each run."""

from collections.abc import Mapping
from typing import Any

import models
import numpy as np

from grader.oracle import case

FEW = 24
"""Seeds of cases whose inputs are large."""


@case(model=models.lent)
def another_number(rng: np.random.Generator) -> Mapping[str, Any]:
    """A polynomial of a number."""
    return models.cubic(rng, (), h=0.0625)


@case(model=models.lent)
def whole_number(rng: np.random.Generator) -> Mapping[str, Any]:
    """A polynomial at an integer."""
    one = models.cubic(rng, (1,), h=0.0625, integers=True)
    return {
        **one,
        "x": int(one["x"][0]),
        "given": {name: float(value[0]) for name, value in one["given"].items()},
    }


@case(model=models.lent)
def one_entry(rng: np.random.Generator) -> Mapping[str, Any]:
    """A polynomial of a matrix with a single entry."""
    return models.cubic(rng, (1, 1), h=0.0625)


@case(model=models.lent)
def three_axes(rng: np.random.Generator) -> Mapping[str, Any]:
    """A polynomial of an array with three axes."""
    return models.cubic(rng, (2, 3, 2), h=0.0625)


@case(model=models.lent)
def square(rng: np.random.Generator) -> Mapping[str, Any]:
    """A polynomial of a square matrix."""
    return models.cubic(rng, (3, 3), h=0.0625)


@case(model=models.lent)
def integers_in_a_matrix(rng: np.random.Generator) -> Mapping[str, Any]:
    """A polynomial at a matrix of integers."""
    return models.cubic(rng, (2, 3), h=0.0625, integers=True)


@case(model=models.lent)
def six_entries(rng: np.random.Generator) -> Mapping[str, Any]:
    """A polynomial of a row, with the step that the stub gives."""
    return models.cubic(rng, (1, 6))


@case(model=models.compared)
def more_pairs(rng: np.random.Generator) -> Mapping[str, Any]:
    """Numbers of very different magnitudes, in pairs."""
    return models.pair(rng, (2, 3, 3))


@case(model=models.compared)
def row_of_pairs(rng: np.random.Generator) -> Mapping[str, Any]:
    """A row of pairs."""
    return models.pair(rng, (9,))


@case(model=models.lent)
def longer_sum(rng: np.random.Generator) -> Mapping[str, Any]:
    """A sum of sixteen entries, three of which do not count."""
    return models.weighted_sum(rng, (2, 4, 2), zeros=3)


@case(model=models.lent)
def longer_product(rng: np.random.Generator) -> Mapping[str, Any]:
    """A product of a matrix, one of whose entries is 0."""
    return models.product(rng, (2, 3))


@case(model=models.lent)
def more_logits(rng: np.random.Generator) -> Mapping[str, Any]:
    """Cross-entropies of three rows of five."""
    return models.softmax(rng, 3, 5)


@case(model=models.lent, seeds=FEW)
def wider_layers(rng: np.random.Generator) -> Mapping[str, Any]:
    """A network whose layers have other sizes."""
    return models.network(rng, 4, 5, 3, 3)


@case(model=models.lent, seeds=8)
def another_thousand(rng: np.random.Generator) -> Mapping[str, Any]:
    """A sum of a thousand entries in a row, and which of them is claimed wrongly."""
    one = models.weighted_sum(rng, (1000,))
    place = models.places(rng, (1000,), 1)
    one["given"]["c"][tuple(place[0])] = round(rng.uniform(0.9, 1.1), 3)
    return {**one, "wrong": place}


@case(model=models.lent)
def small_slopes_in_a_row(rng: np.random.Generator) -> Mapping[str, Any]:
    """A sum with a small weight, and which it is."""
    one = models.weighted_sum(rng, (7,))
    wrong = models.places(rng, (7,), 1)
    one["given"]["c"][tuple(wrong[0])] = round(rng.uniform(0.8e-4, 1.2e-4), 6) * rng.choice([-1.0, 1.0])
    return {**one, "wrong": wrong}


@case(model=models.lent)
def other_tolerances(rng: np.random.Generator) -> Mapping[str, Any]:
    """A claim that is nearly wrong, or hardly right, at every entry."""
    return models.thresholds(rng, (3, 2, 3))


@case(model=models.lent)
def square_with_wrong_entries(rng: np.random.Generator) -> Mapping[str, Any]:
    """A sum over a square matrix, and which entries are claimed wrongly."""
    one = models.weighted_sum(rng, (4, 4), zeros=2)
    return {**one, "wrong": models.places(rng, (4, 4), 5)}


@case(model=models.lent)
def flat_row(rng: np.random.Generator) -> Mapping[str, Any]:
    """A polynomial of a row that is level at half of the entries."""
    return models.flat(rng, (6,))
