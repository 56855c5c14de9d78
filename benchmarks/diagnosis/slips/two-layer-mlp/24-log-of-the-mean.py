

def loss(out, y, kind):
    if kind == "cross_entropy":
        rows = np.arange(out.shape[0])
        top = np.max(out, axis=1)
        exps = np.exp(out - top[:, None])
        p = exps[rows, y] / np.sum(exps, axis=1)
        return float(-np.log(np.mean(p)))
    if kind not in ("half_sse", "mse"):
        raise ValueError("unknown loss " + kind)
    squares = np.square(out - y)
    if kind == "mse":
        return float(squares.sum() / squares.size)
    return float(squares.sum() / 2)


def loss_grad(out, y, kind):
    if kind == "cross_entropy":
        n = out.shape[0]
        exps = np.exp(out - np.max(out, axis=1)[:, None])
        grad = exps / np.sum(exps, axis=1)[:, None]
        grad[np.arange(n), y] -= 1
        return grad / n
    if kind == "mse":
        return (out - y) * 2 / out.size
    if kind == "half_sse":
        return out - y
    raise ValueError("unknown loss " + kind)
