"""Deep networks: forward and backward through any number of layers, and why depth is hard.

A network of L layers is a list of L pairs (W, b), the first layer first. With n inputs and m units a layer
has W (m, n) and b (m,), laid out as in `torch.nn.Linear`. A sample is a row, and a layer computes
`z = x @ W.T + b`. The activation follows every layer but the last: what the last layer computes is the
network's output. L is 1 or more, and every layer may have another width.

All arrays are float64. Gradients come back as a list of L pairs (dW, db) in the order of the layers, each
of the shape of its W or b. No function changes its arguments, lists and arrays included.

Activations are named "identity", "sigmoid", "relu", "tanh"; losses "half_sse", "mse", "cross_entropy".
`activate`, `activate_grad` and `loss_grad` are given; build on them. Leave `import numpy as np` as it is,
because the checks make their random generators with your `np`.

CHAIN below is the handout's worked example.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Labels = NDArray[np.int64]
Layers = list[tuple[Array, Array]]

# Three layers of one unit each, tanh and half_sse, for X = [[1.5]] and y = [[1.0]].
CHAIN: Layers = [
    (np.array([[0.8]]), np.array([-0.4])),
    (np.array([[1.2]]), np.array([0.1])),
    (np.array([[-0.6]]), np.array([0.3])),
]


def activate(z: Array, kind: str) -> Array:
    """Apply an activation function to every entry of z. This function is given.

    Formulas: "identity" z; "sigmoid" 1 / (1 + exp(-z)); "relu" max(z, 0); "tanh" tanh(z).

    Args:
        z: Pre-activations, an array of any shape.
        kind: Name of the activation.

    Returns:
        A new array of the shape of z.

    Raises:
        ValueError: If there is no activation of this name.

    Example:
        >>> activate(np.array([-1.0, 0.0, 2.0]), "relu")
        array([0., 0., 2.])
    """
    if kind == "identity":
        return np.array(z, dtype=np.float64)
    if kind == "sigmoid":
        return np.exp(-np.logaddexp(0.0, np.negative(z)))
    if kind == "relu":
        return np.maximum(z, 0.0)
    if kind == "tanh":
        return np.tanh(z)
    raise ValueError(f"unknown activation: {kind!r}")


def activate_grad(z: Array, kind: str) -> Array:
    """Compute the derivative of an activation function at every entry of z. This function is given.

    The argument is the pre-activation z, the activation's input, not its output. relu'(0) = 0.

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
    a = activate(z, kind)
    if kind == "sigmoid":
        return a * (1 - a)
    if kind == "relu":
        return np.where(a > 0, 1.0, 0.0)
    if kind == "tanh":
        return 1 - a**2
    return np.ones_like(a)


