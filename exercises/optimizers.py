"""Optimizers: what to do with a gradient.

`params` and `grads` are dicts with the same keys: `grads["w"]` holds dLoss/dw and has the shape of
`params["w"]`. Names are anybody's choice, and every entry is a number or an array of any shape. Everything
is computed in float64, also where integers come in. No function and no method changes its arguments.

An optimizer is an object, made once for each model that is trained. `step(params, grads)` returns the new
parameters in a new dict with the keys of `params`. What has to be remembered from one step to the next, the
object keeps for itself, for every parameter by its name; before the first step it is 0. The learning rate is
read from the attribute `lr` in every step, because it may be set between two steps.

The handout walks through a ravine, `ravine` below, from START to its lowest point (0, 0).

The formulas are those of `torch.optim`. `eps` keeps a division by 0 away: where the gradient is 0 and always
has been, nothing moves. The formulas say where it stands; no check depends on it.
"""

from collections.abc import Callable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Params = dict[str, float | Array]


START: Params = {"x": -8.0, "y": 1.0}


def ravine(params: Params) -> tuple[float, Params]:
    """Compute loss and gradient of the handout's ravine, a hundred times as steep across as along.

    Formula: loss = (x ** 2 + 100 * y ** 2) / 2.

    Args:
        params: The place, a dict with keys "x" and "y", numbers.

    Returns:
        The pair (loss, grads): the loss, and dLoss/dx and dLoss/dy in a dict with the same keys.

    Example:
        >>> ravine(START)
        (82.0, {'x': -8.0, 'y': 100.0})
    """
    x, y = float(params["x"]), float(params["y"])
    return (x**2 + 100 * y**2) / 2, {"x": x, "y": 100 * y}


class Optimizer(Protocol):
    """What `fit` asks of an optimizer; SGD, RMSProp and Adam are such."""

    lr: float

    def step(self, params: Params, grads: Params) -> Params:
        """Compute the parameters after one step."""


class SGD:
    """Gradient descent, with momentum or without.

    Formulas, for every parameter p with gradient g: v = momentum * v + g, p = p - lr * v.

    Args:
        lr: The learning rate, a number.
        momentum: How much of the last step's v is kept, from 0 to below 1.

    Example:
        >>> optimizer = SGD(lr=0.25, momentum=0.5)
        >>> optimizer.step({"w": 1.0}, {"w": 2.0})
        {'w': 0.5}
        >>> optimizer.step({"w": 0.5}, {"w": 4.0})
        {'w': -0.75}
    """

    def __init__(self, lr: float, momentum: float = 0.0) -> None:
        self.lr = lr
        self.momentum = momentum
        # What `step` has to remember begins here.

    def step(self, params: Params, grads: Params) -> Params:
        """Compute the parameters after one step.

        Args:
            params: The parameters by name, numbers or arrays of any shape.
            grads: Their gradients under the same names, each of its parameter's shape.

        Returns:
            The new parameters, in a new dict with the keys of `params`.
        """
        raise NotImplementedError


class RMSProp:
    """Gradient descent whose steps are divided by the recent size of the gradient, entry by entry.

    Formulas, for every parameter p with gradient g: s = alpha * s + (1 - alpha) * g ** 2,
    p = p - lr * g / (sqrt(s) + eps).

    Args:
        lr: The learning rate, a number.
        alpha: How much of the last step's s is kept, from 0 to below 1.
        eps: Keeps the division away from 0, a small number.

    Example:
        >>> optimizer = RMSProp(lr=0.25, alpha=0.75)
        >>> round(float(optimizer.step({"w": 1.0}, {"w": 2.0})["w"]), 6)
        0.5
        >>> round(float(optimizer.step({"w": 0.5}, {"w": -1.0})["w"]), 6)
        0.75
    """

    def __init__(self, lr: float, alpha: float = 0.99, eps: float = 1e-8) -> None:
        self.lr = lr
        self.alpha = alpha
        self.eps = eps
        # What `step` has to remember begins here.

    def step(self, params: Params, grads: Params) -> Params:
        """Compute the parameters after one step.

        Args:
            params: The parameters by name, numbers or arrays of any shape.
            grads: Their gradients under the same names, each of its parameter's shape.

        Returns:
            The new parameters, in a new dict with the keys of `params`.
        """
        raise NotImplementedError


