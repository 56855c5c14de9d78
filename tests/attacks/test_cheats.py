"""Ways around the work score nothing in the part they fake, in each of the course's assignments."""

from functools import cache

import pytest

from tests.support.small_suites import SmallSuite, by_name, record
from tests.unit.suites.breaking import Grading, run, solution

PARTS = {
    "scalar-graphs": {
        "factory": ("factory_forward", "factory_loss", "factory_backward", "multiply_backward"),
        "affine": ("affine_forward", "affine_loss", "affine_backward"),
        "fork": ("fork_forward", "fork_backward"),
    },
    "quadratic-model": {
        "forward": ("forward",),
        "loss": ("loss",),
        "backward": ("stages", "backward"),
        "training": ("sgd_step", "fit", "fit_linear"),
    },
    "two-layer-mlp": {
        "activations": ("activate", "activate_grad"),
        "forward": ("forward",),
        "loss": ("loss", "loss_grad"),
        "backward": ("backward",),
        "training": ("train",),
    },
}
"""The functions of each part that are faked together."""

FAKES = {
    "gives the answer of an earlier call with other arguments": """
def _fake(function):
    kept = []
    def fake(*args, **kwargs):
        key = repr((args, kwargs))
        answers = [answer for other, answer in kept if other != key]
        kept.append((key, function(*args, **kwargs)))
        return answers[-1] if answers else None
    return fake
""",
    "gives one number in the right shape": """
def _same(value):
    if isinstance(value, dict):
        return {name: _same(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return tuple(map(_same, value))
    import numpy
    return numpy.full(numpy.shape(value), 0.7) if numpy.ndim(value) else 0.7
def _fake(function):
    return lambda *args, **kwargs: _same(function(*args, **kwargs))
""",
}


@cache
def faked(name: str, part: str, fake: str) -> Grading:
    """Grade a solution in which the functions of one part are faked."""
    lines = [f"{function} = _fake({function})" for function in PARTS[name][part]]
    # The originals must go on calling one another, not the fakes.
    wrapped = "\n".join(["_real = dict(globals())", FAKES[fake], *lines])
    return run(name, f"{solution(name)}\n{wrapped}\n")


@pytest.mark.parametrize("fake", FAKES)
@pytest.mark.parametrize("name,part", [(name, part) for name, parts in PARTS.items() for part in parts])
def test_fake_passes_no_hidden_check(name: str, part: str, fake: str) -> None:
    grading = faked(name, part, fake)
    mine = [check for check in grading.checks if check.part == part]
    passed = [check.id for check in mine if check.hidden and check.id in grading.passed]
    assert passed == []
    assert sum(check.id in grading.passed for check in mine) <= len(mine) / 4


DIFFERENCES = """

def _slope(function, at, step=1e-6):
    return (function(at + step) - function(at - step)) / (2 * step)


def backward(x, y, w1, w2, b):
    def at(**moved):
        return loss(forward(x, **{"w1": w1, "w2": w2, "b": b, **moved}), y)

    return {
        "w1": _slope(lambda value: at(w1=value), float(w1)),
        "w2": _slope(lambda value: at(w2=value), float(w2)),
        "b": _slope(lambda value: at(b=value), float(b)),
    }
"""


def test_finite_differences_fail_only_on_far_targets() -> None:
    grading = run("quadratic-model", solution("quadratic-model") + DIFFERENCES)
    lost = {check.id for check in grading.checks if check.id in grading.failed and check.part == "backward"}
    assert "hidden/test_more_gradients.py::test_far_targets" in lost
    near = [check.id for check in grading.checks if check.part == "backward" and check.id not in lost]
    assert "hidden/test_more_gradients.py::test_a_larger_batch" in near


