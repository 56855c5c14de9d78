"""Mistakes in solutions of `quadratic-model`, each as an edit of the solution or a function in its place.

The numbers Q1 to Q23 and T1 to T15 are those of the catalogue of misconceptions; mistakes without a number
are further one-line slips.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from tests.unit.suites.breaking import edited, solution

__all__ = ["MISTAKES", "Mistake", "broken"]

Mistake = str | Sequence[tuple[str, str]]
"""A function that takes the place of the solution's, or old and new texts within the solution."""

_FLOATS: Final = "    x = np.asarray(x, dtype=np.float64)\n"
_Y_HAT: Final = "return w1 * x**2 + w2 * x + b"
_RESIDUAL: Final = "np.asarray(y_hat, dtype=np.float64) - y"
_MEAN: Final = "float(np.mean(residual**2))"
_ERROR: Final = "dy_hat = 2 * (forward(x, w1, w2, b) - y)"
_W1, _W2, _B = (
    "float(np.mean(dy_hat * x**2))",
    "float(np.mean(dy_hat * x))",
    "float(np.mean(dy_hat))",
)
_STEP: Final = "value - lr * grads[name]"
_FIT_LOSS: Final = "            losses[epoch, i] = loss(forward(x[i], **params), y[i])\n"
_FIT_STEP: Final = "            params = sgd_step(params, backward(x[i], y[i], **params), lr)\n"
_FIT_LOOP: Final = "for i in range(len(x)):\n" + _FIT_LOSS
_LINEAR_STEP: Final = "w = w - lr * 2 * r * x[i]"
_LINEAR_LOSS: Final = "            losses[epoch, i] = r**2\n"


def broken(*mistakes: Mistake) -> str:
    """Make a solution that makes all these mistakes."""
    source = solution("quadratic-model")
    for mistake in mistakes:
        source = f"{source}\n\n{mistake}" if isinstance(mistake, str) else edited(source, *mistake)
    return source


def _fit(*lines: str, before: str = "") -> str:
    """A `fit` whose loop over the samples has other lines; `before` comes ahead of the loops."""
    body = "".join(f"            {line}\n" for line in lines)
    return (
        "def fit(x, y, params, lr, epochs):\n    params = dict(params)\n"
        "    losses = np.zeros((epochs, len(x)))\n"
        f"    {before or 'pass'}\n    for epoch in range(epochs):\n        for i in range(len(x)):\n{body}"
        "    return params, losses\n"
    )


_LOSS: Final = "losses[epoch, i] = loss(forward(x[i], **params), y[i])"

FORWARD: Final[Mapping[str, Mistake]] = {
    "bias forgotten": [(_Y_HAT, "return w1 * x**2 + w2 * x")],
    "x not squared": [(_Y_HAT, "return w1 * x + w2 * x + b")],
    "weights swapped": [(_Y_HAT, "return w2 * x**2 + w1 * x + b")],
    "weighted input squared": [(_Y_HAT, "return (w1 * x) ** 2 + w2 * x + b")],
    "Q22 small integers overflow": [(_FLOATS + "    return", "    return")],
    "always an array": [(_Y_HAT, _Y_HAT.replace("x", "np.atleast_1d(x)"))],
    "x squared in place": [(_Y_HAT, "s = x.copy()\n    x **= 2\n    return w1 * x + w2 * s + b")],
    "constant kept from the first call": "_kept = []\ndef forward(x, w1, w2, b):\n"
    "    _kept.append(w1 * np.asarray(x, float) ** 2 + w2 * np.asarray(x, float) + b)\n    return _kept[0]\n",
}

LOSS: Final[Mapping[str, Mistake]] = {
    "Q2 sum": [(_MEAN, "float(np.sum(residual**2))")],
    "Q5 half": [(_MEAN, "float(0.5 * np.mean(residual**2))")],
    "Q13 absolute value": [(_MEAN, "float(np.mean(np.abs(residual)))")],
    "Q15 square of the mean": [(_MEAN, "float(np.mean(residual) ** 2)")],
    "Q20 one for each sample": [(_MEAN, "residual**2")],
    "Q21 every prediction against every target": [(_RESIDUAL, "np.subtract.outer(y_hat, y)")],
    "Q23 cut off to an integer": "def loss(y_hat, y):\n    squares = np.zeros_like(np.atleast_1d(y_hat))\n"
    "    squares[:1] = np.mean((np.atleast_1d(y_hat) - y) ** 2)\n    return float(squares[0])\n",
    "T15 residual in place": [(_RESIDUAL, "np.asarray(y_hat)\n    residual -= y")],
    "of shape (1,)": [(_MEAN, "np.mean(residual**2, keepdims=True).reshape(1)")],
    "root": [(_MEAN, "float(np.sqrt(np.mean(residual**2)))")],
    "number of samples typed in": [(_MEAN, "float(np.sum(residual**2) / 5)")],
}

