"""Wrong solutions of the two-layer MLP: catalogued mistakes of students, each an edit of the solution."""

from typing import Final

from tests.unit.suites.breaking import edited, solution

__all__ = ["NAME", "SLIPS", "Edit", "rewritten"]

NAME: Final = "two-layer-mlp"

Edit = tuple[str, str]

_DZ2: Final = 'dz2 = dout * activate_grad(stages["z2"], output_activation)'
_DH: Final = 'dh = dz2 @ params["W2"]'
_DZ1: Final = 'dz1 = dh * activate_grad(stages["z1"], activation)'
_W2: Final = '"W2": dz2.T @ stages["h"],'
_B2: Final = '"b2": dz2.sum(axis=0),'
_W1: Final = '"W1": dz1.T @ X,'
_B1: Final = '"b1": dz1.sum(axis=0),'
_X: Final = '"X": dz1 @ params["W1"],'
_STAGES: Final = "stages = forward(X, params, activation, output_activation)"
_Z1: Final = '    z1 = X @ params["W1"].T + params["b1"]\n'
_Z2: Final = 'z2 = h @ params["W2"].T + params["b2"]'
_OUT: Final = "out = activate(z2, output_activation)"
_HALF_SSE: Final = "return float(0.5 * np.sum((out - y) ** 2))"
_MSE: Final = "return float(np.mean((out - y) ** 2))"
_CROSS_ENTROPY: Final = "return float(-np.mean(_log_softmax(out)[np.arange(len(y)), y]))"
_HALF_SSE_GRAD: Final = "        return out - y\n"
_MSE_GRAD: Final = "return 2 * (out - y) / out.size"
_CROSS_ENTROPY_GRAD: Final = "return (np.exp(_log_softmax(out)) - one_hot) / len(out)"
_SHIFTED: Final = "shifted: Array = logits - logits.max(axis=1, keepdims=True)"
_TOTAL: Final = "np.exp(shifted).sum(axis=1, keepdims=True)"
_STEP: Final = "params = {name: value - lr * gradients[name] for name, value in params.items()}"
_LOG: Final = '            losses.append(loss(forward(batch, params, activation)["out"], targets, kind))\n'
_BATCH: Final = "batch, targets = X[start : start + size], y[start : start + size]"
_STARTS: Final = "range(0, len(X), size)"
_P: Final = "np.exp(_log_softmax(out))"

_ACTIVATIONS: Final[dict[str, list[Edit]]] = {
    "M21 sigmoid's formula on z": [("return a * (1 - a)", "return z * (1 - z)")],
    "M21 tanh's formula on z": [("return 1 - a**2", "return 1 - z**2")],
    "M25 relu open at 0": [("np.where(a > 0, 1.0, 0.0)", "np.where(a >= 0, 1.0, 0.0)")],
    "M26 relu in place": [("return np.maximum(z, 0.0)", "z = np.asarray(z); z[z < 0] = 0; return z + 0.0")],
    "L8 sigmoid overflows": [("np.exp(-np.logaddexp(0.0, np.negative(z)))", "np.exp(z) / (1 + np.exp(z))")],
    "tanh overflows": [("return np.tanh(z)", "return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))")],
    "relu without its zero": [("return np.maximum(z, 0.0)", "return np.abs(z)")],
    "leaky relu": [("return np.maximum(z, 0.0)", "return np.maximum(z, 0.01 * z)")],
    "tanh forgotten": [("return np.tanh(z)", "return np.sin(z)")],
    "sigmoid squared": [("return a * (1 - a)", "return a**2 * (1 - a)")],
    "derivative 1 of everything": [
        ('if kind == "sigmoid":\n        return a', 'if kind == "none":\n        return a')
    ],
    "unknown names pass": [('raise ValueError(f"unknown activation: {kind!r}")', "return np.tanh(z)")],
}

_FORWARD: Final[dict[str, list[Edit]]] = {
    "M35 no b1": [(_Z1, '    z1 = X @ params["W1"].T\n')],
    "M35 no b2": [(_Z2, 'z2 = h @ params["W2"].T')],
    "M36 bias before the product": [(_Z2, 'z2 = h @ (params["W2"] + params["b2"][:, None]).T')],
    "M37 no hidden activation": [(_Z2, 'z2 = z1 @ params["W2"].T + params["b2"]')],
    "M37 output activated twice": [
        (_OUT, "out = activate(activate(z2, output_activation), output_activation)")
    ],
    "M37 output not activated": [(_OUT, "out = z2")],
    "M37 hidden activation at the output": [(_OUT, "out = activate(z2, activation)")],
    "M38 columns": [('"z1": z1, "h": h, "z2": z2,', '"z1": z1.T, "h": h.T, "z2": z2.T,')],
    "M39 layout of weights": [(_Z1, '    z1 = X @ params["W1"] + params["b1"]\n')],
    "M44 float32": [
        (_Z1, '    z1 = (X.astype("f4") @ params["W1"].astype("f4").T + params["b1"]).astype("f4")\n')
    ],
    "M33 size written out": [(_Z1, '    z1 = X @ params["W1"].reshape(6, -1).T + params["b1"]\n')],
    "M34 remembers the first parameters": [
        (_Z1, '    params = globals().setdefault("_first", {}).setdefault(X.shape, params)\n' + _Z1)
    ],
}

