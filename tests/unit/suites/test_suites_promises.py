"""What each stub promises is kept by visible checks: a program that breaks a promise fails one."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import pytest

from grader.authoring.audit.promises import find_unkept_promises, load_promises
from grader.course import load_course
from grader.diagnosis.recorded_failures import read_known
from grader.grading.grade import suite_job
from grader.suite.jobs import Trial
from grader.suite.trials import run_trials
from tests.support.shared_runner import sharing_a_runner
from tests.unit.suites.breaking import ROOT, assignment, solution, stub

ASSIGNMENTS: Final = [one.name for one in load_course(ROOT).assignments]
SORTED: Final = """

def _topological_order(root):
    order = []
    stack = [(root, False)]
    while stack:
        node, ready = stack.pop()
        if ready:
            order.append(node)
        else:
            stack.append((node, True))
            stack.extend((source, False) for source, _ in node.inputs)
    return order
"""
"""Every way to a node is walked: a sort that marks nothing."""
FITTED: Final = """


def fit(x, y, params, lr, epochs):
    params, losses = dict(params), np.zeros((epochs, len(x)))
    for epoch in range(epochs):
        for i in range(len(x)):
            slopes = {"w1": x[i] ** 2, "w2": x[i], "b": 1.0}
            r = sum(params[name] * slope for name, slope in slopes.items()) - y[i]
            losses[epoch, i] = r**2
            params = {name: value - lr * 2 * r * slopes[name] for name, value in params.items()}
    return params, losses
"""
"""A training that squares a sample in the type in which it came."""
SINGLES: Final = """

import functools


def _single(value):
    if isinstance(value, dict):
        return {name: _single(one) for name, one in value.items()}
    return np.asarray(value, dtype=np.float32).astype(np.float64)[()]


def _singly(function):
    return functools.wraps(function)(lambda *args, **kwargs: _single(function(*args, **kwargs)))