BACKWARD: Final[Mapping[str, Mistake]] = {
    "Q1 without 2": [(_ERROR, "dy_hat = forward(x, w1, w2, b) - y")],
    "Q1 without 2 in stages": [("dr = 2 * r", "dr = r")],
    "Q2 sum": [(one, one.replace("mean", "sum")) for one in (_W1, _W2, _B)],
    "Q3 target minus prediction": [(_ERROR, "dy_hat = 2 * (y - forward(x, w1, w2, b))")],
    "Q3 target minus prediction in stages": [("r = y_hat - y\n", "r = y - y_hat\n")],
    "Q4 divided twice": [(_ERROR, "dy_hat = 2 * (forward(x, w1, w2, b) - y) / np.size(x)")],
    "Q5 half of the sum": [(_ERROR, "dy_hat = (forward(x, w1, w2, b) - y) * np.size(x)")],
    "Q7 dw1 uses x": [(_W1, _W2)],
    "Q7 dw1 uses x in stages": [("dw1 = dz1 * x**2", "dw1 = dz1 * x")],
    "Q8 derivative by x": [
        (_W1, "float(np.mean(dy_hat * 2 * w1 * x))"),
        (_W2, "float(np.mean(dy_hat * w2))"),
    ],
    "Q9 derivative of x squared": [
        (_W1, "float(np.mean(2 * dy_hat * x))"),
        (_W2, _B),
        ('"b": ' + _B, '"b": 0'),
    ],
    "Q10 without the error": [(_ERROR, "dy_hat = np.ones_like(x)")],
    "Q11 prediction for error": [(_ERROR, "dy_hat = 2 * forward(x, w1, w2, b)")],
    "Q12 error squared again": [(_ERROR, "dy_hat = 2 * (forward(x, w1, w2, b) - y) ** 2")],
    "Q13 sign of the error": [(_ERROR, "dy_hat = np.sign(forward(x, w1, w2, b) - y)")],
    "Q15 mean of x squared": [(_W1, "float(np.mean(dy_hat * np.mean(x) ** 2))")],
    "Q16 db is 1": [('"b": ' + _B, '"b": 1.0')],
    "Q16 db is 0": [('"b": ' + _B, '"b": 0.0')],
    "Q16 db is the mean of y": [('"b": ' + _B, '"b": float(np.mean(y))')],
    "Q19 last sample only": "def backward(x, y, w1, w2, b):\n"
    "    for x_i, y_i in zip(np.atleast_1d(x), np.atleast_1d(y)):\n"
    "        _, g = stages(float(x_i), float(y_i), w1, w2, b)\n"
    "    return {'w1': g['w1'], 'w2': g['w2'], 'b': g['b']}\n",
    "Q20 one for each sample": [(_W1, "dy_hat * x**2"), (_W2, "dy_hat * x"), ('"b": ' + _B, '"b": dy_hat')],
    "Q21 every prediction against every target": [
        (_ERROR, _ERROR.replace("- y", "- np.reshape(y, (-1, 1))"))
    ],
    "Q22 small integers overflow": [(_FLOATS + "    dy_hat", "    dy_hat")],
    "T15 residual in place": [(_ERROR, "y -= forward(x, w1, w2, b)\n    dy_hat = -2 * y")],
    "mean of the products for product of means": [(_W2, "float(np.mean(dy_hat) * np.mean(x))")],
    "differences of two losses": "def backward(x, y, w1, w2, b):\n"
    "    at = lambda p: float(np.mean((p[0] * np.asarray(x, float) ** 2 + p[1] * x + p[2] - y) ** 2))\n"
    "    h, p = 1e-5 * np.eye(3), np.array([w1, w2, b], float)\n"
    "    return {k: (at(p + e) - at(p - e)) / 2e-5 for k, e in zip(('w1', 'w2', 'b'), h)}\n",
    "differences of two losses in stages": [
        ("dw1 = dz1 * x**2", "dw1 = ((r + 1e-5 * x**2) ** 2 - (r - 1e-5 * x**2) ** 2) / 2e-5"),
        ("dw2 = dz2 * x", "dw2 = ((r + 1e-5 * x) ** 2 - (r - 1e-5 * x) ** 2) / 2e-5"),
    ],
    "stage with the wrong sign": [("    z = z1 + z2\n", "    z = z1 - z2\n")],
    "loss not squared": [('"loss": r**2', '"loss": r')],
    "loss in the place of its gradient": [("dr = 2 * r", "dr = r**2")],
}