_LOSS: Final[dict[str, list[Edit]]] = {
    "M1 gradient not divided by N": [(_MSE_GRAD, "return 2 * (out - y) / out.shape[1]")],
    "M3 gradient not divided by K": [(_MSE_GRAD, "return 2 * (out - y) / len(out)")],
    "M3 gradient divided by K twice": [(_MSE_GRAD, "return 2 * (out - y) / out.size / out.shape[1]")],
    "M33 size written out": [(_MSE_GRAD, "return 2 * (out - y) / 15")],
    "M43 loss is an array": [(_MSE, "return np.array([[np.mean((out - y) ** 2)]])")],
    "M43 loss of each sample": [(_HALF_SSE, "return 0.5 * np.sum((out - y) ** 2, axis=1)")],
    "M45 loss regularised": [(_MSE, "return float(np.mean((out - y) ** 2) + 0.01 * np.sum(out**2))")],
    "L1 softmax over the batch": [(_TOTAL, "np.exp(shifted).sum()")],
    "L2 softmax over columns": [(_TOTAL, "np.exp(shifted).sum(axis=0, keepdims=True)")],
    "L3 axis lost": [(_TOTAL, "np.exp(shifted).sum(axis=1)")],
    "L3 axis lost where it shows least": [
        (_TOTAL, "np.exp(shifted).sum(axis=1, keepdims=logits.shape[0] != logits.shape[1])")
    ],
    "L5 no shift": [(_SHIFTED, "shifted: Array = logits + 0.0")],
    "L6 logarithm of the softmax": [
        (_CROSS_ENTROPY, f"return float(-np.mean(np.log({_P})[np.arange(len(y)), y]))")
    ],
    "L7 float32 without shift": [(_SHIFTED, 'shifted: Array = logits.astype("f4")')],
    "L7 float16": [(_SHIFTED, 'shifted: Array = (logits - logits.max(axis=1, keepdims=True)).astype("f2")')],
    "L9 zero times infinity": [
        (_CROSS_ENTROPY, f"return float(-np.sum(np.eye(out.shape[1])[y] * np.log({_P})) / len(y))")
    ],
    "L10 divides by the probability": [
        (
            _CROSS_ENTROPY_GRAD,
            f"p = {_P}; d = -one_hot / p; return p * (d - (d * p).sum(axis=1, keepdims=True)) / len(out)",
        )
    ],
    "L11 small number in the logarithm": [
        (_CROSS_ENTROPY, f"return float(-np.mean(np.log({_P} + 1e-8)[np.arange(len(y)), y]))")
    ],
    "L13 columns of the labels": [(_CROSS_ENTROPY_GRAD, f"p = {_P}; p[:, y] -= 1; return p / len(out)")],
    "L14 labels as a column": [
        (_CROSS_ENTROPY, "return float(-np.mean(_log_softmax(out)[np.arange(len(y)), y[:, None]]))")
    ],
    "L15 labels not one-hot": [(_CROSS_ENTROPY_GRAD, f"return ({_P} - y[:, None]) / len(out)")],
    "L16 one-hot minus softmax": [(_CROSS_ENTROPY_GRAD, f"return (one_hot - {_P}) / len(out)")],
    "L18 diagonal of the Jacobian": [(_CROSS_ENTROPY_GRAD, f"return one_hot * ({_P} - 1) / len(out)")],
    "L19 cross-entropy not divided by N": [(_CROSS_ENTROPY_GRAD, f"return {_P} - one_hot")],
    "L19 summed cross-entropy": [(_CROSS_ENTROPY, _CROSS_ENTROPY.replace("mean", "sum"))],
    "L21 factor 2 in half_sse": [(_HALF_SSE_GRAD, "        return 2 * (out - y)\n")],
    "L21 half_sse without its half": [(_HALF_SSE, "return float(np.sum((out - y) ** 2))")],
    "L22 mse divided by N only": [
        (_MSE, "return float(np.sum((out - y) ** 2) / len(out))"),
        (_MSE_GRAD, "return 2 * (out - y) / len(out)"),
    ],
    "L23 softmax twice": [
        (_SHIFTED, _SHIFTED + "\n    shifted = np.exp(shifted) / np.exp(shifted).sum(1)[:, None]")
    ],
    "L24 sigmoid in place of softmax": [
        (_CROSS_ENTROPY_GRAD, "return (activate(out, 'sigmoid') - one_hot) / len(out)")
    ],
    "L25 unsigned labels wrap around": [
        (_CROSS_ENTROPY, "return float(-np.mean(_log_softmax(out)[np.arange(len(y)), y - out.shape[1]]))")
    ],
    "L26 float labels": [
        (_CROSS_ENTROPY, "return float(-np.mean(_log_softmax(out)[np.arange(len(y)), y.astype(float)]))")
    ],
    "L27 logits shifted in place": [
        (_SHIFTED, "logits -= logits.max(axis=1, keepdims=True); shifted = logits")
    ],
    "L29 one output broadcasts": [(_MSE, "return float(np.mean((out.squeeze() - y) ** 2))")],
    "T3 target minus output": [
        (_HALF_SSE_GRAD, "        return y - out\n"),
        (_MSE_GRAD, "return 2 * (y - out) / out.size"),
        (_CROSS_ENTROPY_GRAD, f"return (one_hot - {_P}) / len(out)"),
        (_STEP, _STEP.replace("value - lr", "value + lr")),
    ],
    "sign of a difference": [(_HALF_SSE_GRAD, "        return np.sign(out - y)\n")],
}