"""
"""A function whose results have the digits of float32."""

Edits = Sequence[tuple[str, str]] | str
BROKEN: Final[dict[str, dict[str, tuple[Edits, str]]]] = {
    "scalar-graphs": {
        "NumPy scalars are no operands": (
            [
                (
                    "return operand if isinstance(operand, Value) else Value(operand)",
                    "return Value(operand) if type(operand) in (int, float) else operand",
                )
            ],
            "test_engine.py::test_numpy_numbers",
        ),
        "integers of NumPy are no operands": (
            [
                (
                    "return operand if isinstance(operand, Value) else Value(operand)",
                    "return Value(operand) if isinstance(operand, int | float) else operand",
                )
            ],
            "test_engine.py::test_numpy_numbers",
        ),
        "integers are no operands": (
            [
                (
                    "return operand if isinstance(operand, Value) else Value(operand)",
                    "return Value(operand) if isinstance(operand, float) else operand",
                )
            ],
            "test_engine.py::test_plain_number_on_the_left[y = (3 + x) * c]",
        ),
        "x ** 0 is not differentiated": (
            [
                (
                    "return _computed(self.data**exponent, (self, exponent * self.data ** (exponent - 1)))",
                    (
                        "return _computed(self.data**exponent, "
                        "(self, exponent * self.data ** (exponent - 1) if exponent else 1.0))"
                    ),
                )
            ],
            "test_engine.py::test_power_zero",
        ),
        "an exponent is taken for an integer": (
            [("exponent = float(exponent)", "exponent = int(exponent)")],
            "test_engine.py::test_power_zero",
        ),
        "a sort without a visited set": (SORTED, "test_engine.py::test_shared_inner_nodes"),
        "relu is open at 0": (
            [("1.0 if self.data > 0 else 0.0", "1.0 if self.data >= 0 else 0.0")],
            "test_engine.py::test_relu_at_zero",
        ),
        "the sigmoid overflows": (
            [("small = math.exp(-abs(self.data))\n", "return _computed(1 / (1 + math.exp(-self.data)))\n")],
            "test_engine.py::test_sigmoid_of_large_numbers",
        ),
    },
    "quadratic-model": {
        "no epoch is none at all": (
            [("    return params, losses\n", "    assert epochs\n    return params, losses\n")],
            "test_training.py::test_no_epoch",
        ),
        "predictions in float32": (
            f"{SINGLES}\nforward = _singly(forward)\n",
            "test_forward.py::test_a_batch_of_five",
        ),
        "gradients in float32": (
            f"{SINGLES}\nbackward = _singly(backward)\n",
            "test_backward.py::test_a_batch_of_five",
        ),
        "predictions for integers of eight bits": (
            [("    x = np.asarray(x, dtype=np.float64)\n    return w1", "    return w1")],
            "test_forward.py::test_a_batch_of_small_integers",
        ),
        "gradients for integers of eight bits": (
            [("    x = np.asarray(x, dtype=np.float64)\n    dy_hat", "    dy_hat")],
            "test_backward.py::test_small_integers",
        ),
        "a fit to integers of eight bits": (FITTED, "test_training.py::test_an_epoch_of_small_integers"),
    },
    "two-layer-mlp": {
        "a plain sigmoid": (
            [("np.exp(-np.logaddexp(0.0, np.negative(z)))", "1 / (1 + np.exp(-z))")],
            "test_activations.py::test_large_numbers[sigmoid]",
        ),
        "tanh of two exponentials": (
            [("return np.tanh(z)", "return 1 - 2 / (np.exp(2 * z) + 1)")],
            "test_activations.py::test_large_numbers[tanh]",
        ),
        "a warning of one's own": (
            [("return np.tanh(z)", "import warnings; warnings.warn('large'); return np.tanh(z)")],
            "test_activations.py::test_large_numbers[tanh]",
        ),
        "the identity is the caller's own array, written into": (
            [("return np.array(z, dtype=np.float64)", "z += 0.5; z -= 0.25; return z - 0.25")],
            "test_activations.py::test_values[identity]",
        ),
        "an array without axes": (
            [("return np.maximum(z, 0.0)", "a = np.zeros(len(z)); a = np.maximum(z, 0.0); return a")],
            "test_activations.py::test_numbers[relu]",
        ),
        "a number without a shape": (
            [("return np.tanh(z)", "return np.tanh(z).reshape(z.shape)")],
            "test_activations.py::test_numbers[tanh]",
        ),
        "a mask of one's own, open at 0": (
            [
                (
                    'dz1 = dh * activate_grad(stages["z1"], activation)',
                    (
                        'dz1 = dh * ((stages["h"] >= 0) if activation == "relu" else '
                        'activate_grad(stages["z1"], activation))'
                    ),
                )
            ],
            "test_backward.py::test_relu_at_zero",
        ),
        "the output's mask is open at 0": (
            [
                (
                    'dz2 = dout * activate_grad(stages["z2"], output_activation)',
                    (
                        'dz2 = dout * ((stages["z2"] >= 0) if output_activation == "relu" else '
                        'activate_grad(stages["z2"], output_activation))'
                    ),
                )
            ],
            "test_backward.py::test_relu_at_zero",
        ),
        "forward takes any other name for a tanh": (
            [
                (
                    "h = activate(z1, activation)",
                    'h = activate(z1, "tanh" if activation == "swish" else activation)',
                ),
            ],
            "test_forward.py::test_unknown_names",
        ),
        "backward takes any other name for the mse": (
            [
                (
                    'dout = loss_grad(stages["out"], y, kind)',
                    'dout = loss_grad(stages["out"], y, "mse" if kind == "hinge" else kind)',
                )
            ],
            "test_backward.py::test_unknown_names",
        ),
        "one output loses its axis": (
            [("return 2 * (out - y) / out.size", "return 2 * (out - y).squeeze() / out.size")],
            "test_loss.py::test_derivatives[mse, one output]",
        ),
        "one hidden unit loses its axis": (
            [('"W1": dz1.T @ X', '"W1": (dz1.T @ X).squeeze()')],
            "test_backward.py::test_narrow_network",
        ),
        "no more than 16 samples": (
            [("dh = dz2 @ params", "dh = np.vstack([dz2[:16], 0 * dz2[16:]]) @ params")],
            "test_backward.py::test_narrow_network",
        ),
        "gradients in float32": (
            f"{SINGLES}\nbackward = _singly(backward)\n",
            "test_backward.py::test_narrow_network",
        ),
        "no epoch fails": (
            [("    return params, np.array(losses)\n", "    return params, np.stack(losses)\n")],
            "test_training.py::test_no_epoch",
        ),
    },
}
"""Programs that keep all promises but one, and the visible check that fails them."""


def _checks(name: str) -> set[str]:
    """Ids of the visible checks that known mistakes were tried on, which are all."""
    return {check for known in read_known(assignment(name).visible) for check in known.tried}


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_every_promise_names_visible_checks_that_fail_some_known_mistake(name: str) -> None:
    promises, failing = load_promises(assignment(name).files.suite), set[str]()
    assert find_unkept_promises(stub(name), promises, _checks(name)) == []
    for known in read_known(assignment(name).visible):
        failing |= {check.removeprefix("visible/").partition("[")[0] for check in known.signatures}
    assert {check for promise in promises for check in promise.checks} <= failing


@pytest.mark.parametrize("name", BROKEN)
def test_program_that_breaks_one_promise_fails_the_visible_check_that_keeps_it(name: str) -> None:
    job = suite_job(assignment(name))
    visible = replace(job, folders=tuple(folder for folder in job.folders if not folder.hidden))
    ids = _checks(name)
    trials = [
        Trial(name=words, source=_broken(name, edits), checks=_named(check, ids))
        for words, (edits, check) in BROKEN[name].items()
    ]
    with sharing_a_runner():
        results = run_trials(visible, trials).results
    assert [one.name for one in results if not one.lost] == []
    assert len(results) == len(trials)


def _named(check: str, ids: set[str]) -> tuple[str, ...]:
    """Give the ids of a check: one, or one for each of its cases."""
    found = tuple(sorted(one for one in ids if f"visible/{check}" in (one, one.partition("[")[0])))
    assert found, check
    return found


def _broken(name: str, edits: Edits) -> str:
    source = solution(name)
    if isinstance(edits, str):
        return source + edits
    for old, new in edits:
        assert source.count(old) == 1, old
        source = source.replace(old, new)
    return source
