def clip_by_global_norm(grads, max_norm):
    total = 0.0
    for g in grads.values():
        g = np.asarray(g, dtype=np.float64)
        total += np.sqrt(np.sum(g**2))
    factor = 1.0
    if total > max_norm:
        factor = max_norm / total
    clipped = {}
    for k, g in grads.items():
        clipped[k] = g * factor
    return clipped, float(total)
