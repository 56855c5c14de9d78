from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from tests.support.course_files import ROOT, load

scalar: Any = load(ROOT / "solutions" / "scalar_graphs.py")
quadratic: Any = load(ROOT / "solutions" / "quadratic_model.py")
mlp: Any = load(ROOT / "solutions" / "two_layer_mlp.py")
checking: Any = load(ROOT / "solutions" / "gradient_checking.py")
deep: Any = load(ROOT / "solutions" / "deep_networks.py")

ACTIVATIONS: dict[str, Callable[[Any], Any]] = {
    "identity": lambda z: 1 * z,
    "sigmoid": torch.sigmoid,
    "relu": torch.relu,
    "tanh": torch.tanh,
}
LOSSES: dict[str, Callable[[Any, Any], Any]] = {
    "half_sse": lambda out, y: 0.5 * ((out - y) ** 2).sum(),
    "mse": torch.nn.functional.mse_loss,
    "cross_entropy": torch.nn.functional.cross_entropy,
}
# N, D, H, K: pairwise distinct, and one square case, where a missing transpose has the right shape.
SHAPES = [(5, 4, 6, 3), (3, 3, 3, 3), (1, 2, 3, 1)]


def _leaf(value: Any) -> Any:
    return torch.tensor(value, dtype=torch.float64, requires_grad=True)


def _gradients(result: Any, nodes: dict[str, Any]) -> dict[str, Any]:
    found = torch.autograd.grad(result, list(nodes.values()))
    return {name: one.numpy() for name, one in zip(nodes, found, strict=True)}


