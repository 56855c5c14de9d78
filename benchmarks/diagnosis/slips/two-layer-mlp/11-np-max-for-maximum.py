def activate(z, kind):
    z = np.asarray(z, dtype=np.float64)
    if kind == "identity":
        return z.copy()
    elif kind == "relu":
        return np.max(z, 0)
    elif kind == "tanh":
        return np.tanh(z)
    elif kind == "sigmoid":
        return 0.5 * (1 + np.tanh(0.5 * z))
    else:
        raise ValueError("activation " + str(kind) + " not known")
