"""Right answers to `two-layer-mlp`, each put together from ways of writing that its author chose by chance.

Nobody knows what the others chose, as in a class of honest students. Each answer is run and compared with the
solution before it counts.
"""

import random
import textwrap
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any, Final

import numpy as np

__all__ = ["answer", "is_right", "stub_names"]

_SIGMOIDS: Final = (
    "np.exp(-np.logaddexp(0.0, -np.asarray(z)))",
    "0.5 * (1 + np.tanh(np.asarray(z) / 2))",
    "np.where(z >= 0, 1 / (1 + np.exp(-np.abs(z))), np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))))",
    "1.0 / (1.0 + np.exp(-np.clip(z, -500, 500)))",
    "1 / (1 + np.exp(np.minimum(-np.asarray(z), 700)))",
)
_RELUS: Final = (
    "np.maximum(z, 0.0)",
    "np.where(z > 0, z, 0.0)",
    "np.clip(z, 0, None)",
    "(z + np.abs(z)) / 2",
)
_TANHS: Final = ("np.tanh(z)",)
_COPIES: Final = ("np.array(z, dtype=float)", "z + 0.0", "np.copy(z)", "1.0 * z")
_SIGMOID_SLOPES: Final = ("a * (1 - a)", "a - a ** 2", "a * activate(-z, kind)", "0.25 - (a - 0.5) ** 2")
_RELU_SLOPES: Final = (
    "np.where(z > 0, 1.0, 0.0)", "(z > 0).astype(float)", "np.heaviside(z, 0.0)", "1.0 * (a > 0)",
)  # fmt: skip
_TANH_SLOPES: Final = (
    "1 - a ** 2",
    "1 - np.tanh(z) ** 2",
    "(1 - a) * (1 + a)",
    "1 / np.cosh(np.clip(z, -300, 300)) ** 2",
)
_ONES: Final = ("np.ones_like(a)", "np.ones(np.shape(z))", "a * 0 + 1.0", "np.full(np.shape(z), 1.0)")
_ERRORS: Final = ("out - y", "-(y - out)", "np.subtract(out, y)")
_HALVES: Final = (
    "0.5 * np.sum(e ** 2)", "np.sum(e * e) / 2", "float((e ** 2).sum()) * 0.5", "np.linalg.norm(e) ** 2 / 2",
    "np.vdot(e, e) / 2", "0.5 * np.einsum('ij,ij->', e, e)",
)  # fmt: skip
_MEANS: Final = (
    "np.mean(e ** 2)", "np.sum(e ** 2) / e.size", "(e * e).mean()", "np.average(np.square(e))",
    "np.vdot(e, e) / (len(e) * e.shape[1])",
)  # fmt: skip
_MSE_SLOPES: Final = (
    "2 * e / e.size", "2 / (out.shape[0] * out.shape[1]) * e", "e / (0.5 * e.size)", "(e + e) / np.prod(out.shape)",
)  # fmt: skip
_LOG_SOFTMAX: Final = (
    "s = out - out.max(axis=1, keepdims=True)\n{r} = s - np.log(np.exp(s).sum(axis=1, keepdims=True))",
    "m = np.max(out, axis=1)[:, None]\n{r} = out - m - np.log(np.sum(np.exp(out - m), axis=1))[:, None]",
    "{r} = out - np.logaddexp.reduce(out, axis=1, keepdims=True)",
    "{r} = np.array([row - row.max() - np.log(np.exp(row - row.max()).sum()) for row in out])",
    "{r} = np.empty(np.shape(out))\nfor i in range(len(out)):\n    row = out[i] - np.max(out[i])\n"
    "    {r}[i] = row - np.log(np.sum(np.exp(row)))",
    "s = (out.T - np.max(out, axis=1)).T\nt = np.exp(s)\n{r} = s - np.log(t.sum(1).reshape(-1, 1))",
)  # fmt: skip
_PICKS: Final = (
    "-np.mean({r}[np.arange(len(y)), y])", "-sum({r}[i, y[i]] for i in range(len(y))) / len(y)",
    "-np.take_along_axis({r}, np.asarray(y)[:, None], axis=1).mean()",
    "-np.sum(np.eye(out.shape[1])[y] * {r}) / len(out)", "np.mean([-row[label] for row, label in zip({r}, y)])",
)  # fmt: skip
_CE_SLOPES: Final = (
    "p = np.exp({r})\np[np.arange(len(y)), y] -= 1\nreturn p / len(y)",
    "hot = np.zeros(np.shape(out))\nhot[np.arange(len(y)), y] = 1.0\nreturn (np.exp({r}) - hot) / len(out)",
    "return (np.exp({r}) - np.eye(out.shape[1])[y]) / out.shape[0]",
    "g = np.exp({r})\nfor i, label in enumerate(y):\n    g[i, label] = g[i, label] - 1\ng /= len(g)\nreturn g",
    "labels = np.asarray(y).reshape(-1, 1) == np.arange(out.shape[1])\n"
    "return (np.exp({r}) - labels) * (1 / len(labels))",
)  # fmt: skip
_AFFINE: Final = (
    "{x} @ {w}.T + {b}", "np.dot({x}, {w}.T) + {b}", "({w} @ {x}.T).T + {b}", "np.einsum('nd,hd->nh', {x}, {w}) + {b}",
    "{b} + np.matmul({x}, np.transpose({w}))", "np.array([{w} @ row + {b} for row in {x}])",
    "np.inner({x}, {w}) + {b}",
)  # fmt: skip
_OUTER: Final = (
    "{d}.T @ {x}", "np.dot({d}.T, {x})", "np.einsum('nk,nh->kh', {d}, {x})", "({x}.T @ {d}).T",
    "sum(np.outer(dr, xr) for dr, xr in zip({d}, {x}))", "np.tensordot({d}, {x}, axes=(0, 0))",
)  # fmt: skip
_SUMS: Final = (
    "{d}.sum(axis=0)", "np.sum({d}, axis=0)", "np.ones(len({d})) @ {d}", "np.einsum('nk->k', {d})", "sum({d})",
)  # fmt: skip
_BACK: Final = (
    "{d} @ {w}", "np.dot({d}, {w})", "np.einsum('nk,kh->nh', {d}, {w})", "({w}.T @ {d}.T).T", "np.matmul({d}, {w})",
)  # fmt: skip