def _assert_equal(ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    assert ours.keys() == theirs.keys()
    for name, expected in theirs.items():
        assert np.shape(ours[name]) == np.shape(expected), name
        np.testing.assert_allclose(ours[name], expected, rtol=1e-10, atol=1e-12, err_msg=name)


def _batch(shape: tuple[int, int, int, int], kind: str) -> tuple[NDArray[Any], NDArray[Any], dict[str, Any]]:
    n, d, h, k = shape
    random = np.random.default_rng([*shape, 7])
    params = {"W1": (h, d), "b1": (h,), "W2": (k, h), "b2": (k,)}
    y = random.integers(0, k, n) if kind == "cross_entropy" else random.normal(size=(n, k))
    return random.normal(size=(n, d)), y, {name: random.normal(size=size) for name, size in params.items()}


def _torch_loss(
    X: Any, y: Any, params: dict[str, Any], names: tuple[str, str, str]
) -> tuple[Any, dict[str, Any]]:
    activation, output, kind = names
    z1 = torch.nn.functional.linear(X, params["W1"], params["b1"])
    h = ACTIVATIONS[activation](z1)
    z2 = torch.nn.functional.linear(h, params["W2"], params["b2"])
    out = ACTIVATIONS[output](z2)
    return LOSSES[kind](out, torch.as_tensor(y)), {"z1": z1, "h": h, "z2": z2, "out": out}


@pytest.mark.parametrize("seed", range(5))
def test_scalar_graphs_equal_autograd(seed: int) -> None:
    x, w, v, target = np.random.default_rng(seed).normal(size=4).tolist()
    X, W, V = _leaf(x), _leaf(w), _leaf(v)
    U = W * X
    Y = V * U
    theirs = _gradients((Y - target) ** 2, {"y": Y, "v": V, "u": U, "w": W, "x": X})
    _assert_equal(scalar.factory_backward(x, w, v, target), theirs)

    X, W, B = _leaf(x), _leaf(w), _leaf(v)
    Z = X * W
    Y = Z + B
    R = Y - target
    theirs = _gradients(R**2, {"r": R, "y_hat": Y, "z": Z, "b": B, "w": W, "x": X})
    _assert_equal(scalar.affine_backward(x, w, v, target), theirs)

    X, Y = _leaf(x), _leaf(w)
    P = X * Y
    E = torch.exp(P)
    N, M = E + X, torch.maximum(X, Y)
    D = 1 + M**2
    F = N / D
    theirs = _gradients(F, {"f": F, "n": N, "d": D, "m": M, "e": E, "p": P, "x": X, "y": Y})
    _assert_equal(scalar.fork_backward(x, w), theirs)
    assert scalar.fork_forward(x, w)["f"] == pytest.approx(F.item(), rel=1e-12)


OPERATIONS: dict[str, Callable[[Any, Any], Any]] = {
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "divide": lambda a, b: a / b,
    "power": lambda a, b: a**3 + b**-1.5,
    "negate": lambda a, b: -a * -b,
    "exp": lambda a, b: (a * b).exp(),
    "log": lambda a, b: (a * a + b).log(),
    "relu": lambda a, b: (a * b).relu() + (a - 5 * b).relu(),
    "sigmoid": lambda a, b: (a - b).sigmoid(),
    "tanh": lambda a, b: (a / b).tanh(),
    "numbers on the left": lambda a, b: (2 - a) * (3 / b) + 4 * a + (1 + b),
    "skip": lambda a, b: a * ((a * b).tanh().exp() + a) / (b + a * a),
}


@pytest.mark.parametrize("name", OPERATIONS)
@pytest.mark.parametrize("numbers", [(1.3, 0.7), (-0.4, 2.1)])
def test_the_engine_equals_autograd(name: str, numbers: tuple[float, float]) -> None:
    a, b = (scalar.Value(number) for number in numbers)
    A, B = (_leaf(number) for number in numbers)
    ours, theirs = OPERATIONS[name](a, b), OPERATIONS[name](A, B)
    ours.backward()
    assert ours.data == pytest.approx(theirs.item(), rel=1e-12)
    _assert_equal({"a": a.grad, "b": b.grad}, _gradients(theirs, {"a": A, "b": B}))


@pytest.mark.parametrize("size", [None, 1, 6])
def test_the_quadratic_model_equals_autograd(size: int | None) -> None:
    random = np.random.default_rng(3)
    x, y = random.normal(size=size), random.normal(size=size)
    params = dict(zip(("w1", "w2", "b"), random.normal(size=3).tolist(), strict=True))
    leaves = {name: _leaf(value) for name, value in params.items()}
    X, Y = (torch.as_tensor(array, dtype=torch.float64) for array in (x, y))
    y_hat = leaves["w1"] * X**2 + leaves["w2"] * X + leaves["b"]
    theirs = torch.nn.functional.mse_loss(y_hat, Y)
    np.testing.assert_allclose(quadratic.forward(x, **params), y_hat.detach().numpy(), rtol=1e-12)
    assert quadratic.loss(quadratic.forward(x, **params), y) == pytest.approx(theirs.item(), rel=1e-12)
    _assert_equal(quadratic.backward(x, y, **params), _gradients(theirs, leaves))


def test_the_stages_equal_autograd() -> None:
    x, y, w1, w2, b = np.random.default_rng(4).normal(size=5).tolist()
    W1, W2, B = _leaf(w1), _leaf(w2), _leaf(b)
    Z1, Z2 = W1 * x**2, W2 * x
    Z = Z1 + Z2
    Y = Z + B
    R = Y - y
    nodes = {"z1": Z1, "z2": Z2, "z": Z, "y_hat": Y, "r": R, "w1": W1, "w2": W2, "b": B}
    values, gradients = quadratic.stages(x, y, w1, w2, b)
    _assert_equal(gradients, _gradients(R**2, nodes))
    assert values["loss"] == pytest.approx((R**2).item(), rel=1e-12)


def _sgd_losses(
    predict: Callable[[float], Any], leaves: list[Any], samples: list[Any], epochs: int
) -> NDArray[Any]:
    optimizer = torch.optim.SGD(leaves, lr=0.01)
    losses = []
    for _ in range(epochs):
        for x, y in samples:
            optimizer.zero_grad()
            loss = (predict(x) - y) ** 2
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return np.reshape(losses, (epochs, len(samples)))


def test_all_three_hundred_losses_of_fit_linear_equal_those_of_torch() -> None:
    samples = [(1.0, 2.0), (2.0, 4.0), (3.0, 6.0)]
    W = _leaf(1.0)
    theirs = _sgd_losses(lambda x: W * x, [W], samples, 100)
    w, ours = quadratic.fit_linear(*np.array(samples).T, 1.0, 0.01, 100)
    np.testing.assert_allclose(ours, theirs, rtol=1e-6, atol=1e-12)
    assert w == pytest.approx(W.item(), rel=1e-12)


def test_all_losses_of_fit_equal_those_of_torch() -> None:
    random = np.random.default_rng(5)
    samples = random.normal(size=(5, 2))
    W1, W2, B = (_leaf(value) for value in (0.5, -0.3, 0.2))
    theirs = _sgd_losses(lambda x: W1 * x**2 + W2 * x + B, [W1, W2, B], samples.tolist(), 7)
    params, ours = quadratic.fit(samples[:, 0], samples[:, 1], {"w1": 0.5, "w2": -0.3, "b": 0.2}, 0.01, 7)
    np.testing.assert_allclose(ours, theirs, rtol=1e-10)
    _assert_equal(params, {"w1": W1.item(), "w2": W2.item(), "b": B.item()})


@pytest.mark.parametrize("kind", ACTIVATIONS)
def test_activations_equal_torch(kind: str) -> None:
    z = np.random.default_rng(6).normal(scale=3.0, size=(4, 5))
    z[0, :3] = [0.0, 1000.0, -1000.0]
    Z = _leaf(z)
    theirs = ACTIVATIONS[kind](Z)
    _assert_equal({"a": mlp.activate(z, kind)}, {"a": theirs.detach().numpy()})
    _assert_equal({"z": mlp.activate_grad(z, kind)}, _gradients(theirs.sum(), {"z": Z}))


@pytest.mark.parametrize("scale", [1.0, 1000.0])
@pytest.mark.parametrize("kind", LOSSES)
def test_losses_equal_torch(kind: str, scale: float) -> None:
    random = np.random.default_rng(8)
    out = scale * random.normal(size=(5, 3))
    y = random.integers(0, 3, 5) if kind == "cross_entropy" else random.normal(size=(5, 3))
    Out = _leaf(out)
    theirs = LOSSES[kind](Out, torch.as_tensor(y))
    assert mlp.loss(out, y, kind) == pytest.approx(theirs.item(), rel=1e-12)
    _assert_equal({"out": mlp.loss_grad(out, y, kind)}, _gradients(theirs, {"out": Out}))


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("kind", LOSSES)
@pytest.mark.parametrize("output", ACTIVATIONS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_forward_and_backward_equal_autograd(
    activation: str, output: str, kind: str, shape: tuple[int, int, int, int]
) -> None:
    X, y, params = _batch(shape, kind)
    leaves = {name: _leaf(value) for name, value in params.items()}
    inputs = _leaf(X)
    theirs, stages = _torch_loss(inputs, y, leaves, (activation, output, kind))
    ours = mlp.forward(X, params, activation, output)
    _assert_equal(ours, {name: value.detach().numpy() for name, value in stages.items()})
    gradients = mlp.backward(X, y, params, activation, kind, output)
    _assert_equal(gradients, _gradients(theirs, {**stages, **leaves, "X": inputs}))


@pytest.mark.parametrize("size", [None, 4])
@pytest.mark.parametrize("kind", LOSSES)
def test_every_loss_of_training_equals_torch(kind: str, size: int | None) -> None:
    X, y, params = _batch((10, 4, 6, 3), kind)
    leaves = {name: _leaf(value) for name, value in params.items()}
    optimizer = torch.optim.SGD(leaves.values(), lr=0.02)
    theirs = []
    for _ in range(3):
        for start in range(0, 10, size or 10):
            batch = slice(start, start + (size or 10))
            optimizer.zero_grad()
            loss, _ = _torch_loss(torch.as_tensor(X[batch]), y[batch], leaves, ("tanh", "identity", kind))
            loss.backward()
            optimizer.step()
            theirs.append(loss.item())
    trained, ours = mlp.train(X, y, params, "tanh", kind, 0.02, 3, size)
    np.testing.assert_allclose(ours, theirs, rtol=1e-10)
    _assert_equal(trained, {name: value.detach().numpy() for name, value in leaves.items()})


def _module(layers: list[tuple[Any, Any]], activation: str) -> Any:
    """Build the network from torch.nn.Linear modules."""
    functions = {
        "identity": torch.nn.Identity,
        "sigmoid": torch.nn.Sigmoid,
        "relu": torch.nn.ReLU,
        "tanh": torch.nn.Tanh,
    }
    modules: list[torch.nn.Module] = []
    for W, b in layers:
        linear = torch.nn.Linear(W.shape[1], W.shape[0], dtype=torch.float64)
        with torch.no_grad():
            linear.weight.copy_(torch.as_tensor(W))
            linear.bias.copy_(torch.as_tensor(b))
        modules += [linear, functions[activation]()]
    return torch.nn.Sequential(*modules[:-1])


@pytest.mark.parametrize("widths", [(4, 3), (4, 6, 3), (3, 3, 3, 3), (2, *[5] * 19, 3)], ids=len)
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("kind", LOSSES)
def test_deep_networks_equal_modules_of_torch(widths: tuple[int, ...], activation: str, kind: str) -> None:
    random = np.random.default_rng([*widths, 11])
    layers = [(random.normal(size=(m, n)) / np.sqrt(n), random.normal(size=m)) for n, m in pairwise(widths)]
    X = random.normal(size=(5, widths[0]))
    y = random.integers(0, 3, 5) if kind == "cross_entropy" else random.normal(size=(5, 3))
    module = _module(layers, activation)
    out = module(torch.as_tensor(X))
    LOSSES[kind](out, torch.as_tensor(y)).backward()
    theirs = [one.grad.numpy() for one in module.parameters()]
    ours = [one for pair in deep.backward(X, y, layers, activation, kind) for one in pair]
    np.testing.assert_allclose(deep.forward(X, layers, activation)[-1]["h"], out.detach().numpy(), rtol=1e-10)
    for mine, right in zip(ours, theirs, strict=True):
        assert mine.shape == right.shape
        np.testing.assert_allclose(mine, right, rtol=1e-8, atol=1e-14)
    norms = deep.gradient_norms(X, y, layers, activation, kind)
    np.testing.assert_allclose(norms, [np.sqrt((dW**2).sum()) for dW in theirs[::2]], rtol=1e-8, atol=1e-14)
    if activation == "identity":
        W, b = deep.collapse(layers)
        np.testing.assert_allclose(X @ W.T + b, out.detach().numpy(), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(
    "ours, theirs",
    [
        (deep.xavier, torch.nn.init.xavier_normal_),
        (deep.he, lambda W: torch.nn.init.kaiming_normal_(W, nonlinearity="relu")),
    ],
    ids=["xavier", "he"],
)
def test_weights_are_spread_as_those_of_torch(ours: Any, theirs: Any) -> None:
    torch.manual_seed(0)
    right = theirs(torch.empty(300, 500, dtype=torch.float64)).std().item()
    assert ours(500, 300, np.random.default_rng(0)).std() == pytest.approx(right, rel=0.01)


@pytest.mark.parametrize("name", ["W1", "b1", "W2", "b2"])
@pytest.mark.parametrize("kind", LOSSES)
def test_measured_gradients_of_a_network_equal_autograd_and_backward(kind: str, name: str) -> None:
    X, y, params = _batch((5, 4, 6, 3), kind)
    leaves = {one: _leaf(value) for one, value in params.items()}
    theirs = _gradients(_torch_loss(_leaf(X), y, leaves, ("tanh", "identity", kind))[0], leaves)[name]

    def f(moved: Any) -> float:
        out = mlp.forward(X, {**params, name: moved}, "tanh")["out"]
        return float(mlp.loss(out, y, kind))

    np.testing.assert_allclose(checking.numerical_gradient(f, params[name]), theirs, rtol=1e-6, atol=1e-9)
    ours = mlp.backward(X, y, params, "tanh", kind)[name]
    assert checking.check_gradient(f, ours, params[name])
    assert not checking.check_gradient(f, ours * (1 + 1e-4), params[name])
    assert not checking.check_gradient(f, -ours, params[name])
