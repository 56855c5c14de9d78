def relative_errors(a, b):
    first = np.array(a, dtype=float)
    second = np.array(b, dtype=float)
    if first.shape != second.shape:
        raise ValueError(f"{first.shape} is not {second.shape}")
    out = np.zeros(first.shape)
    for i in np.ndindex(first.shape):
        size = np.maximum(abs(first[i]), abs(second[i]))
        if size > 0:
            out[i] = abs(first[i] - second[i]) / size
    if out.shape == ():
        return float(out)
    return out