def answer(seed: int) -> str:
    """Write a right answer.

    Args:
        seed: What decides which way everything is written.
    """
    draw = random.Random(seed)  # noqa: S311  # a class, no secret
    functions = [
        _activate(draw), _activate_grad(draw), _forward(draw), _loss(draw), _loss_grad(draw), _backward(draw),
        _train(draw),
    ]  # fmt: skip
    return "\n\n".join(["import numpy as np\n", *functions]) + "\n"


def _activate(draw: random.Random) -> str:
    values = {
        "identity": draw.choice(_COPIES),
        "sigmoid": draw.choice(_SIGMOIDS),
        "relu": draw.choice(_RELUS),
        "tanh": draw.choice(_TANHS),
    }
    return _function("activate(z, kind)", _dispatch(draw, values, "activation"))


def _activate_grad(draw: random.Random) -> str:
    values = {
        "identity": draw.choice(_ONES),
        "sigmoid": draw.choice(_SIGMOID_SLOPES),
        "relu": draw.choice(_RELU_SLOPES),
        "tanh": draw.choice(_TANH_SLOPES),
    }
    return _function(
        "activate_grad(z, kind)", f"a = activate(z, kind)\n{_dispatch(draw, values, 'activation')}"
    )


def _dispatch(draw: random.Random, values: dict[str, str], what: str) -> str:
    """Choose among names in one of the ways in which people do."""
    names = list(values)
    draw.shuffle(names)
    error = f"raise ValueError(f'unknown {what} {{kind}}')"
    match draw.randrange(5):
        case 0:
            return "\n".join([*(f"if kind == '{one}':\n    return {values[one]}" for one in names), error])
        case 1:
            heads = ["if", *["elif"] * (len(names) - 1)]
            chain = [
                f"{head} kind == '{one}':\n    r = {values[one]}"
                for head, one in zip(heads, names, strict=True)
            ]
            return "\n".join([*chain, f"else:\n    {error}", "return r"])
        case 2:
            entries = ",\n".join(f"    '{one}': lambda: {values[one]}" for one in names)
            return f"ways = {{\n{entries},\n}}\nif kind not in ways:\n    {error}\nreturn ways[kind]()"
        case 3:
            cases = "\n".join(f"    case '{one}':\n        return {values[one]}" for one in names)
            return f"match kind:\n{cases}\n    case _:\n        {error}"
        case _:
            known = ", ".join(repr(one) for one in sorted(values))
            lines = [f"if kind not in ({known}):\n    {error}"]
            lines += [f"if kind == '{one}':\n    return {values[one]}" for one in names[:-1]]
            return "\n".join([*lines, f"return {values[names[-1]]}"])


