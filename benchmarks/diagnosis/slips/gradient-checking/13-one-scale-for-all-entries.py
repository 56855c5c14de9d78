def relative_errors(a, b):
    a = np.asarray(a, dtype=np.float64)
    b = np.asarray(b, dtype=np.float64)
    if a.shape != b.shape:
        raise ValueError("shapes differ")
    biggest = max(np.max(np.abs(a)), np.max(np.abs(b)))
    if biggest == 0:
        result = np.zeros(a.shape)
    else:
        result = np.abs(a - b) / biggest
    return float(result) if a.ndim == 0 else result
