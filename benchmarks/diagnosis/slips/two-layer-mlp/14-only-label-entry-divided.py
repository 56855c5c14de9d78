def loss_grad(out, y, kind):
    diff_losses = ("half_sse", "mse")
    if kind not in (*diff_losses, "cross_entropy"):
        raise ValueError(f"no loss {kind}")
    if kind == "half_sse":
        return out - y
    if kind == "mse":
        N, K = out.shape
        return 2 / (N * K) * (out - y)
    N = out.shape[0]
    grad = np.exp(out - out.max(axis=1, keepdims=True))
    grad = grad / grad.sum(axis=1, keepdims=True)
    for i in range(N):
        grad[i, y[i]] = (grad[i, y[i]] - 1) / N
    return grad
