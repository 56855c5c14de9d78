"""Two-layer MLP: forward, loss and backward on a batch.

Shapes, with N samples, D inputs, H hidden units and K outputs (weights laid out as in `torch.nn.Linear`):

    X (N, D)    W1 (H, D)    b1 (H,)    W2 (K, H)    b2 (K,)

A sample is a row, and a layer is `x @ W.T + b`. `params` is a dict with keys "W1", "b1", "W2", "b2".
The targets y are (N, K), for the loss "cross_entropy" integer labels (N,) from 0 to K - 1.

Gradients come back in dicts whose keys are names of variables: in a dict of gradients `"W1"` holds
dLoss/dW1, never W1 itself, and has the shape of W1. Everything is computed in float64. No function changes
its arguments, arrays and dicts included; functions that update parameters return new ones.

Activations are named "identity", "sigmoid", "relu", "tanh"; losses "half_sse", "mse", "cross_entropy".
Another name raises ValueError. relu'(0) = 0. "mse" divides by N * K, "half_sse" divides by nothing but 2.

The handout works through three examples; their starting parameters are LINE, PLANE and TEXTBOOK below.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Labels = NDArray[np.int64]

# D=1, H=2, K=1, ReLU and mse, for y = 2x + 3 on np.linspace(-1, 1, 10), lr 0.1, one step.
LINE = {
    "W1": np.array([[0.5], [-0.8]]),
    "b1": np.array([0.1, 0.2]),
    "W2": np.array([[0.7, -0.4]]),
    "b2": np.array([0.3]),
}

# D=2, H=3, K=1, ReLU and mse, for X = [[1, 2], [2, 3], [3, 4]] and y = [[1], [2], [3]], lr 0.01, 100 epochs.
PLANE = {
    "W1": np.array([[0.3, -0.1], [-0.6, 0.4], [0.5, 0.2]]),
    "b1": np.array([0.1, 0.05, -0.1]),
    "W2": np.array([[0.6, -0.3, 0.4]]),
    "b2": np.array([0.2]),
}

# D=2, H=2, K=1, sigmoid in both layers and half_sse, for X = [[1, 0.5]] and y = [[1]], lr 0.5, one step.
TEXTBOOK = {
    "W1": np.array([[0.5, -0.3], [0.2, 0.8]]),
    "b1": np.array([0.1, -0.2]),
    "W2": np.array([[0.7, -0.6]]),
    "b2": np.array([0.3]),
}


def activate(z: Array, kind: str) -> Array:
    """Apply an activation function to every entry of z.

    Formulas: "identity" z; "sigmoid" 1 / (1 + exp(-z)); "relu" max(z, 0); "tanh" tanh(z).
    Entries of 1000 or -1000 must give the right value, without overflow or a warning.

    Args:
        z: Pre-activations, an array of any shape or a number.
        kind: Name of the activation.

    Returns:
        A new array of the shape of z.

    Raises:
        ValueError: If there is no activation of this name.

    Example:
        >>> activate(np.array([-1.0, 0.0, 2.0]), "relu")
        array([0., 0., 2.])
    """
    raise NotImplementedError


def activate_grad(z: Array, kind: str) -> Array:
    """Compute the derivative of an activation function at every entry of z.

    The argument is the pre-activation z, the activation's input, not its output.
    Formulas, with a = activate(z, kind): "identity" 1; "sigmoid" a * (1 - a); "relu" 1 where z > 0, else 0
    (so 0 at exactly 0); "tanh" 1 - a ** 2.

    Args:
        z: Pre-activations, an array of any shape.
        kind: Name of the activation.

    Returns:
        A new array of the shape of z.

    Raises:
        ValueError: If there is no activation of this name.

    Example:
        >>> activate_grad(np.array([-1.0, 0.0, 2.0]), "relu")
        array([0., 0., 1.])
    """
    raise NotImplementedError


def forward(
    X: Array, params: dict[str, Array], activation: str, output_activation: str = "identity"
) -> dict[str, Array]:
    """Compute the network's output for a batch, and keep every stage for `backward`.

    Formulas: z1 = X @ W1.T + b1, h = activation(z1), z2 = h @ W2.T + b2, out = output_activation(z2).

    Args:
        X: The inputs, one sample per row, (N, D).
        params: W1 (H, D), b1 (H,), W2 (K, H), b2 (K,).
        activation: Name of the hidden layer's activation.
        output_activation: Name of the output layer's activation.

    Returns:
        A dict with keys "z1" (N, H), "h" (N, H), "z2" (N, K), "out" (N, K).

    Example:
        >>> forward(np.array([[1.0], [-1.0]]), LINE, "relu")["z1"]
        array([[ 0.6, -0.6],
               [-0.4,  1. ]])
    """
    raise NotImplementedError


def loss(out: Array, y: Array | Labels, kind: str) -> float:
    """Compute the loss of a batch.

    Formulas: "half_sse" 0.5 * sum((out - y) ** 2), over all N * K entries; "mse" mean((out - y) ** 2), over
    all N * K entries; "cross_entropy" the mean over the N samples of -log(softmax(out)[label]), where `out`
    holds logits (the output layer's activation is "identity"). Logits of 1000 must not overflow.

    Args:
        out: The network's output, (N, K).
        y: The targets, (N, K); for "cross_entropy" integer labels, (N,).
        kind: Name of the loss.

    Returns:
        The loss, a Python float.

    Raises:
        ValueError: If there is no loss of this name.

    Example:
        >>> loss(np.array([[1.0, 2.0]]), np.array([[0.0, 4.0]]), "mse")
        2.5
    """
    raise NotImplementedError


def loss_grad(out: Array, y: Array | Labels, kind: str) -> Array:
    """Compute the derivative of the loss with respect to every entry of `out`.

    Formulas: "half_sse" out - y; "mse" 2 * (out - y) / (N * K); "cross_entropy"
    (softmax(out) - one_hot(y)) / N, the softmax taken of each row.

    Args:
        out: The network's output, (N, K); for "cross_entropy" logits.
        y: The targets, (N, K); for "cross_entropy" integer labels, (N,).
        kind: Name of the loss.

    Returns:
        dLoss/dout, (N, K).

    Raises:
        ValueError: If there is no loss of this name.

    Example:
        >>> loss_grad(np.array([[1.0, 2.0]]), np.array([[0.0, 4.0]]), "mse")
        array([[ 1., -2.]])
    """
    raise NotImplementedError


def backward(
    X: Array,
    y: Array | Labels,
    params: dict[str, Array],
    activation: str,
    kind: str,
    output_activation: str = "identity",
) -> dict[str, Array]:
    """Compute the derivative of the batch's loss with respect to every stage, parameter and input.

    Go through `forward` from its end to its beginning. Each gradient has the shape of its variable: that
    decides where a transpose and where a sum over the batch is needed. All factors 1/N and 1/K are in
    `loss_grad` already; none is needed after it. Use the chain rule: one pass forward and one backward give
    all gradients, for 100,000 weights in milliseconds.

    Args:
        X: The inputs, one sample per row, (N, D).
        y: The targets, (N, K); for "cross_entropy" integer labels, (N,).
        params: W1 (H, D), b1 (H,), W2 (K, H), b2 (K,).
        activation: Name of the hidden layer's activation.
        kind: Name of the loss.
        output_activation: Name of the output layer's activation.

    Returns:
        A dict with keys "out" (N, K), "z2" (N, K), "W2" (K, H), "b2" (K,), "h" (N, H), "z1" (N, H),
        "W1" (H, D), "b1" (H,), "X" (N, D): dLoss/dout and so on.

    Example:
        >>> X, y = np.array([[1.0], [-1.0]]), np.array([[5.0], [1.0]])
        >>> gradients = backward(X, y, LINE, "relu", "mse")
        >>> gradients["out"].round(2)
        array([[-4.28],
               [-1.1 ]])
        >>> gradients["W2"].round(3)
        array([[-2.568, -1.1  ]])
    """
    raise NotImplementedError


def train(
    X: Array,
    y: Array | Labels,
    params: dict[str, Array],
    activation: str,
    kind: str,
    lr: float,
    epochs: int,
    batch_size: int | None = None,
) -> tuple[dict[str, Array], Array]:
    """Train the network by gradient descent on batches; the output layer's activation is "identity".

    Each epoch takes the samples in the given order, `batch_size` at a time; the last batch may be smaller.
    Each step records the batch's loss with the parameters as they are, then moves every parameter by
    -lr * gradient, all gradients taken before any parameter moves.

    Args:
        X: The inputs, one sample per row, (N, D).
        y: The targets, (N, K); for "cross_entropy" integer labels, (N,).
        params: The starting parameters: W1 (H, D), b1 (H,), W2 (K, H), b2 (K,).
        activation: Name of the hidden layer's activation.
        kind: Name of the loss.
        lr: The learning rate, a number.
        epochs: How often to go through all samples.
        batch_size: Samples per step; None takes all N in one batch.

    Returns:
        The pair (params, losses): the final parameters in a new dict, and the losses, (steps,), each taken
        before its step.

    Example:
        >>> X = np.linspace(-1, 1, 10).reshape(10, 1)
        >>> params, losses = train(X, 2 * X + 3, LINE, "relu", "mse", lr=0.1, epochs=2, batch_size=4)
        >>> losses.shape, params["W1"].shape
        ((6,), (2, 1))
    """
    raise NotImplementedError
