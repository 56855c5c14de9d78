"""How the author of an oracle describes a case: inputs drawn from a seed, and a model of what is right."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

import numpy as np

__all__ = ["HIDDEN_SEEDS", "Model", "OracleCase", "Tape", "case"]

HIDDEN_SEEDS: Final = 64
"""How many seeds are recorded for a case of a hidden suite, unless it says otherwise."""


class Tape(Protocol):
    """What a model tells about the quantities it computes."""

    def watch(self, name: str, value: Any, formula: str = "") -> Any:
        """Record a quantity's value and the gradient of the model's result with respect to it.

        Args:
            name: The quantity's name, unique in the model, such as `z1`.
            value: An input as a number or array, or a tensor computed from watched ones.
            formula: How drawings of the graph say it is computed, such as `X @ W1.T + b1`; not needed for
                a single operation on watched quantities.

        Returns:
            The tensor to go on computing with.
        """

    def keep(self, name: str, value: Any, formula: str = "") -> None:
        """Record a value without a gradient.

        Args:
            name: The value's name; a tensor computed from watched ones is drawn in the graph under it.
            value: A tensor, array, number, or a list, tuple or dict of these.
            formula: As for `watch`.
        """


Model = Callable[..., Any]
"""Called as `model(tape, **inputs)`; returns the scalar tensor to differentiate, or None for no gradients."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OracleCase:
    """One case of an oracle: a pure function of its name and a seed.

    Attributes:
        name: The case's name, unique in its suite.
        draw: Draws the inputs, by name, from a generator.
        model: Computes what is right from the inputs.
        seeds: How many seeds are recorded: 0 to `seeds - 1`.
    """

    name: str
    draw: Callable[[np.random.Generator], Mapping[str, Any]]
    model: Model
    seeds: int

    def inputs(self, seed: int) -> dict[str, Any]:
        """Draw the inputs for `seed`; the same seed always gives the same inputs."""
        words = [*self.name.encode("utf-8"), seed]
        return dict(self.draw(np.random.default_rng(words)))


def case(
    *, model: Model, seeds: int = HIDDEN_SEEDS
) -> Callable[[Callable[[np.random.Generator], Mapping[str, Any]]], OracleCase]:
    """Make a case of a function that draws its inputs; the function's name is the case's.

    Args:
        model: Computes what is right from the inputs.
        seeds: How many seeds to record; 1 where the inputs are fixed.
    """

    def decorate(draw: Callable[[np.random.Generator], Mapping[str, Any]]) -> OracleCase:
        return OracleCase(name=draw.__name__, draw=draw, model=model, seeds=seeds)

    return decorate