def _forward(draw: random.Random) -> str:
    head = "forward(X, params, activation, output_activation='identity')"
    w1, b1, w2, b2 = (f"params['{name}']" for name in ("W1", "b1", "W2", "b2"))
    lines = []
    if draw.random() < 0.4:
        order = draw.sample(["W1", "b1", "W2", "b2"], 4)
        lines.append(f"{', '.join(order)} = ({', '.join(f'params[{name!r}]' for name in order)})")
        w1, b1, w2, b2 = "W1", "b1", "W2", "b2"
    first = draw.choice(_AFFINE).format(x="X", w=w1, b=b1)
    second = draw.choice(_AFFINE).format(x="{h}", w=w2, b=b2)
    if draw.random() < 0.35:
        lines += ["s = {}", f"s['z1'] = {first}", "s['h'] = activate(s['z1'], activation)"]
        last = second.format(h="s['h']")
        lines += [f"s['z2'] = {last}", "s['out'] = activate(s['z2'], output_activation)"]
        return _function(head, "\n".join([*lines, "return s"]))
    lines += [f"z1 = {first}", "h = activate(z1, activation)", f"z2 = {second.format(h='h')}"]
    lines.append("out = activate(z2, output_activation)")
    ends = ("return {'z1': z1, 'h': h, 'z2': z2, 'out': out}", "return dict(z1=z1, h=h, z2=z2, out=out)")
    return _function(head, "\n".join([*lines, draw.choice(ends)]))


def _loss(draw: random.Random) -> str:
    values = {"half_sse": draw.choice(_HALVES), "mse": draw.choice(_MEANS)}
    soft, pick = draw.choice(_LOG_SOFTMAX).format(r="r"), draw.choice(_PICKS).format(r="r")
    body = f"if kind == 'cross_entropy':\n{_inside(soft)}\n    return float({pick})\ne = {draw.choice(_ERRORS)}\n"
    numbers = {name: f"float({text})" for name, text in values.items()}
    return _function("loss(out, y, kind)", body + _dispatch(draw, numbers, "loss"))


def _loss_grad(draw: random.Random) -> str:
    soft, slope = draw.choice(_LOG_SOFTMAX).format(r="r"), draw.choice(_CE_SLOPES).format(r="r")
    body = f"if kind == 'cross_entropy':\n{_inside(soft)}\n{_inside(slope)}\ne = {draw.choice(_ERRORS)}\n"
    values = {"half_sse": "e", "mse": draw.choice(_MSE_SLOPES)}
    return _function("loss_grad(out, y, kind)", body + _dispatch(draw, values, "loss"))


def _backward(draw: random.Random) -> str:
    head = "backward(X, y, params, activation, kind, output_activation='identity')"
    hidden, out = draw.choice([("s['h']", "s['out']"), ("s.get('h')", "s.get('out')")])
    product = draw.choice(["{} * {}", "np.multiply({}, {})", "{1} * {0}"])
    lines = {
        "out": f"loss_grad({out}, y, kind)",
        "z2": product.format("d['out']", "activate_grad(s['z2'], output_activation)"),
        "W2": draw.choice(_OUTER).format(d="d['z2']", x=hidden),
        "b2": draw.choice(_SUMS).format(d="d['z2']"),
        "h": draw.choice(_BACK).format(d="d['z2']", w="params['W2']"),
        "z1": product.format("d['h']", "activate_grad(s['z1'], activation)"),
        "W1": draw.choice(_OUTER).format(d="d['z1']", x="X"),
        "b1": draw.choice(_SUMS).format(d="d['z1']"),
        "X": draw.choice(_BACK).format(d="d['z1']", w="params['W1']"),
    }
    order = draw.choice(_ORDERS)
    begin = "s = forward(X, params, activation, output_activation)"
    if draw.random() < 0.4:
        body = [begin, "d = {}", *(f"d['{name}'] = {lines[name]}" for name in order), "return d"]
        return _function(head, "\n".join(body))
    own = {name: f"d{name}" for name in lines}
    body = [begin]
    for name in order:
        text = lines[name]
        for each, variable in own.items():
            text = text.replace(f"d['{each}']", variable)
        body.append(f"{own[name]} = {text}")
    keys = draw.sample(list(lines), len(lines))
    body.append(f"return {{{', '.join(f'{name!r}: {own[name]}' for name in keys)}}}")
    return _function(head, "\n".join(body))


