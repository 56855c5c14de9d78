"""A seed repeats a run: also what a check draws without its oracle, and the order of sets."""

import pytest

from tests.support.small_suites import SmallSuite, by_name

_SUITE = """
import random

def told(rng, submission):
    drawn = [random.random(), float(np.random.rand()), float(rng.random())]
    order = list({f"word {number}" for number in range(20)})
    raise AssertionError(repr([drawn, order, submission.order()]))

@pytest.mark.part("one")
def test_drawn(rng, submission):
    told(rng, submission)

@pytest.mark.part("two")
def test_drawn_by_another(rng, submission):
    told(rng, submission)
"""
_SUBMISSION = """
def order():
    return list({f"text {number}" for number in range(20)})
"""


@pytest.fixture(scope="module")
def messages(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, int, int], str]:
    """What checks drew, by name, seed and number of the run."""
    suite = SmallSuite(tmp_path_factory.mktemp("suite"))
    suite.visible(_SUITE)
    suite.hidden(_SUITE.replace("test_drawn", "test_hidden_drawn"))
    return {
        (name, seed, run): check.message
        for seed, run in ((1, 1), (1, 2), (2, 1))
        for name, check in by_name(suite.run(_SUBMISSION, seed=seed)).items()
    }


@pytest.mark.parametrize("name", ["test_drawn", "test_hidden_drawn"])
def test_same_seed_draws_the_same(messages: dict[tuple[str, int, int], str], name: str) -> None:
    assert messages[name, 1, 1] == messages[name, 1, 2]
    assert "word 1" in messages[name, 1, 1]
    assert "text 1" in messages[name, 1, 1]


def test_another_seed_draws_otherwise_in_hidden_checks_alone(
    messages: dict[tuple[str, int, int], str],
) -> None:
    assert messages["test_hidden_drawn", 1, 1] != messages["test_hidden_drawn", 2, 1]
    assert messages["test_drawn", 1, 1] == messages["test_drawn", 2, 1]


def test_each_check_draws_its_own(messages: dict[tuple[str, int, int], str]) -> None:
    assert messages["test_drawn", 1, 1] != messages["test_drawn_by_another", 1, 1]
