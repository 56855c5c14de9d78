"""Quadratic model: fit y_hat = w1 * x ** 2 + w2 * x + b by gradient descent.

Shapes: x, y and y_hat are numbers (one sample) or arrays of shape (N,) (a batch of N samples), all of the
same shape; w1, w2 and b are numbers. Everything is computed in float64, arrays of integers too.

Gradients come back in dicts whose keys are names of variables: in a dict of gradients `"w1"` holds
dLoss/dw1, never w1 itself. No function changes its arguments; functions that update parameters return
new ones.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def forward(x: float | Array, w1: float, w2: float, b: float) -> float | Array:
    """Predict y for one sample or for a batch.

    Formula: y_hat = w1 * x ** 2 + w2 * x + b.

    Args:
        x: The input, a number or (N,).
        w1: The weight of x ** 2, a number.
        w2: The weight of x, a number.
        b: The bias, a number.

    Returns:
        The prediction y_hat, of the shape of x, in float64.

    Example:
        >>> forward(np.array([0.0, 1.0, 2.0]), w1=2.0, w2=2.0, b=1.0)
        array([ 1.,  5., 13.])
    """
    raise NotImplementedError


def loss(y_hat: float | Array, y: float | Array) -> float:
    """Compute the mean squared error.

    Formula: loss = (1/N) * sum over the N samples of (y_hat - y) ** 2; one sample is a batch with N = 1.

    Args:
        y_hat: The prediction, a number or (N,).
        y: The target, of the same shape.

    Returns:
        The loss, a Python float.

    Example:
        >>> loss(np.array([1.0, 5.0]), np.array([2.0, 2.0]))
        5.0
    """
    raise NotImplementedError


def stages(x: float, y: float, w1: float, w2: float, b: float) -> tuple[dict[str, float], dict[str, float]]:
    """Compute every stage of the model on one sample, forward and backward.

    Formulas: z1 = w1 * x ** 2, z2 = w2 * x, z = z1 + z2, y_hat = z + b, r = y_hat - y, loss = r ** 2.

    Args:
        x: The input of one sample, a number.
        y: Its target, a number.
        w1: The weight of x ** 2, a number.
        w2: The weight of x, a number.
        b: The bias, a number.

    Returns:
        The pair (values, gradients) of dicts of numbers. `values` has keys "z1", "z2", "z", "y_hat", "r",
        "loss". `gradients` has keys "z1", "z2", "z", "y_hat", "r", "w1", "w2", "b": dLoss/dz1 and so on.

    Example:
        >>> values, gradients = stages(x=2.0, y=9.0, w1=2.0, w2=2.0, b=1.0)
        >>> values
        {'z1': 8.0, 'z2': 4.0, 'z': 12.0, 'y_hat': 13.0, 'r': 4.0, 'loss': 16.0}
        >>> gradients["r"], gradients["w1"], gradients["w2"], gradients["b"]
        (8.0, 32.0, 16.0, 8.0)
    """
    raise NotImplementedError


def backward(x: float | Array, y: float | Array, w1: float, w2: float, b: float) -> dict[str, float]:
    """Compute the gradient of the mean squared error, for one sample or a batch.

    Formula: with r = y_hat - y, dLoss/dw1 = mean(2 * r * x ** 2), dLoss/dw2 = mean(2 * r * x),
    dLoss/db = mean(2 * r), each mean over the N samples.

    Args:
        x: The input, a number or (N,).
        y: The target, of the same shape.
        w1: The weight of x ** 2, a number.
        w2: The weight of x, a number.
        b: The bias, a number.

    Returns:
        A dict with keys "w1", "w2", "b": dLoss/dw1, dLoss/dw2, dLoss/db, Python floats.

    Example:
        >>> backward(x=2.0, y=9.0, w1=2.0, w2=2.0, b=1.0)
        {'w1': 32.0, 'w2': 16.0, 'b': 8.0}
    """
    raise NotImplementedError


def sgd_step(params: dict[str, float], grads: dict[str, float], lr: float) -> dict[str, float]:
    """Take one step of gradient descent: downhill, against the gradient.

    Formula: new value = value - lr * gradient, for every parameter.

    Args:
        params: The parameters by name, numbers.
        grads: The gradient of the loss with respect to each of them, under the same keys, numbers.
        lr: The learning rate, a number.

    Returns:
        The new parameters, in a new dict with the keys of `params`.

    Example:
        >>> sgd_step({"w1": 2.0, "b": 1.0}, {"w1": 32.0, "b": 8.0}, lr=0.125)
        {'w1': -2.0, 'b': 0.0}
    """
    raise NotImplementedError


def fit(
    x: Array, y: Array, params: dict[str, float], lr: float, epochs: int
) -> tuple[dict[str, float], Array]:
    """Fit the quadratic model by stochastic gradient descent, one update per sample.

    Each epoch visits the samples in the given order. For each sample: record its loss
    (y_hat - y) ** 2 with the parameters as they are, then take one step on its gradient.

    Args:
        x: The inputs, (N,).
        y: The targets, (N,).
        params: The starting parameters, a dict with keys "w1", "w2", "b", numbers.
        lr: The learning rate, a number.
        epochs: How often to go through all samples.

    Returns:
        The pair (params, losses): the final parameters in a new dict, and the losses, (epochs, N), each taken
        before its update.

    Example:
        >>> start = {"w1": 2.0, "w2": 2.0, "b": 1.0}
        >>> params, losses = fit(np.array([2.0, 0.0]), np.array([9.0, 1.0]), start, lr=0.125, epochs=1)
        >>> params
        {'w1': -2.0, 'w2': 0.0, 'b': 0.25}
        >>> losses
        array([[16.,  1.]])
    """
    raise NotImplementedError


def fit_linear(x: Array, y: Array, w: float, lr: float, epochs: int) -> tuple[float, Array]:
    """Fit y_hat = w * x, a model with one weight, by the same procedure as `fit`.

    The gradient of one sample's loss (w * x - y) ** 2 is dLoss/dw = 2 * (w * x - y) * x.

    Args:
        x: The inputs, (N,).
        y: The targets, (N,).
        w: The starting weight, a number.
        lr: The learning rate, a number.
        epochs: How often to go through all samples.

    Returns:
        The pair (w, losses): the final weight, a Python float, and the losses, (epochs, N), each taken before
        its update.

    Example:
        >>> w, losses = fit_linear(np.array([1.0, 2.0]), np.array([2.0, 4.0]), w=1.0, lr=0.125, epochs=1)
        >>> w
        2.0
        >>> losses
        array([[1.  , 2.25]])
    """
    raise NotImplementedError
