"""Random numbers of a check that do not come from its oracle: the same whenever it runs with one seed."""

import hashlib
import random
from typing import Final

import numpy as np

__all__ = ["draw_generator", "seed_shared_generators"]

_LEGACY_SEEDS: Final = 2**32


def seed_shared_generators(text: str) -> None:
    """Seed the generators that modules share, those of `random` and of `numpy.random`.

    Args:
        text: What the seeds are made from.
    """
    random.seed(text)
    np.random.seed(_number(text) % _LEGACY_SEEDS)  # noqa: NPY002  # what a suite may use is seeded, whatever it is


def draw_generator(text: str) -> np.random.Generator:
    """Make a generator of a check's own.

    Args:
        text: What its seed is made from.
    """
    return np.random.default_rng(_number(text))


def _number(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode("utf-8")).digest())