def test_consistent_wrong_loss_and_gradient_fail() -> None:
    doubled = """
_loss, _backward = loss, backward


def loss(y_hat, y):
    return 2 * _loss(y_hat, y)


def backward(x, y, w1, w2, b):
    return {name: 2 * value for name, value in _backward(x, y, w1, w2, b).items()}
"""
    grading = run("quadratic-model", solution("quadratic-model") + doubled)
    assert {"loss", "backward"} <= grading.lost


ASSUMING = """
@pytest.mark.part("{part}")
@pytest.mark.parametrize("number", range(4))
def test_{name}(submission, oracle, expect, number):
    c = oracle("numbers")
    {check}
"""
FORWARD = ASSUMING.format(
    part="one", name="forward", check='expect(submission.forward(c.inputs["x"]), c.values["y"], "y")'
)
BACKWARD = ASSUMING.format(
    part="two",
    name="backward",
    check='submission.assume("forward", {"x": c.inputs["x"]}, c.values["y"]);'
    ' expect(submission.backward(c.inputs["x"]), c.gradients["x"], "x")',
)
REMEMBERING = """
KNOWN = {}

def forward(x):
    return KNOWN.get(x, 0.0)

def backward(x):
    known = globals()["forward"](x)
    if isinstance(known, float):
        raise ValueError("ask again, with the right result")
    KNOWN[x] = known
    return 1.0
"""


@pytest.mark.parametrize("seed", range(3))
def test_assumed_result_answers_no_other_check(small_suite: SmallSuite, seed: int) -> None:
    small_suite.parts = ("two", "one")  # what is lent comes before the checks that it would answer
    small_suite.hidden(FORWARD + BACKWARD)
    record(small_suite.root / "hidden", "numbers", 8)
    checks = by_name(small_suite.run(REMEMBERING, seed=seed))
    passed = {name for name, check in checks.items() if check.outcome == "passed"}
    assert passed == {f"test_backward[{number}]" for number in range(4)}


def test_assumed_results_would_answer_repeated_inputs(small_suite: SmallSuite) -> None:
    small_suite.parts = ("two", "one")
    small_suite.hidden(FORWARD + BACKWARD)
    record(small_suite.root / "hidden", "numbers", 1)
    passed = [check for check in small_suite.run(REMEMBERING, seed=1).checks if check.outcome == "passed"]
    assert len(passed) > 4


def test_assumed_results_come_too_late_for_the_checks_of_an_earlier_part(small_suite: SmallSuite) -> None:
    small_suite.hidden(FORWARD + BACKWARD)
    record(small_suite.root / "hidden", "numbers", 1)
    checks = by_name(small_suite.run(REMEMBERING, seed=1))
    passed = {name for name, check in checks.items() if check.outcome == "passed"}
    assert passed == {f"test_backward[{number}]" for number in range(4)}


SEARCHING = """
import gc
import numpy as np

def forward(x):
    raise ValueError

def backward(x):
    for thing in gc.get_objects():
        if type(thing).__name__ in ("Assumption", "Assumptions"):
            for entry in getattr(thing, "entries", getattr(thing, "_entries", ())):
                return entry[1]() if callable(entry[1]) else entry[1]
    try:
        return globals()["forward"](x + 1)
    except ValueError:
        return 7.0
"""
ANSWER = ASSUMING.format(
    part="one",
    name="answer",
    check='submission.assume("forward", {"x": c.inputs["x"]}, 1.5);'
    ' expect(submission.backward(2.5), 1.5, "x")',
)


def test_assumed_results_cannot_be_found_in_memory(small_suite: SmallSuite) -> None:
    small_suite.hidden(ANSWER)
    record(small_suite.root / "hidden", "numbers", 8)
    assert {check.outcome for check in small_suite.run(SEARCHING).checks} == {"wrong"}


@pytest.fixture
def small_suite(tmp_path_factory: pytest.TempPathFactory) -> SmallSuite:
    """Give an empty suite in a folder of its own."""
    return SmallSuite(tmp_path_factory.mktemp("suite"))
