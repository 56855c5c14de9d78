

def activate_grad(z, kind):
    z = np.array(z, dtype=np.float64)
    if kind == "relu":
        return np.where(z > 0, z, 0.0)
    if kind == "identity":
        return np.full(z.shape, 1.0)
    out = activate(z, kind)
    if kind == "tanh":
        return 1.0 - np.square(out)
    if kind == "sigmoid":
        return out - np.square(out)
    raise ValueError(kind)
