from typing import Any

import numpy as np
import pytest

from tests.support.course_files import ROOT, load

scalar: Any = load(ROOT / "solutions" / "scalar_graphs.py")
quadratic: Any = load(ROOT / "solutions" / "quadratic_model.py")
mlp: Any = load(ROOT / "solutions" / "two_layer_mlp.py")
checking: Any = load(ROOT / "solutions" / "gradient_checking.py")
deep: Any = load(ROOT / "solutions" / "deep_networks.py")

NUMBERS = [2, 2.0, np.float64(2.0), np.float32(2.0), np.int64(2), np.uint8(2)]


def test_the_factory_gives_the_numbers_of_the_curriculum() -> None:
    assert scalar.factory_forward(2.0, 3.0, 2.0) == (6.0, 12.0)
    assert scalar.factory_loss(12.0, 10.0) == 4.0
    gradients = scalar.factory_backward(2.0, 3.0, 2.0, 10.0)
    assert list(gradients.items()) == [("y", 4.0), ("v", 24.0), ("u", 8.0), ("w", 16.0), ("x", 24.0)]


def test_the_affine_model_gives_the_numbers_of_the_curriculum() -> None:
    assert scalar.affine_loss(scalar.affine_forward(2.0, 1.0, 0.0)[1], 4.0) == (-2.0, 4.0)
    gradients = scalar.affine_backward(2.0, 1.0, 0.0, 4.0)
    assert list(gradients) == ["r", "y_hat", "z", "b", "w", "x"]
    assert {gradients[name] for name in ("r", "y_hat", "z", "b")} == {-4.0}
    assert gradients["w"] == -8.0
    assert scalar.affine_loss(scalar.affine_forward(1.0, 1.0, 2.0)[1], 2.0) == (1.0, 1.0)
    gradients = scalar.affine_backward(1.0, 1.0, 2.0, 2.0)
    assert {gradients[name] for name in ("r", "y_hat", "z", "b", "w")} == {2.0}


def test_the_fork_gives_the_numbers_of_the_curriculum() -> None:
    assert list(scalar.fork_forward(2.0, -1.0)) == ["p", "e", "n", "m", "d", "f"]
    assert scalar.fork_forward(2.0, -1.0)["f"] == pytest.approx(0.427067, abs=5e-7)
    gradients = scalar.fork_backward(2.0, -1.0)
    expected = {
        "f": 1.0,
        "n": 0.2,
        "d": -0.085413,
        "m": -0.341654,
        "e": 0.2,
        "p": 0.027067,
        "x": -0.168721,
        "y": 0.054134,
    }
    assert list(gradients) == list(expected)
    assert gradients == pytest.approx(expected, abs=5e-7)
    assert scalar.fork_forward(0.5, 1.5)["f"] == pytest.approx(0.805231, abs=5e-7)
    gradients = scalar.fork_backward(0.5, 1.5)
    assert (gradients["x"], gradients["y"]) == pytest.approx((1.284769, -0.417598), abs=5e-7)


def test_a_node_used_by_several_others_gets_the_sum_over_all_paths() -> None:
    a, b = scalar.Value(2.0), scalar.Value(3.0)
    c, d = a + b, a * b
    (c + d + c * d).backward()
    assert (a.grad, b.grad) == (25.0, 19.0)


def test_after_two_calls_of_backward_every_gradient_is_exactly_twice_that_of_one() -> None:
    x, y = scalar.Value(0.3), scalar.Value(-1.7)
    inner = (x * y).exp() + x.tanh()
    root = inner * inner / (1 + y**2) - x
    nodes = [x, y, inner, root]
    root.backward()
    once = [node.grad for node in nodes]
    root.backward()
    assert [node.grad for node in nodes] == [2 * grad for grad in once]
    assert root.grad == 2.0
    root.backward()
    assert root.grad == 3.0
    assert x.grad == pytest.approx(3 * once[0], rel=1e-15)


def test_a_second_root_adds_to_the_gradients_of_the_first() -> None:
    x = scalar.Value(3.0)
    (x * x).backward()
    (2 * x).backward()
    assert x.grad == 8.0


