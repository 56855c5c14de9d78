from collections.abc import Mapping
from typing import Any

import numpy as np

from grader.oracle import OracleCase, Tape, case, irregular, normal
from grader.oracle.cases import HIDDEN_SEEDS


def nothing(tape: Tape, **_: object) -> None:
    """A model that computes nothing."""
    tape.keep("nothing", None)


@case(model=nothing)
def some_numbers(rng: np.random.Generator) -> Mapping[str, Any]:
    """Five numbers."""
    return {"x": rng.normal(size=5)}


def named(name: str) -> OracleCase:
    """The same draw under another name."""
    return OracleCase(name=name, draw=some_numbers.draw, model=nothing, seeds=1)


def test_case_takes_name_and_default_seeds() -> None:
    assert (some_numbers.name, some_numbers.seeds, some_numbers.model) == ("some_numbers", 64, nothing)
    assert HIDDEN_SEEDS == 64


def test_equal_seeds_draw_equal_inputs() -> None:
    np.random.seed(1)  # noqa: NPY002  # the state of the machine must not matter
    first = some_numbers.inputs(3)
    np.random.seed(2)  # noqa: NPY002  # as above
    some_numbers.inputs(4)

    assert first["x"].tolist() == some_numbers.inputs(3)["x"].tolist()


def test_other_seed_or_name_draws_other_inputs() -> None:
    names = ["relu_mse", "relu_mse_", "relu_ms", "tanh_mse", "ünïcode", "案例"]
    drawn = {tuple(named(name).inputs(seed)["x"]) for name in names for seed in range(10)}

    assert len(drawn) == len(names) * 10


def test_drawn_numbers_have_both_signs_and_stay_away_from_0() -> None:
    rng = np.random.default_rng(3)
    drawn = {0.05: normal(rng, 50, 3), 0.3: irregular(rng, (50, 3)), 2.0: irregular(rng, (50, 3), 2.0, 3.0)}

    for least, numbers in drawn.items():
        assert numbers.shape == (50, 3)
        assert np.abs(numbers).min() >= least
        assert min((numbers > 0).mean(), (numbers < 0).mean()) > 0.3
        assert (numbers == numbers.round(3)).all()
    assert irregular(rng, ()).shape == ()
