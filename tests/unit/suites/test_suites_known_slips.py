"""Slips of public code that were once told wrongly or not at all: each is named, by its recording.

A recording holds how a misconception fails each visible check, which is all that a student's own run compares
with. So no process is started here, and each kind has neighbours that nobody had handed in.
"""

from functools import cache
from typing import Final

import pytest

from grader.diagnosis.misconception_match import KnownMistake, name_mistakes
from grader.diagnosis.recorded_failures import read_known
from grader.model.check import Explanation
from tests.unit.suites.breaking import assignment

GRAPHS: Final = "scalar-graphs"
MODEL: Final = "quadratic-model"
MLP: Final = "two-layer-mlp"
OPTIMIZERS: Final = "optimizers"
DEEP: Final = "deep-networks"

SLIPS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "the gradient is stored over what has arrived, in one operation": tuple(
        (GRAPHS, f"{name}-overwrites") for name in ("exp", "log", "relu", "sigmoid", "tanh", "power")
    )
    + tuple((GRAPHS, f"{names}-overwrite") for names in ("sums", "products", "functions")),
    "an operation on an inner node forgets its operands": tuple(
        (GRAPHS, f"{name}-forgets-its-operand")
        for name in ("exp", "log", "relu", "sigmoid", "tanh", "power", "negation", "number-minus-value")
    )
    + tuple((GRAPHS, f"{name}-forgets-its-operands") for name in ("difference", "product", "quotient")),
    "a ReLU of one's own is open at exactly 0": (
        (GRAPHS, "relu-open-at-zero"),
        (MLP, "gate-open-at-zero"),
        (MLP, "relu-slope-1-at-0"),
    ),
    "a ReLU opens elsewhere": (
        (GRAPHS, "relu-opens-elsewhere"),
        (MLP, "relu-opens-elsewhere"),
        (MLP, "relu-slope-open-elsewhere"),
    ),
    "each arrival passes on all that has gathered": (
        (GRAPHS, "recursion-by-edge"),
        (GRAPHS, "recursion-by-node"),
        (GRAPHS, "no-visited-marks"),
        (GRAPHS, "queue-without-marks"),
    ),
    "a walk in another order": (
        (GRAPHS, "pre-order"),
        (GRAPHS, "breadth-first"),
        (GRAPHS, "order-not-reversed"),
    ),
    "equal values are taken for one node": ((GRAPHS, "equal-values-are-one-node"),),
    "a value stands where its number is due": (
        (GRAPHS, "tanh-rule-of-values"),
        (GRAPHS, "sigmoid-rule-of-values"),
        (GRAPHS, "exp-rule-of-values"),
        (GRAPHS, "values-wrapped-again"),
    ),
    "a derivative is taken at the output": (
        (GRAPHS, "tanh-derivative-at-its-output"),
        (GRAPHS, "sigmoid-derivative-at-its-output"),
        (MLP, "tanh-slope-at-its-output"),
    ),
    "precedence: the 1 is taken off the power": (
        (GRAPHS, "power-one-taken-off-the-power"),
        (GRAPHS, "factory-one-taken-off-the-square"),
        (MODEL, "backward-one-taken-off-the-square"),
    ),
    "a product's gradient is multiplied by its own result or parameter": (
        (GRAPHS, "products-with-their-own-product"),
        (GRAPHS, "affine-product-times-itself"),
        (MODEL, "stages-products-with-themselves"),
    ),
    "another logarithm": (
        (GRAPHS, "log-to-the-base-two"),
        (GRAPHS, "log-to-the-base-ten"),
        (MLP, "cross-entropy-in-bits"),
        (MLP, "cross-entropy-to-the-base-ten"),
    ),
    "a small number inside the logarithm": ((MLP, "epsilon-in-the-logarithm"),),
    "the root of the mean square": ((MODEL, "loss-root"), (MODEL, "loss-norm"), (MLP, "mse-under-a-root")),
    "a variance taken for the mean square": (
        (MODEL, "loss-variance"),
        (MODEL, "loss-square-of-the-mean"),
        (MLP, "mse-value-is-a-variance"),
    ),
    "another number divides the mean square": (
        (MLP, "mse-value-is-a-sum"),
        (MLP, "mse-is-a-sum"),
        (MODEL, "loss-sum"),
        (MODEL, "loss-divided-by-n-minus-one"),
    ),
    "the gradient divided by the data set": (
        (MLP, "gradient-divided-by-the-data-set"),
        (MLP, "step-divided-by-the-batch"),
        (MODEL, "fit-step-divided-by-samples"),
    ),
    "gradients taken anew between two parameters": (
        (MLP, "gradients-recomputed-between-parameters"),
        (MLP, "second-layer-moved-first"),
        (MODEL, "fit-weights-one-after-the-other"),
    ),
    "the sign or the norm of the gradient as the step": (
        (MODEL, "step-along-the-sign"),
        (MODEL, "step-of-a-fixed-length"),
        (MLP, "step-along-the-sign"),
        (MLP, "step-of-a-fixed-length"),
        (OPTIMIZERS, "sgd-normalised-gradient"),
    ),
    "the learning rate applied twice": (
        (MODEL, "step-with-the-learning-rate-twice"),
        (MLP, "learning-rate-twice"),
    ),
    "one mistake in several layers at once": (
        (MLP, "slopes-missing-in-both-layers"),
        (MLP, "biases-missing"),
        (MLP, "weights-gradients-reshaped"),
        (MLP, "slopes-of-the-gradients"),
    ),
    "what is right overflows and warns": ((MLP, "sigmoid-warns"), (MLP, "tanh-warns")),
    "what the caller holds is written into": (
        (MLP, "relu-writes-into-z"),
        (MLP, "difference-written-into-out"),
        (MLP, "parameters-of-the-caller-moved"),
        (MODEL, "forward-squares-in-place"),
        (MODEL, "fit-callers-parameters-in-place"),
        (OPTIMIZERS, "adam-in-place"),
        (DEEP, "layers-popped-off-the-list"),
    ),
    "integers that overflow or cut fractions off": (
        (MODEL, "forward-small-integers-overflow"),
        (MODEL, "fit-of-integers-cut-off"),
        (MODEL, "linear-losses-cut-off"),
        (OPTIMIZERS, "adam-small-integers-overflow"),
        (OPTIMIZERS, "clip-small-integers-overflow"),
    ),
    "numbers rounded to float32": ((MLP, "backward-in-float32"), (MLP, "forward-in-float32")),
    "a sort without marks, and a node listed twice": (
        (GRAPHS, "no-visited-marks-by-edge"),
        (GRAPHS, "queue-without-marks-by-edge"),
    ),
    "a key of another name": ((MLP, "keys-with-a-d"),),
}
"""What went unnoticed, unnamed or untold, each with the entries that name it."""