def test_a_chain_of_three_thousand_nodes_stays_clear_of_the_recursion_limit() -> None:
    x = total = scalar.Value(1.0)
    for _ in range(3000):
        total = total + x
    total.backward()
    assert x.grad == 3001.0


@pytest.mark.parametrize("two", NUMBERS, ids=lambda number: type(number).__name__)
def test_a_plain_number_may_stand_on_either_side_of_a_value(two: Any) -> None:
    x = scalar.Value(4.0)
    results = [two + x, x + two, two - x, x - two, two * x, x * two, two / x, x / two, x**two]
    assert all(isinstance(result, scalar.Value) for result in results)
    assert [result.data for result in results] == [6.0, 6.0, -2.0, 2.0, 8.0, 8.0, 0.5, 2.0, 16.0]
    sum(results, scalar.Value(0)).backward()
    assert type(x.grad) is float
    assert x.grad == 1 + 1 - 1 + 1 + 2 + 2 - 2 / 16 + 0.5 + 8


@pytest.mark.parametrize("x", [1000.0, -1000.0])
def test_the_engine_s_sigmoid_and_tanh_are_safe_for_large_values(x: float) -> None:
    for name, low in (("sigmoid", 0.0), ("tanh", -1.0)):
        value = scalar.Value(x)
        result = getattr(value, name)()
        result.backward()
        assert result.data == (1.0 if x > 0 else low)
        assert value.grad == 0.0


def test_the_stages_give_the_numbers_of_the_curriculum() -> None:
    values, gradients = quadratic.stages(2.0, 9.0, 2.0, 2.0, 1.0)
    assert values == {"z1": 8.0, "z2": 4.0, "z": 12.0, "y_hat": 13.0, "r": 4.0, "loss": 16.0}
    assert list(values) == ["z1", "z2", "z", "y_hat", "r", "loss"]
    eight = dict.fromkeys(["z1", "z2", "z", "y_hat", "r"], 8.0)
    assert list(gradients.items()) == [*eight.items(), ("w1", 32.0), ("w2", 16.0), ("b", 8.0)]
    assert quadratic.backward(2.0, 9.0, 2.0, 2.0, 1.0) == {"w1": 32.0, "w2": 16.0, "b": 8.0}


def test_fit_linear_learns_to_double_in_a_hundred_epochs() -> None:
    x, y = np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 6.0])
    w, losses = quadratic.fit_linear(x, y, 1.0, 0.01, 100)
    assert losses.shape == (100, 3)
    assert losses[0, 0] == 1.0
    assert 4 * w == pytest.approx(8.0, abs=1e-9)


def test_small_integers_are_computed_in_float64() -> None:
    x = np.array([100, -100], dtype=np.int8)
    y = np.array([0, 0], dtype=np.int8)
    np.testing.assert_array_equal(quadratic.forward(x, 1.0, 0.0, 0.0), [1e4, 1e4])
    assert quadratic.backward(x, y, 1.0, 0.0, 0.0)["w1"] == 2e8


@pytest.mark.filterwarnings("error")
def test_activations_are_safe_for_large_values() -> None:
    z = np.array([-1000.0, 0.0, 1000.0])
    np.testing.assert_array_equal(mlp.activate(z, "sigmoid"), [0.0, 0.5, 1.0])
    np.testing.assert_array_equal(mlp.activate_grad(z, "sigmoid"), [0.0, 0.25, 0.0])
    np.testing.assert_array_equal(mlp.activate(z, "tanh"), [-1.0, 0.0, 1.0])
    np.testing.assert_array_equal(mlp.activate_grad(z, "tanh"), [0.0, 1.0, 0.0])
    np.testing.assert_array_equal(mlp.activate_grad(z, "relu"), [0.0, 0.0, 1.0])


def test_cross_entropy_is_stable_for_logits_of_a_thousand() -> None:
    logits, labels = np.array([[1000.0, -1000.0], [1000.0, -1000.0]]), np.array([0, 1])
    assert mlp.loss(logits, labels, "cross_entropy") == 1000.0
    np.testing.assert_array_equal(mlp.loss_grad(logits, labels, "cross_entropy"), [[0.0, 0.0], [0.5, -0.5]])