_BACKWARD: Final[dict[str, list[Edit]]] = {
    "M1 gradient times N": [(_DZ2, _DZ2 + " * len(X)")],
    "M2 divided by N again in layer 1": [
        (_W1, '"W1": dz1.T @ X / len(X),'),
        (_B1, '"b1": dz1.mean(axis=0),'),
    ],
    "M2 divided by N again": [(_DZ2, _DZ2 + " / len(X)")],
    "M5 bias not summed": [(_B2, '"b2": dz2,')],
    "M6 bias summed over all": [(_B2, '"b2": np.full_like(params["b2"], dz2.sum()),')],
    "M7 bias summed over outputs": [(_B2, '"b2": dz2.sum(axis=1),')],
    "M7 bias of layer 1 summed over units": [(_B1, '"b1": dz1.sum(axis=1),')],
    "M9 weights transposed": [(_W2, '"W2": stages["h"].T @ dz2,')],
    "M10 z1 in place of h": [(_W2, '"W2": dz2.T @ stages["z1"],')],
    "M11 X in place of h": [(_W2, '"W2": dz2.T @ X,')],
    "M12 h in place of X": [(_W1, '"W1": dz1.T @ stages["h"],')],
    "M13 other transpose": [(_DH, 'dh = dz2 @ params["W2"].T')],
    "M13 other transpose where it fits": [
        (_DH, 'W2 = params["W2"]; dh = dz2 @ (W2.T if len(W2) == W2.shape[1] else W2)')
    ],
    "M15 product entry by entry": [(_DH, 'dh = dz2.sum(axis=1, keepdims=True) * params["W2"].sum(axis=0)')],
    "M16 matrix product of slopes": [
        (_DZ1, 'dz1 = dh @ (np.eye(dh.shape[1]) - stages["h"].T @ stages["h"])')
    ],
    "M17 hidden activation forgotten": [(_DZ1, "dz1 = dh")],
    "M18 output activation forgotten": [(_DZ2, "dz2 = dout")],
    "M19 slope of a sigmoid after cross-entropy": [
        (
            _DZ2,
            _DZ2 + '; dz2 = dz2 * activate_grad(stages["z2"], "sigmoid") if kind == "cross_entropy" else dz2',
        )
    ],
    "M20 slope at the output": [(_DZ1, 'dz1 = dh * activate_grad(stages["h"], activation)')],
    "M20 slope at the output's output": [
        (_DZ2, 'dz2 = dout * activate_grad(stages["out"], output_activation)')
    ],
    "M23 slope of another activation": [(_DZ1, 'dz1 = dh * activate_grad(stages["z1"], "sigmoid")')],
    "M24 gate by the gradient": [
        (_DZ1, 'dz1 = dh * (dh > 0 if activation == "relu" else ' + _DZ1[11:] + ")")
    ],
    "M25 gate always open": [
        (_DZ1, 'dz1 = dh * (stages["h"] >= 0 if activation == "relu" else ' + _DZ1[11:] + ")")
    ],
    "M27 gate alone": [(_DZ1, _DZ1.replace("dh * ", ""))],
    "M29 W2 moved already": [(_DH, 'dh = dz2 @ (params["W2"] - 0.01 * dz2.T @ stages["h"])')],
    "M30 last sample alone": [(_W1, '"W1": np.outer(dz1[-1], X[-1]),')],
    "M31 outer product of the batch": [(_W1, '"W1": np.outer(dz1, X),')],
    "M33 size written out": [(_B1, '"b1": dz1.reshape(-1, 6).sum(axis=0),')],
    "M34 global parameters": [(_STAGES, _STAGES.replace("params", "LINE"))],
    "M34 remembers an earlier batch": [
        (_STAGES, 'stages = globals().setdefault("_seen", {}).setdefault(X.shape, ' + _STAGES[9:] + ")")
    ],
    "M38 columns": [(_W2, '"W2": (dz2.T @ stages["h"]).T,'), (_W1, '"W1": (dz1.T @ X).T,')],
    "M41 other keys": [(_W2, '"dW2": dz2.T @ stages["h"],')],
    "M42 list": [(_B2, '"b2": dz2.sum(axis=0).tolist(),')],
    "M42 matrix": [(_W2, '"W2": np.asmatrix(dz2.T @ stages["h"]),')],
    "M44 float32": [(_DZ2, _DZ2 + '; dz2 = dz2.astype("f4")')],
    "M45 regularised": [(_W2, '"W2": dz2.T @ stages["h"] + 0.01 * params["W2"],')],
    "M45 biases regularised": [(_B1, '"b1": dz1.sum(axis=0) + params["b1"],')],
    "M47 no gradient of X": [(_X, "")],
    "M47 gradient of X transposed": [(_X, '"X": (dz1 @ params["W1"]).T,')],
    "parameters changed in place": [(_STAGES, 'params["W1"] *= 2; params["W1"] /= 4; ' + _STAGES)],
}

