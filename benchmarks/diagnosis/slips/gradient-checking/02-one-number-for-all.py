def relative_errors(a, b):
    a, b = np.array(a, dtype=float), np.array(b, dtype=float)
    if a.shape != b.shape:
        raise ValueError("shapes")
    bottom = max(np.linalg.norm(a), np.linalg.norm(b))
    return float(np.linalg.norm(a - b) / bottom) if bottom else 0.0


def worst_entry(a, b):
    a, b = np.array(a, dtype=float), np.array(b, dtype=float)
    if a.shape != b.shape:
        raise ValueError("shapes")
    scale = np.maximum(abs(a), abs(b))
    errors = np.abs(a - b) / np.where(scale == 0, 1, scale)
    index = np.unravel_index(np.argmax(errors), errors.shape)
    return tuple(int(i) for i in index), float(errors[index])