@cache
def known(name: str) -> tuple[KnownMistake, ...]:
    """The recorded mistakes of an assignment."""
    return tuple(read_known(assignment(name).visible))


def named(name: str, mistake: KnownMistake) -> dict[str, Explanation]:
    """Name a mistake from its recording, as if a student had made it and nothing else."""
    of_part = [one for one in known(name) if one.part == mistake.part]
    return name_mistakes(mistake.signatures, mistake.tried - mistake.signatures.keys(), of_part)


@pytest.mark.parametrize("kind", SLIPS)
def test_slip_is_seen_by_a_visible_check_and_named(kind: str) -> None:
    for name, entry in SLIPS[kind]:
        programs = [one for one in known(name) if one.name == entry]
        assert programs, f"{name} has no entry {entry}"
        for mistake in programs:
            assert mistake.signatures, f"{name}: no visible check sees {entry}"
            why = named(name, mistake)
            assert {one.name for one in why.values()} == {entry}, f"{name}: {entry}"
            assert all(one.certain for one in why.values()) == (len(mistake.signatures) > 1)


@pytest.mark.parametrize(
    "name, slips",
    [
        (GRAPHS, ("recursion-by-edge", "number-minus-value-reversed")),
        (GRAPHS, ("recursion-by-edge", "tanh-not-squared")),
        (GRAPHS, ("exp-derivative-is-its-input", "log-derivative-not-inverted")),
        (GRAPHS, ("sigmoid-derivative-twice", "number-minus-value-reversed")),
        (MODEL, ("step-uphill", "linear-loss-after-the-update")),
    ],
    ids=lambda value: value if isinstance(value, str) else " + ".join(value),
)
def test_certain_slip_is_no_guess_because_of_another_one_beside_it(name: str, slips: tuple[str, str]) -> None:
    one, other = (next(mistake for mistake in known(name) if mistake.name == slip) for slip in slips)
    both = {**other.signatures, **one.signatures}
    of_part = [mistake for mistake in known(name) if mistake.part == one.part]
    why = name_mistakes(both, one.tried - both.keys(), of_part)
    assert {(why[check].name, why[check].certain) for check in one.signatures} == {(one.name, True)}
    alone = other.signatures.keys() - one.signatures.keys()
    assert {(why[check].name, why[check].certain) for check in alone} == {(other.name, len(alone) > 1)}