_ORDERS: Final = (
    ("out", "z2", "W2", "b2", "h", "z1", "W1", "b1", "X"),
    ("out", "z2", "h", "z1", "X", "W1", "b1", "W2", "b2"),
    ("out", "z2", "b2", "W2", "h", "z1", "b1", "W1", "X"),
    ("out", "z2", "h", "z1", "W2", "W1", "b2", "b1", "X"),
)


def _train(draw: random.Random) -> str:
    head = "train(X, y, params, activation, kind, lr, epochs, batch_size=None)"
    size = draw.choice(
        ["n = batch_size or len(X)", "n = len(X)\nif batch_size is not None:\n    n = batch_size"]
    )
    copies = ("p = dict(params)", "p = {k: v.copy() for k, v in params.items()}", "p = {**params}")
    loop = draw.choice(
        [
            "for epoch in range(epochs):\n    for i in range(0, len(X), n):\n        xb = X[i:i + n]\n"
            "        yb = y[i:i + n]\n",
            "for _ in range(epochs):\n    i = 0\n    while i < len(X):\n        xb, yb = X[i:i + n], y[i:i + n]\n"
            "        i += n\n",
            "for step in range(epochs * -(-len(X) // n)):\n    for at in [step % -(-len(X) // n) * n]:\n"
            "        xb, yb = X[at:at + n], y[at:at + n]\n",
            "for _ in range(epochs):\n    for b in range(-(-len(X) // n)):\n        at = slice(b * n, (b + 1) * n)\n"
            "        xb, yb = X[at], y[at]\n",
        ]
    )
    log = draw.choice(
        [
            "        losses.append(loss(forward(xb, p, activation)['out'], yb, kind))\n",
            "        out = forward(xb, p, activation)['out']\n        losses += [loss(out, yb, kind)]\n",
            "        stages = forward(xb, p, activation)\n        value = loss(stages['out'], yb, kind)\n"
            "        losses.append(value)\n",
        ]
    )
    step = draw.choice(
        [
            "        g = backward(xb, yb, p, activation, kind)\n        p = {k: p[k] - lr * g[k] for k in p}\n",
            "        g = backward(xb, yb, p, activation, kind)\n        for k in ('W1', 'b1', 'W2', 'b2'):\n"
            "            p[k] = p[k] - lr * g[k]\n",
            "        g = backward(xb, yb, p, activation, kind)\n        new = {}\n        for k, v in p.items():\n"
            "            new[k] = v - g[k] * lr\n        p = new\n",
        ]
    )
    end = draw.choice(["return p, np.array(losses)", "losses = np.asarray(losses)\nreturn (p, losses)"])
    body = f"{size}\n{draw.choice(copies)}\nlosses = []\n{loop}{log}{step}{end}"
    return _function(head, body)


def _function(head: str, body: str) -> str:
    return f"def {head}:\n{_inside(body)}"


def _inside(text: str) -> str:
    return textwrap.indent(text, "    ")


def is_right(source: str, solution: Callable[..., Any] | ModuleType) -> bool:
    """Say whether an answer computes what the solution does, on a few batches."""
    names: dict[str, Any] = {}
    exec(compile(source, "answer", "exec"), names)  # noqa: S102  # written above
    with np.errstate(all="ignore"):
        return all(np.allclose(names_of, right_of) for names_of, right_of in _compared(names, solution))


def _compared(names: dict[str, Any], solution: Any) -> Iterator[tuple[Any, Any]]:
    rng = np.random.default_rng(1)
    params = {
        "W1": rng.normal(size=(5, 4)), "b1": rng.normal(size=5), "W2": rng.normal(size=(3, 5)), "b2": rng.normal(size=3),
    }  # fmt: skip
    X, labels, targets = rng.normal(size=(7, 4)), rng.integers(0, 3, size=7), rng.normal(size=(7, 3))
    for kind, y in (("mse", targets), ("half_sse", targets), ("cross_entropy", labels)):
        for activation in ("sigmoid", "relu", "tanh", "identity"):
            call = (X, y, params, activation, kind)
            mine, right = names["backward"](*call), solution.backward(*call)
            yield from ((mine[key], right[key]) for key in right)
            own, best = (each(*call, 0.1, 2, 3) for each in (names["train"], solution.train))
            yield own[1], best[1]
            yield own[0]["W1"], best[0]["W1"]


def stub_names(source: str) -> list[str]:
    """Return the names of the functions of an answer."""
    return [line[4:].partition("(")[0] for line in source.splitlines() if line.startswith("def ")]
