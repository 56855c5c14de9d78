def loss(out, y, kind):
    if kind == "half_sse":
        return float(((out - y) ** 2).sum() / 2)
    if kind == "mse":
        return float(((out - y) ** 2).mean())
    if kind == "cross_entropy":
        shifted = out - np.max(out, axis=1, keepdims=True)
        log_probs = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
        picked = log_probs[:, y]
        return float(-picked.mean())
    raise ValueError(kind)