@pytest.mark.parametrize("function", ["activate", "activate_grad"])
def test_an_unknown_activation_is_refused(function: str) -> None:
    with pytest.raises(ValueError, match="swish"):
        getattr(mlp, function)(np.zeros(2), "swish")


@pytest.mark.parametrize("function", ["loss", "loss_grad"])
def test_an_unknown_loss_is_refused(function: str) -> None:
    with pytest.raises(ValueError, match="hinge"):
        getattr(mlp, function)(np.zeros((2, 1)), np.zeros((2, 1)), "hinge")


def test_the_gradients_of_a_batch_come_in_the_order_of_the_curriculum() -> None:
    X = np.linspace(-1, 1, 10).reshape(10, 1)
    gradients = mlp.backward(X, 2 * X + 3, mlp.LINE, "relu", "mse")
    assert list(gradients) == ["out", "z2", "W2", "b2", "h", "z1", "W1", "b1", "X"]


def test_losses_are_python_floats() -> None:
    X = np.linspace(-1, 1, 10).reshape(10, 1)
    assert type(quadratic.loss(X[:, 0], X[:, 0])) is float
    for kind, y in (("mse", X), ("half_sse", X), ("cross_entropy", np.zeros(10, dtype=int))):
        assert type(mlp.loss(X, y, kind)) is float


@pytest.mark.parametrize("size, steps", [(None, 1), (10, 1), (4, 3), (20, 1)])
def test_training_takes_the_last_batch_however_small(size: int | None, steps: int) -> None:
    X = np.linspace(-1, 1, 10).reshape(10, 1)
    _, losses = mlp.train(X, 2 * X + 3, mlp.LINE, "relu", "mse", 0.1, 2, size)
    assert losses.shape == (2 * steps,)


def test_no_function_changes_its_arguments() -> None:
    X = np.linspace(-1, 1, 10).reshape(10, 1)
    y = 2 * X + 3
    start = {name: value.copy() for name, value in mlp.LINE.items()}
    for array in (X, y, *start.values()):
        array.flags.writeable = False
    before = dict(start)
    mlp.backward(X, y, start, "relu", "mse")
    params, _ = mlp.train(X, y, start, "relu", "mse", 0.1, 2, 4)
    assert start == before
    assert params is not start
    knobs = {"w1": 2.0, "w2": 2.0, "b": 1.0}
    fitted, _ = quadratic.fit(X[:, 0], y[:, 0], knobs, 0.01, 0)
    assert fitted == knobs
    assert fitted is not knobs
    quadratic.fit(X[:, 0], y[:, 0], knobs, 0.01, 3)
    assert knobs == {"w1": 2.0, "w2": 2.0, "b": 1.0}
    z = np.array([1.0, 2.0])
    assert not np.shares_memory(mlp.activate(z, "identity"), z)


def test_last_layer_of_a_deep_network_has_no_activation() -> None:
    for depth in (1, 3):
        stages = deep.forward(np.array([[1.5]]), deep.CHAIN[:depth], "sigmoid")
        assert len(stages) == depth
        np.testing.assert_array_equal(stages[-1]["h"], stages[-1]["z"])


def test_single_layer_has_a_norm_and_no_slope() -> None:
    X, y = np.array([[2.0], [1.0]]), np.array([[1.0], [0.0]])
    layer = [(np.array([[3.0]]), np.array([-1.0]))]
    np.testing.assert_array_equal(deep.gradient_norms(X, y, layer, "tanh", "half_sse"), [10.0])
    assert deep.mean_slopes(X, layer, "tanh").shape == (0,)


def test_weight_gradient_of_the_chain_is_the_product_of_its_factors() -> None:
    X, y = np.array([[1.5]]), np.array([[1.0]])
    out = deep.forward(X, deep.CHAIN, "tanh")[-1]["h"]
    slopes = deep.mean_slopes(X, deep.CHAIN, "tanh")
    product = (out - y) * deep.CHAIN[2][0] * slopes[1] * deep.CHAIN[1][0] * slopes[0] * X
    np.testing.assert_allclose(deep.backward(X, y, deep.CHAIN, "tanh", "half_sse")[0][0], product)