def loss_grad(out: Array, y: Array | Labels, kind: str) -> Array:
    """Compute the derivative of the loss with respect to every entry of `out`. This function is given.

    Formulas: "half_sse" out - y; "mse" 2 * (out - y) / (N * K); "cross_entropy"
    (softmax(out) - one_hot(y)) / N. All factors 1/N and 1/K are in here.

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
    if kind == "half_sse":
        return out - y
    if kind == "mse":
        return 2 * (out - y) / out.size
    if kind == "cross_entropy":
        powers: Array = np.exp(out - out.max(axis=1, keepdims=True))
        one_hot: Array = np.eye(out.shape[1])[y]
        slopes: Array = (powers / powers.sum(axis=1, keepdims=True) - one_hot) / len(out)
        return slopes
    raise ValueError(f"unknown loss: {kind!r}")


def forward(X: Array, layers: Layers, activation: str) -> list[dict[str, Array]]:
    """Compute every layer's stage for a batch.

    Formulas, layer by layer, with x = X for the first layer and x = h of the layer before for the others:
    z = x @ W.T + b; h = activate(z, activation), but h = z in the last layer.

    Args:
        X: The inputs, one sample per row, (N, D).
        layers: The network, L pairs (W, b).
        activation: Name of the activation between layers.

    Returns:
        A list of L dicts, the first layer first, each with keys "z" and "h", both (N, m) where the layer has
        m units. The network's output is the "h" of the last.

    Example:
        >>> stages = forward(np.array([[1.5]]), CHAIN, "tanh")
        >>> [stage["z"].round(3).item() for stage in stages]
        [0.8, 0.897, -0.129]
        >>> [stage["h"].round(3).item() for stage in stages]
        [0.664, 0.715, -0.129]
    """
    raise NotImplementedError


def backward(
    X: Array, y: Array | Labels, layers: Layers, activation: str, kind: str
) -> list[tuple[Array, Array]]:
    """Compute the derivative of the batch's loss with respect to every weight and bias.

    Begin with dz = loss_grad(...) of the last layer and go through the layers from the last to the first:
    dW = dz.T @ x, db = sum of dz over the samples, dx = dz @ W, where x is what went into the layer. Before
    it reaches the layer below, dx is multiplied by the activation's derivative at that layer's z.

    Args:
        X: The inputs, one sample per row, (N, D).
        y: The targets, (N, K); for "cross_entropy" integer labels, (N,).
        layers: The network, L pairs (W, b); the last layer has K units.
        activation: Name of the activation between layers.
        kind: Name of the loss.

    Returns:
        A list of L pairs (dW, db) in the order of the layers, of the shapes of W and b.

    Example:
        >>> gradients = backward(np.array([[1.5]]), np.array([[1.0]]), CHAIN, "tanh", "half_sse")
        >>> [(dW.round(3).item(), db.round(3).item()) for dW, db in gradients]
        [(0.333, 0.222), (0.22, 0.331), (-0.807, -1.129)]
    """
    raise NotImplementedError


def gradient_norms(X: Array, y: Array | Labels, layers: Layers, activation: str, kind: str) -> Array:
    """Compute the size of each layer's weight gradient.

    Formula: the Frobenius norm of dW, the square root of the sum of the squares of all its entries. Biases
    do not count. Norms as small as 1e-100 must come out right.

    Args:
        X: The inputs, one sample per row, (N, D).
        y: The targets, (N, K); for "cross_entropy" integer labels, (N,).
        layers: The network, L pairs (W, b).
        activation: Name of the activation between layers.
        kind: Name of the loss.

    Returns:
        The norms, (L,), the first layer's first.

    Example:
        >>> gradient_norms(np.array([[1.5]]), np.array([[1.0]]), CHAIN, "tanh", "half_sse").round(3)
        array([0.333, 0.22 , 0.807])
    """
    raise NotImplementedError


def mean_slopes(X: Array, layers: Layers, activation: str) -> Array:
    """Compute the mean derivative of the activation in each hidden layer.

    Formula: the mean of activate_grad(z, activation) over all samples and units of a layer. The last layer
    has no activation and no slope. A gradient on its way back is multiplied by about these numbers, one
    after the other.

    Args:
        X: The inputs, one sample per row, (N, D).
        layers: The network, L pairs (W, b).
        activation: Name of the activation between layers.

    Returns:
        The mean slopes, (L - 1,), the first layer's first; for a single layer an empty array, (0,).

    Example:
        >>> mean_slopes(np.array([[1.5]]), CHAIN, "tanh").round(3)
        array([0.559, 0.489])
    """
    raise NotImplementedError


def xavier(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
    """Draw the weights of a layer as Xavier Glorot proposes.

    Every entry is drawn from a normal distribution with mean 0 and variance 2 / (fan_in + fan_out). The
    variance is the square of the standard deviation. All randomness comes from `rng`: NumPy's global
    generator is neither used nor changed.

    Args:
        fan_in: Number of inputs of the layer.
        fan_out: Number of its units.
        rng: The generator to draw with, such as `np.random.default_rng(0)`.

    Returns:
        The weights W, (fan_out, fan_in).

    Example:
        >>> xavier(3, 2, np.random.default_rng(0)).shape
        (2, 3)
    """
    raise NotImplementedError


def he(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
    """Draw the weights of a layer as Kaiming He proposes for ReLU.

    Every entry is drawn from a normal distribution with mean 0 and variance 2 / fan_in. All randomness comes
    from `rng`, as in `xavier`.

    Args:
        fan_in: Number of inputs of the layer.
        fan_out: Number of its units.
        rng: The generator to draw with.

    Returns:
        The weights W, (fan_out, fan_in).

    Example:
        >>> he(3, 2, np.random.default_rng(0)).shape
        (2, 3)
    """
    raise NotImplementedError


def collapse(layers: Layers) -> tuple[Array, Array]:
    """Replace a stack of linear layers, with no activation between them, by one layer that computes the same.

    Formula for two layers: W2 @ (W1 @ x + b1) + b2 = W @ x + b for every x. Go on in the same way for more;
    a single layer is its own replacement.

    Args:
        layers: The stack, L pairs (W, b), the first layer first. The first has D inputs, the last K units.

    Returns:
        The pair (W, b) of the one layer: W (K, D), b (K,).

    Example:
        >>> first = np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([1.0, -1.0])
        >>> second = np.array([[2.0, -1.0]]), np.array([0.5])
        >>> collapse([first, second])
        (array([[2., 3.]]), array([3.5]))
    """
    raise NotImplementedError
