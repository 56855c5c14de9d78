"""What each stub promises is kept by visible checks: a program that breaks a promise fails one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import pytest

from grader.authoring.audit.promises import find_unkept_promises, load_promises
from grader.course import load_course
from grader.diagnosis.catalogue import load_catalogue
from grader.diagnosis.recorded_failures import read_known
from grader.grading.grade import suite_job
from grader.suite.jobs import Trial
from grader.suite.trials import run_trials
from tests.support.shared_runner import sharing_a_runner
from tests.unit.suites.breaking import ROOT, assignment, mistaken, solution, stub

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
    if isinstance(value, (list, tuple)):
        return type(value)(_single(one) for one in value)
    return np.asarray(value, dtype=np.float32).astype(np.float64)[()]


def _singly(function):
    return functools.wraps(function)(lambda *args, **kwargs: _single(function(*args, **kwargs)))
"""
"""A function whose results have the digits of float32."""

IN_SINGLES: Final[dict[str, dict[str, str]]] = {
    "quadratic-model": {
        "forward": "test_forward.py::test_a_batch_of_five",
        "loss": "test_loss.py::test_a_batch_of_integers",
        "stages": "test_backward.py::test_stages_of_another_sample",
        "backward": "test_backward.py::test_a_batch_of_five",
        "sgd_step": "test_training.py::test_one_step",
        "fit": "test_training.py::test_the_first_epoch",
        "fit_linear": "test_training.py::test_a_linear_model",
    },
    "two-layer-mlp": {
        "activate": "test_activations.py::test_values[tanh]",
        "activate_grad": "test_activations.py::test_derivatives[tanh]",
        "forward": "test_forward.py::test_narrow_network",
        "loss": "test_loss.py::test_values[mse]",
        "loss_grad": "test_loss.py::test_derivatives[mse]",
        "backward": "test_backward.py::test_narrow_network",
        "train": "test_training.py::test_parameters",
    },
    "optimizers": {
        "SGD.step": "test_sgd.py::test_a_learning_rate_that_changes",
        "RMSProp.step": "test_adaptive.py::test_a_learning_rate_that_changes[RMSProp]",
        "Adam.step": "test_adaptive.py::test_a_learning_rate_that_changes[Adam]",
        "clip_by_global_norm": "test_clipping.py::test_too_long[of mixed shapes]",
        "warmup_cosine": "test_training.py::test_schedule[of twenty steps]",
        "fit": "test_training.py::test_fit[a network]",
    },
    "deep-networks": {
        "forward": "test_layers.py::test_stages_of_one_layer",
        "backward": "test_layers.py::test_gradients_for_one_sample",
        "gradient_norms": "test_depth.py::test_norms[sigmoid, mse]",
        "mean_slopes": "test_depth.py::test_slopes[sigmoid]",
        "collapse": "test_collapse.py::test_one_layer_for_many[two layers]",
    },
}
"""Functions that the stubs promise in float64, and the visible check that fails one with float32's digits."""

EACH_BY_ITSELF: Final = """

def _backward(self):
    order = _topological_order(self)
    for node in order:
        moved = {node: 1.0}
        for one in order:
            if one is not node:
                moved[one] = sum(moved.get(source, 0.0) * slope for source, slope in one.inputs)
        node.grad += moved[self]


Value.backward = _backward
"""
"""An engine that goes through the whole graph for each node."""

