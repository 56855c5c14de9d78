def clip_by_global_norm(grads, max_norm):
    norm = float(np.sqrt(sum(np.sum(np.square(g, dtype=float)) for g in grads.values())))
    factor = min(1.0, max_norm / norm) if norm > 0 else 1.0
    return {k: np.asarray(g, dtype=float) * factor for k, g in grads.items()}, norm * factor