TRAINING: Final[Mapping[str, Mistake]] = {
    "T1 gradients not zeroed": _fit(
        _LOSS,
        "g = backward(x[i], y[i], **params)",
        "total = {k: total[k] + g[k] for k in g}",
        "params = sgd_step(params, total, lr)",
        before="total = dict.fromkeys(params, 0.0)",
    ),
    "T2 uphill": [(_STEP, "value + lr * grads[name]")],
    "T2 uphill in fit_linear": [(_LINEAR_STEP, "w = w + lr * 2 * r * x[i]")],
    "T2 uphill in fit": _fit(
        _LOSS, "g = backward(x[i], y[i], **params)", "params = {k: params[k] + lr * g[k] for k in g}"
    ),
    "T5 divided by the number of samples": [(_FIT_STEP, _FIT_STEP.replace("lr)", "lr / len(x))"))],
    "T6 last sample left out": [(_FIT_LOOP, _FIT_LOOP.replace("len(x)", "len(x) - 1"))],
    "T7 always the first sample": [(_FIT_STEP, _FIT_STEP.replace("[i]", "[0]"))],
    "T8 only x in another order": [
        ("    params = dict(params)\n", "    params = dict(params)\n    x = x[::-1]\n")
    ],
    "T9 weights one after the other": _fit(
        _LOSS,
        "for k in ('w1', 'w2', 'b'):",
        "    params[k] = params[k] - lr * backward(x[i], y[i], **params)[k]",
    ),
    "T11 bias not updated": [(_FIT_STEP, _FIT_STEP.replace(", lr)", ', lr) | {"b": params["b"]}'))],
    "T12 loss after the update": [(_FIT_LOSS + _FIT_STEP, _FIT_STEP + _FIT_LOSS)],
    "T12 loss after the update in fit_linear": [
        (
            _LINEAR_LOSS + "            " + _LINEAR_STEP,
            "            " + _LINEAR_STEP + "\n            losses[epoch, i] = (w * x[i] - y[i]) ** 2",
        )
    ],
    "T13 one epoch too few": _fit(
        "if epoch == epochs - 1 and epochs > 1: continue", _LOSS, _FIT_STEP.strip()
    ),
    "T13 returns after the first epoch": [
        (_FIT_STEP + "    return params, losses", _FIT_STEP + "        return params, losses")
    ],
    "T13 returns after the first sample": [
        (_FIT_STEP + "    return params, losses", _FIT_STEP + "            return params, losses")
    ],
    "T14 every row the same": _fit(
        "losses[:, i] = losses[epoch, i] = loss(forward(x[i], **params), y[i])", _FIT_STEP.strip()
    ),
    "T15 step in place": "def sgd_step(params, grads, lr):\n    for name in params:\n"
    "        params[name] -= lr * grads[name]\n    return params\n",
    "T15 caller's parameters in place": _fit(
        _LOSS, "g = backward(x[i], y[i], **params)", "for k in g: params[k] -= lr * g[k]"
    ).replace("dict(params)", "params"),
    "Q23 integer parameters cut off": "def sgd_step(params, grads, lr):\n"
    "    new = np.array(list(params.values()))\n    for i, name in enumerate(params):\n"
    "        new[i] = new[i] - lr * grads[name]\n    return dict(zip(params, new.tolist()))\n",
    "Q23 integer parameters cut off in fit": _fit(
        _LOSS,
        "g = backward(x[i], y[i], **params)",
        "for j, k in enumerate(names): new[j] = new[j] - lr * g[k]",
        "params = dict(zip(names, new.tolist()))",
        before="names = list(params); new = np.array(list(params.values()))",
    ),
    "Q23 losses cut off": [
        (_LINEAR_LOSS, "            losses[epoch, i] = np.asarray(r**2).astype(x.dtype)\n")
    ],
    "without the learning rate": [(_STEP, "value - grads[name]")],
    "keys typed in": [
        (
            "for name, value in params.items()}",
            "for name, value in params.items() if name in ('w1', 'w2', 'b')}",
        )
    ],
    "fit_linear without 2": [(_LINEAR_STEP, "w = w - lr * r * x[i]")],
    "fit_linear without x": [(_LINEAR_STEP, "w = w - lr * 2 * r")],
    "fit_linear once an epoch": [(_LINEAR_STEP, "w = w - (lr * 2 * r * x[i] if i == len(x) - 1 else 0)")],
    "losses in one row": [
        (_FIT_STEP + "    return params, losses", _FIT_STEP + "    return params, losses.ravel()")
    ],
    "differences of two losses": _fit(
        _LOSS,
        "f = lambda k, h: (forward(x[i], **{**params, k: params[k] + h}) - y[i]) ** 2",
        "params = {k: params[k] - lr * (f(k, 1e-5) - f(k, -1e-5)) / 2e-5 for k in params}",
    ),
}

MISTAKES: Final[Mapping[str, Mapping[str, Mistake]]] = {
    "forward": FORWARD,
    "loss": LOSS,
    "backward": BACKWARD,
    "training": TRAINING,
}
"""Mistakes by part and name; none costs points in another part."""