Edits = Sequence[tuple[str, str]] | str
DIFFERENCES: Final[dict[str, tuple[str, tuple[str, ...], Sequence[tuple[str, str]], str]]] = {
    "of the factory": (
        "scalar-graphs",
        ("factory-by-differences",),
        [],
        "test_factory.py::test_gradients_of_the_factory[a target in the millions]",
    ),
    "of the affine model": (
        "scalar-graphs",
        (),
        [("dr = 2 * r\n", "dr = ((r + 1e-5) ** 2 - (r - 1e-5) ** 2) / 2e-5\n")],
        "test_affine.py::test_gradients_of_the_affine_model[a target in the millions]",
    ),
    "of the fork": (
        "scalar-graphs",
        ("fork-by-differences",),
        [],
        "test_fork.py::test_gradients_of_the_fork[x in the millions]",
    ),
    "of a sample": (
        "quadratic-model",
        ("stages-by-differences",),
        [],
        "test_backward.py::test_stages_far_from_the_target",
    ),
    "of a sample, in wide steps": (
        "quadratic-model",
        ("stages-by-differences",),
        [
            (
                "(r + 1e-5 * x**2) ** 2 - (r - 1e-5 * x**2) ** 2) / 2e-5",
                "(r + 1e-3 * x**2) ** 2 - (r - 1e-3 * x**2) ** 2) / 2e-3",
            ),
        ],
        "test_backward.py::test_stages_far_from_the_target",
    ),
    "of a batch": ("quadratic-model", ("backward-by-differences",), [], "test_backward.py::test_far_targets"),
    "of a batch, with imaginary steps": (
        "quadratic-model",
        ("backward-by-differences",),
        [
            ("return float(np.mean((w1", "return np.mean((w1"),
            ("b - y) ** 2))", "b - y) ** 2)"),
            ("    h = 1e-5\n", "    h = 1e-20\n"),
            *(
                (
                    f"({at.format('+ h')} - {at.format('- h')}) / (2 * h)",
                    f"float({at.format('+ h * 1j')}.imag / h)",
                )
                for at in ("at(w1 {}, w2, b)", "at(w1, w2 {}, b)", "at(w1, w2, b {})")
            ),
        ],
        "test_backward.py::test_tiny_inputs",
    ),
    "in a fit": ("quadratic-model", ("fit-by-differences",), [], "test_training.py::test_far_targets"),
    "of a loss": (
        "two-layer-mlp",
        ("slope-by-differences",),
        [],
        "test_loss.py::test_derivatives[mse, far from y]",
    ),
    "of a network, with four values each": (
        "two-layer-mlp",
        ("gradients-by-differences",),
        [
            ("h=1e-5", "h=1e-3"),
            (
                "(value(step) - value(-step)) / (2 * h)",
                "(8 * (value(step) - value(-step)) - value(2 * step) + value(-2 * step)) / (12 * h)",
            ),
        ],
        "test_backward.py::test_large_network",
    ),
}
"""Derivatives that are differences: the assignment, known mistakes to begin with, what is changed in it, and
the visible check that fails them."""
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
        "a number is no divisor": (
            [("        other = _as_value(other)\n        quotient", "        quotient")],
            "test_engine.py::test_plain_number_on_the_right",
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
        "every node by itself": (EACH_BY_ITSELF, "test_engine.py::test_long_chain"),
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
        "a loss of integers of eight bits": (
            [
                (
                    "residual = np.asarray(y_hat, dtype=np.float64) - y",
                    "residual = np.asarray(np.asarray(y_hat) - y, dtype=np.float64)",
                )
            ],
            "test_loss.py::test_small_integers",
        ),
        "one epoch less with one weight": (
            [
                (
                    "for epoch in range(epochs):\n        for i in range(len(x)):\n            r =",
                    "for epoch in range(epochs - 1):\n        for i in range(len(x)):\n            r =",
                )
            ],
            "test_training.py::test_a_linear_model",
        ),
        "the inner derivative for the square": (
            [("dw1 = dz1 * x**2\n", "dw1 = dz1 * 2 * x\n")],
            "test_backward.py::test_stages_of_another_sample",
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
        "the slope of a sigmoid overflows": (
            [("return a * (1 - a)", "return np.exp(-z) / (1 + np.exp(-z)) ** 2")],
            "test_activations.py::test_slopes_at_large_numbers[sigmoid]",
        ),
        "labels that become floats in a sum": (
            [
                (
                    "_log_softmax(out)[np.arange(len(y)), y]",
                    "_log_softmax(out).ravel()[np.arange(len(y)) * out.shape[1] + y]",
                )
            ],
            "test_loss.py::test_values[cross_entropy, unsigned labels]",
        ),
        "a training whose targets and outputs are exchanged": (
            [
                (
                    'loss(forward(batch, params, activation)["out"], targets, kind)',
                    'loss(targets, forward(batch, params, activation)["out"], kind)',
                )
            ],
            "test_training.py::test_classifier",
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


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_every_known_mistake_fails_a_visible_check(name: str) -> None:
    known = read_known(assignment(name).visible)
    assert [one.name for one in known if not one.signatures] == []
    assert len({one.name for one in known}) == len(load_catalogue(assignment(name).files.suite))


@pytest.mark.parametrize("name", sorted({name for name, *_ in DIFFERENCES.values()}))
def test_derivatives_by_differences_fail_a_visible_check(name: str) -> None:
    _fail_visibly(
        name,
        {
            words: (_edited(mistaken(name, *mistakes), edits), check)
            for words, (of, mistakes, edits, check) in DIFFERENCES.items()
            if of == name
        },
    )


@pytest.mark.parametrize("name", IN_SINGLES)
def test_seven_digits_fail_a_visible_check_of_each_function(name: str) -> None:
    source = f"{solution(name)}{SINGLES}"
    programs = {
        function: (f"{source}\n{function} = _singly({function})\n", check)
        for function, check in IN_SINGLES[name].items()
    }
    _fail_visibly(name, programs)


@pytest.mark.parametrize("name", BROKEN)
def test_program_that_breaks_one_promise_fails_the_visible_check_that_keeps_it(name: str) -> None:
    _fail_visibly(
        name, {words: (_broken(name, edits), check) for words, (edits, check) in BROKEN[name].items()}
    )


def _fail_visibly(name: str, programs: Mapping[str, tuple[str, str]]) -> None:
    """Require that each program fails the visible check that stands beside it."""
    job = suite_job(assignment(name))
    visible = replace(job, folders=tuple(folder for folder in job.folders if not folder.hidden))
    ids = _checks(name)
    trials = [
        Trial(name=words, source=source, checks=_named(check, ids))
        for words, (source, check) in programs.items()
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
    return source + edits if isinstance(edits, str) else _edited(source, edits)


def _edited(source: str, edits: Sequence[tuple[str, str]]) -> str:
    for old, new in edits:
        assert source.count(old) == 1, old
        source = source.replace(old, new)
    return source