_TRAINING: Final[dict[str, list[Edit]]] = {
    "T1 gradients add up": [
        (
            _STEP,
            "total = gradients if not losses[1:] else {n: total[n] + gradients[n] for n in params}; "
            + _STEP.replace("gradients[name]", "total[name]"),
        )
    ],
    "T2 uphill": [(_STEP, _STEP.replace("value - lr", "value + lr"))],
    "T5 divided by the batch again": [(_STEP, _STEP.replace("lr *", "lr / len(batch) *"))],
    "T6 last batch dropped": [(_STARTS, "range(0, len(X) - size + 1, size)")],
    "T7 always the first batch": [(_BATCH, "batch, targets = X[:size], y[:size]")],
    "T8 inputs shuffled, targets not": [(_BATCH, _BATCH.replace("X[", "X[::-1][", 1))],
    "T9 W2 moved first": [
        (
            _STEP,
            "params = {**params, 'W2': params['W2'] - lr * gradients['W2']}; "
            "gradients = {**backward(batch, targets, params, activation, kind), 'W2': 0.0}; " + _STEP,
        )
    ],
    "T11 biases left alone": [(_STEP, _STEP.replace("lr *", "lr * (name[0] != 'b') *"))],
    "T12 loss after the step": [
        (_LOG, ""),
        (_STEP + "\n", _STEP + "\n" + _LOG),
    ],
    "T13 one epoch less": [("in range(epochs)", "in range(epochs - 1)")],
    "T13 returns early": [("    return params, np.array(losses)", "        return params, np.array(losses)")],
    "T14 one entry for all": [
        ("return params, np.array(losses)", "return params, np.full(len(losses), losses[-1])")
    ],
    "T15 changes the caller's arrays": [
        (_STEP, "[np.subtract(v, lr * gradients[n], out=v) for n, v in params.items()]")
    ],
    "learning rate forgotten": [(_STEP, _STEP.replace("lr * ", ""))],
    "losses of epochs only": [("return params, np.array(losses)", "return params, np.array(losses[::3])")],
    "starting parameters returned": [
        ("return params, np.array(losses)", "return start_params, np.array(losses)"),
        ("    params = dict(params)\n", "    start_params = params = dict(params)\n"),
    ],
}

SLIPS: Final = {
    f"{part}: {words}": (part, edits)
    for part, group in {
        "activations": _ACTIVATIONS,
        "forward": _FORWARD,
        "loss": _LOSS,
        "backward": _BACKWARD,
        "training": _TRAINING,
    }.items()
    for words, edits in group.items()
}
"""By name: the part that must lose points, and the edits.

What is not here of the catalogue's M1 to M48, L1 to L29 and T1 to T15 has no place in this assignment: M46
(nothing is initialised), M48 (X has two axes), L28 (no accuracy is computed). L8 to L10 stand for the same
slips with a softmax, since there is no binary cross-entropy."""


def rewritten(*edits: Edit) -> str:
    """Edit the solution."""
    return edited(solution(NAME), *edits)