class Adam:
    """Momentum and division by the recent size of the gradient, both corrected for their start at 0.

    Formulas, for every parameter p with gradient g, in step t = 1, 2, 3, ...:
    m = beta1 * m + (1 - beta1) * g, v = beta2 * v + (1 - beta2) * g ** 2,
    m_hat = m / (1 - beta1 ** t), v_hat = v / (1 - beta2 ** t), p = p - lr * m_hat / (sqrt(v_hat) + eps).

    Args:
        lr: The learning rate, a number.
        betas: The pair (beta1, beta2): how much of m and of v is kept, each from 0 to below 1.
        eps: Keeps the division away from 0, a small number.

    Example:
        >>> optimizer = Adam(lr=0.25, betas=(0.5, 0.75))
        >>> round(float(optimizer.step({"w": 1.0}, {"w": 2.0})["w"]), 6)
        0.75
        >>> round(float(optimizer.step({"w": 0.75}, {"w": -2.0})["w"]), 6)
        0.833333
    """

    def __init__(self, lr: float, betas: tuple[float, float] = (0.9, 0.999), eps: float = 1e-8) -> None:
        self.lr = lr
        self.betas = betas
        self.eps = eps
        # What `step` has to remember begins here.

    def step(self, params: Params, grads: Params) -> Params:
        """Compute the parameters after one step.

        Args:
            params: The parameters by name, numbers or arrays of any shape.
            grads: Their gradients under the same names, each of its parameter's shape.

        Returns:
            The new parameters, in a new dict with the keys of `params`.
        """
        raise NotImplementedError


def clip_by_global_norm(grads: Params, max_norm: float) -> tuple[Params, float]:
    """Shorten the gradient of all parameters together to a length of at most `max_norm`.

    Formulas: norm = sqrt(sum of the squares of all entries of all gradients); every gradient is multiplied by
    min(1, max_norm / norm). A norm of 0 changes nothing.

    Args:
        grads: The gradients by name, numbers or arrays of any shape.
        max_norm: The greatest norm that is permitted, a positive number.

    Returns:
        The pair (grads, norm): the gradients in a new dict, and the norm before clipping, a Python float.

    Example:
        >>> clip_by_global_norm({"w": np.array([3.0, 0.0]), "b": 4.0}, max_norm=2.5)
        ({'w': array([1.5, 0. ]), 'b': 2.0}, 5.0)
    """
    raise NotImplementedError


def warmup_cosine(step: int, total: int, warmup: int, peak: float) -> float:
    """Compute the learning rate of a step: first up along a line, then down along half a cosine.

    Formulas: below `warmup`, peak * step / warmup; from there on, with the share
    q = (step - warmup) / (total - warmup) of the way down, peak * (1 + cos(pi * q)) / 2.
    It is `peak` at step `warmup` and 0 at step `total`. Where `warmup` is 0, it begins with `peak`.

    Args:
        step: The number of the step, from 0 to `total`.
        total: The number of steps in all.
        warmup: The number of steps on the way up, from 0 to below `total`.
        peak: The greatest learning rate, a number.

    Returns:
        The learning rate, a Python float.

    Example:
        >>> [round(warmup_cosine(step, total=6, warmup=2, peak=0.5), 3) for step in range(7)]
        [0.0, 0.25, 0.5, 0.427, 0.25, 0.073, 0.0]
    """
    raise NotImplementedError


def fit(
    loss_and_grads: Callable[[Params], tuple[float, Params]],
    params: Params,
    optimizer: Optimizer,
    steps: int,
    schedule: Callable[[int], float] | None = None,
) -> tuple[Params, Array]:
    """Train with any optimizer.

    In every step, numbered 0, 1, 2, ...: compute loss and gradients at the parameters as they are, once;
    record the loss; if there is a schedule, set the optimizer's `lr` to schedule(number of the step); let the
    optimizer take its step.

    Args:
        loss_and_grads: Computes the pair (loss, grads) for some parameters.
        params: The starting parameters by name, numbers or arrays of any shape.
        optimizer: Takes the steps.
        steps: How many steps to take.
        schedule: Gives the learning rate of a step; None leaves the optimizer's as it is.

    Returns:
        The pair (params, losses): the final parameters in a new dict, and the losses, (steps,), each taken
        before its step.

    Example:
        >>> def parabola(params):
        ...     return params["x"] ** 2, {"x": 2 * params["x"]}
        >>> params, losses = fit(parabola, {"x": 4.0}, SGD(lr=0.25), steps=3)
        >>> params
        {'x': 0.5}
        >>> losses
        array([16.,  4.,  1.])
    """
    raise NotImplementedError
