"""Failures of checks made by hand, for tests of what is said of them."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from grader.diagnosis.failure_signature import FailureSignature, snapshot
from grader.diagnosis.misconception_match import KnownMistake
from grader.oracle import Case

__all__ = ["failure", "known", "raising"]

Values = Mapping[str, Any]


def failure(
    check: str, actual: Values, expected: Values, *, gradients: Values | None = None, **inputs: Any
) -> FailureSignature:
    """A check of part `one` that compared some values, in this order; `gradients` are those of its case."""
    came = {name: snapshot(value) for name, value in actual.items()}
    right = {name: snapshot(value) for name, value in expected.items()}
    return FailureSignature(
        check=check,
        part="one",
        names=tuple(came),
        actual=tuple(came.values()),
        expected=tuple(right.values()),
        wrong=tuple(not _agree(came[name], right[name]) for name in came),
        case=Case(name="case", seed=0, inputs=inputs, values={}, gradients=gradients or {}),
    )


def raising(check: str, exception: str) -> FailureSignature:
    """A check of part `one` that ended with an exception."""
    return FailureSignature(check=check, part="one", exception=exception)


def known(name: str, *signatures: FailureSignature, tried: str = "a b c d") -> KnownMistake:
    """A mistake in part `one`, how checks fail with it, and which were tried."""
    return KnownMistake(
        name=name,
        part="one",
        text=f"Advice on {name}.",
        see=f"handout.md#{name}",
        signatures={one.check: one for one in signatures},
        tried=frozenset(tried.split()),
    )


def _agree(one: Any, other: Any) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return bool(np.all(one == other)) and type(one) is type(other)
    return one.shape == other.shape and bool(np.allclose(one, other))
