

def relative_errors(a, b):
    a = np.asarray(a, dtype=np.float64)
    b = np.asarray(b, dtype=np.float64)
    if a.shape != b.shape:
        raise ValueError("shapes are not the same")
    distance = np.abs(a - b)
    larger = np.abs(np.maximum(a, b))
    safe = np.where(larger > 0, larger, 1.0)
    result = distance / np.where(np.isnan(larger), np.nan, safe)
    if result.ndim == 0:
        return float(result)
    return result
