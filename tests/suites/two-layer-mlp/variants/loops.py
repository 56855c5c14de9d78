"""Loops over samples and weights where the solution multiplies matrices."""


def forward(X, params, activation, output_activation="identity"):
    rows = []
    for x in X:
        z1 = np.array([sum(w * v for w, v in zip(row, x)) + b for row, b in zip(params["W1"], params["b1"])])
        h = activate(z1, activation)
        z2 = np.array([sum(w * v for w, v in zip(row, h)) + b for row, b in zip(params["W2"], params["b2"])])
        rows.append((z1, h, z2, activate(z2, output_activation)))
    return {name: np.array(column) for name, column in zip(("z1", "h", "z2", "out"), zip(*rows))}


def backward(X, y, params, activation, kind, output_activation="identity"):
    s = forward(X, params, activation, output_activation)
    g = {name: np.zeros_like(params[name]) for name in params}
    rows = {name: [] for name in ("out", "z2", "h", "z1", "X")}
    for n, dout in enumerate(loss_grad(s["out"], y, kind)):
        dz2 = dout * activate_grad(s["z2"][n], output_activation)
        dh = params["W2"].T @ dz2
        dz1 = dh * activate_grad(s["z1"][n], activation)
        for name, row in zip(rows, (dout, dz2, dh, dz1, params["W1"].T @ dz1)):
            rows[name].append(row)
        g["W2"] += np.outer(dz2, s["h"][n])
        g["b2"] += dz2
        g["W1"] += np.outer(dz1, X[n])
        g["b1"] += dz1
    return {**g, **{name: np.array(row) for name, row in rows.items()}}


def loss(out, y, kind):
    total = 0.0
    for row, target in zip(out, y):
        if kind == "cross_entropy":
            top = max(row)
            total += top + np.log(sum(np.exp(v - top) for v in row)) - row[int(target)]
        elif kind in ("mse", "half_sse"):
            total += sum((v - t) ** 2 for v, t in zip(row, target))
        else:
            raise ValueError(kind)
    return total / {"cross_entropy": len(out), "mse": out.size, "half_sse": 2}[kind]
