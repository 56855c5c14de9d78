

def clip_by_global_norm(grads, max_norm):
    total = 0.0
    for g in grads.values():
        g = np.asarray(g, dtype=np.float64)
        total += np.sqrt((g * g).sum())
    total = float(total)
    if total <= max_norm:
        return dict(grads), total
    factor = max_norm / total
    clipped = {}
    for name in grads:
        clipped[name] = grads[name] * factor
    return clipped, total
