def worst_entry(a, b):
    rel = np.asarray(relative_errors(a, b))
    diff = np.abs(np.asarray(a, dtype=np.float64) - np.asarray(b, dtype=np.float64))
    flat = int(np.argmax(diff))
    index = tuple(int(k) for k in np.unravel_index(flat, diff.shape))
    return index, float(rel[index])
