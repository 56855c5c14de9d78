"""What the audit of `scalar-graphs` does not show: two slips at once, titles, the handout's numbers.

`grade audit` runs every misconception and variant, and the solution with fifty seeds.
"""

from typing import Final

import pytest

from grader.diagnosis.catalogue import load_catalogue
from grader.model.check import Outcome
from grader.oracle import Recordings
from tests.unit.suites.breaking import assignment, mistaken, run, solution, stub

NAME: Final = "scalar-graphs"

SUITE: Final = assignment(NAME).files.suite
MISTAKES: Final = {entry.name: entry for entry in load_catalogue(SUITE)}

TOGETHER: Final = (
    ("sum-passes-nothing-to-the-right", "product-gradients-not-exchanged"),
    ("tanh-derivative-of-its-input", "factory-loss-halved"),
    ("order-not-reversed", "affine-residual-reversed"),
)
"""Mistakes in the engine, each with one in a part that neither calls the engine nor is called by it."""

DESCRIBED_IN_WORDS = {
    *("graph_chain", "graph_relu_at_zero", "long_chain", "network", "network_far_off"),
    *("many_leaves", "number_int", "number_numpy", "rule_sigmoid_extreme"),
    *("random_everything", "random_everything_twice", "random_sums_and_products"),
}
"""Cases of graphs that are too long for a title, or whose point is not the text."""


def test_the_solution_passes_every_check() -> None:
    result = run(NAME, solution(NAME))
    assert not result.failed
    assert not result.faults


def test_the_stub_passes_no_check() -> None:
    result = run(NAME, stub(NAME))
    assert not result.passed
    assert set(result.failed.values()) == {Outcome.NOT_STARTED}


def test_a_wrong_product_rule_leaves_the_factory_as_a_whole_right() -> None:
    failed = run(NAME, mistaken(NAME, "product-gradients-not-exchanged")).failed
    assert all("multiplication" in check for check in failed), failed


@pytest.mark.parametrize("mistake, other", TOGETHER)
def test_a_mistake_in_the_engine_and_one_elsewhere_cost_their_own_parts_alone(
    mistake: str, other: str
) -> None:
    result = run(NAME, mistaken(NAME, other, mistake))
    assert result.lost == {MISTAKES[other].part, "engine"}
    assert not result.faults


def test_titles_are_unique_and_show_the_text_of_the_graph() -> None:
    checks = run(NAME, solution(NAME)).checks
    one = assignment(NAME)
    folders = {True: Recordings(one.hidden), False: Recordings(one.visible)}
    assert len({check.title for check in checks}) == len(checks)
    elsewise = set()
    for check in checks:
        for case, seed in check.seeds:
            text = folders[check.hidden].load(case).draw(seed).inputs.get("text", "")
            if text not in check.title:
                elsewise.add(case)
    assert elsewise == DESCRIBED_IN_WORDS


def test_the_visible_suite_records_the_numbers_of_the_handout() -> None:
    cases = Recordings(assignment(NAME).visible)
    factory = cases.load("worked_factory").draw(0)
    assert factory.values == {"u": 6, "y": 12, "loss": 4}
    assert factory.gradients == {"y": 4, "v": 24, "u": 8, "w": 16, "x": 24}
    first, second = (cases.load(name).draw(0) for name in ("worked_affine", "worked_affine_with_bias"))
    assert first.values["loss"] == 4
    assert first.gradients == {"r": -4, "y_hat": -4, "z": -4, "b": -4, "w": -8, "x": -4}
    assert second.values["loss"] == 1
    assert second.gradients == dict.fromkeys(("r", "y_hat", "z", "b", "w", "x"), 2)
    here, there = (cases.load(name).draw(0) for name in ("fork_x_greater", "fork_y_greater"))
    wanted = {
        "n": 0.2,
        "d": -0.085413,
        "m": -0.341654,
        "e": 0.2,
        "p": 0.027067,
        "x": -0.168721,
        "y": 0.054134,
    }
    assert {key: round(here.gradients[key], 6) for key in wanted} == wanted
    assert round(here.values["f"], 6) == 0.427067
    assert round(there.values["f"], 6) == 0.805231
    assert (round(there.gradients["x"], 6), round(there.gradients["y"], 6)) == (1.284769, -0.417598)
    graph = cases.load("graph_handout").draw(0)
    assert (graph.gradients["a"], graph.gradients["b"]) == (25, 19)


CONSISTENT: Final = {
    "the factory's stages exchanged, in both functions": (
        ("    y = v * u\n    return u, y\n", "    y = v * u\n    return y, u\n"),
        ("u, y = factory_forward(x, w, v)", "y, u = factory_forward(x, w, v)"),
    ),
    "the fork's nodes as a tuple": (
        ('return {"p": p, "e": e, "n": n, "m": m, "d": d, "f": f}', "return p, e, n, m, d, f"),
        ("v = fork_forward(x, y)", 'v = dict(zip("penmdf", fork_forward(x, y)))'),
    ),
    "the affine model's result alone": (
        ("return z, y_hat", "return y_hat"),
        ("_, y_hat = affine_forward(x, w, b)", "y_hat = affine_forward(x, w, b)"),
    ),
    "a loss without its residual": (
        ("    return r, r**2\n", "    return r**2\n"),
        ("r, _ = affine_loss(y_hat, y)", "r = y_hat - y"),
    ),
}
"""Functions of another form, which what builds on them knows: that is right, though they are wrong."""


@pytest.mark.parametrize("name", CONSISTENT)
def test_a_function_of_another_form_costs_its_own_checks_alone(name: str) -> None:
    source = solution(NAME)
    for old, new in CONSISTENT[name]:
        assert source.count(old) == 1, old
        source = source.replace(old, new)
    failed = run(NAME, source).failed
    assert failed
    assert not any("gradient" in check for check in failed), failed
