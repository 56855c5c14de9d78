"""Forty checks of one function, as source text, so that each grader gets them in its own form.

Each draws a batch and a two-layer network of other sizes, and compares what a submission's `backward` returns
with what PyTorch's autograd finds.
"""

import textwrap
from typing import Final

__all__ = ["CHECKS", "SUBMISSION", "check_code", "draw_code"]

CHECKS: Final = 40

SUBMISSION: Final = '''\
import numpy as np


def forward(X, W1, b1, W2, b2):
    """Compute hidden units and outputs of a two-layer network."""
    hidden = np.maximum(X @ W1.T + b1, 0.0)
    return hidden, hidden @ W2.T + b2


def backward(X, Y, W1, b1, W2, b2):
    """Compute the gradients of the mean squared error with respect to W1, b1, W2 and b2."""
    hidden, output = forward(X, W1, b1, W2, b2)
    d_output = 2 * (output - Y) / Y.size
    d_hidden = (d_output @ W2) * (hidden > 0)
    return d_hidden.T @ X, d_hidden.sum(axis=0), d_output.T @ hidden, d_output.sum(axis=0)
'''

_DRAW: Final = """\
N, D, H, K = rng.integers(1, 8, size=4)
shapes = {"X": (N, D), "Y": (N, K), "W1": (H, D), "b1": H, "W2": (K, H), "b2": K}
given = {name: rng.normal(size=shape) for name, shape in shapes.items()}
"""
_AUTOGRAD: Final = """\
tensors = {name: torch.tensor(value, requires_grad=True) for name, value in given.items()}
hidden = torch.relu(tensors["X"] @ tensors["W1"].T + tensors["b1"])
output = hidden @ tensors["W2"].T + tensors["b2"]
torch.mean((output - tensors["Y"]) ** 2).backward()
"""
_COMPARE: Final = """\
for name, found in zip(("W1", "b1", "W2", "b2"), backward(**given), strict=True):
    np.testing.assert_allclose(found, tensors[name].grad.numpy(), rtol=1e-6, atol=1e-9, err_msg=name)
"""


def draw_code(indent: str = "") -> str:
    """Return code that draws `given`, the arguments of `backward`, from `rng`.

    Args:
        indent: What each line begins with.
    """
    return textwrap.indent(_DRAW, indent)


def check_code(seed: object, indent: str = "") -> str:
    """Return the code of one check, which needs `backward`, `np` and `torch`.

    Args:
        seed: A number, or an expression that gives one.
        indent: What each line begins with.
    """
    return textwrap.indent(f"rng = np.random.default_rng({seed})\n{_DRAW}{_AUTOGRAD}{_COMPARE}", indent)