def test_two_linear_layers_collapse_as_the_handout_says() -> None:
    first = np.array([[1.0, 2.0], [0.0, 1.0], [1.0, -1.0]]), np.array([1.0, -1.0, 0.5])
    second = np.array([[2.0, -1.0, 1.0]]), np.array([0.5])
    W, b = deep.collapse([first, second])
    np.testing.assert_array_equal(W, second[0] @ first[0])
    np.testing.assert_array_equal(b, second[0] @ first[1] + second[1])


@pytest.mark.parametrize("function", ["xavier", "he"])
def test_weights_come_from_the_generator_alone(function: str) -> None:
    before = repr(np.random.get_state(legacy=False))  # noqa: NPY002  # the generator that must stay as it is
    first, again = (getattr(deep, function)(4, 3, np.random.default_rng(5)) for _ in range(2))
    np.testing.assert_array_equal(first, again)
    assert repr(np.random.get_state(legacy=False)) == before  # noqa: NPY002  # as above


def test_no_function_of_the_deep_network_changes_its_arguments() -> None:
    X, y = np.array([[1.5]]), np.array([[1.0]])
    layers = [(W.copy(), b.copy()) for W, b in deep.CHAIN]
    for array in (X, y, *(one for layer in layers for one in layer)):
        array.flags.writeable = False
    before = list(layers)
    deep.gradient_norms(X, y, layers, "relu", "mse")
    deep.mean_slopes(X, layers, "tanh")
    deep.collapse(layers)
    assert all(mine is theirs for mine, theirs in zip(layers, before, strict=True))


def test_a_measured_slope_is_best_for_a_step_near_1e_5_and_takes_two_sides() -> None:
    errors = {h: abs(checking.numerical_gradient(checking.curve, 1.3, h) - 5.07) for h in (1e-9, 1e-5, 1e-1)}
    assert 10 * errors[1e-5] < min(errors[1e-9], errors[1e-1])
    ahead = (checking.curve(1.3 + 1e-5) - checking.curve(1.3)) / 1e-5
    assert abs(ahead - 5.07) > 1e4 * errors[1e-5]


@pytest.mark.parametrize("shape", [(), (1,), (2, 3), (2, 2, 2), (0,)])
def test_a_measured_gradient_has_the_shape_of_x(shape: tuple[int, ...]) -> None:
    x = np.full(shape, 3) if shape else 3
    gradient = checking.numerical_gradient(lambda p: float(np.sum(p * p)), x)
    assert np.shape(gradient) == shape
    np.testing.assert_allclose(gradient, np.full(shape, 6.0), rtol=1e-9)
    assert shape or type(gradient) is float


@pytest.mark.parametrize("off, right", [(0.0, True), (6e-6, False), (-2.0, False)])
def test_one_wrong_entry_among_a_thousand_is_found(off: float, right: bool) -> None:  # noqa: FBT001  # a table
    weights = np.linspace(-1, 1, 1000).reshape(25, 40)
    claimed = weights.copy()
    claimed[24, 39] *= 1 + off
    calls = []

    def f(p: Any) -> float:
        calls.append(1)
        return float(np.sum(weights * p))

    assert checking.find_wrong(f, claimed, np.ones((25, 40))) == ([] if right else [(24, 39)])
    assert 2000 <= len(calls) <= 2004


def test_nothing_is_confirmed_that_cannot_be_compared() -> None:
    x, nan = np.array([1.0, 2.0]), np.array([np.nan, 2.0])
    assert checking.find_wrong(lambda p: p[0] + 2 * p[1], nan, x) == [(0,)]
    assert checking.worst_entry(nan, x)[0] == (0,)
    assert not checking.check_gradient(lambda p: np.nan * p[0], x, x)
    with pytest.raises(ValueError, match="shape"):
        checking.check_gradient(lambda p: p[0], np.zeros((2, 1)), x)


def test_an_f_that_changes_its_argument_is_not_believed_and_harms_nobody() -> None:
    def f(p: Any) -> float:
        value = float(np.sum(p))
        p += 1
        return value

    x = np.array([1.0, 2.0])
    assert checking.find_wrong(f, np.ones(2), x) == [(0,), (1,)]
    assert not checking.check_gradient(f, np.ones(2), x)
    np.testing.assert_array_equal(x, [1.0, 2.0])
    np.testing.assert_allclose(checking.numerical_gradient(f, x), np.ones(2))
