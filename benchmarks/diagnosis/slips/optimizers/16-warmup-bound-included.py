def warmup_cosine(step, total, warmup, peak):
    if step <= warmup:
        lr = peak * step / warmup
    else:
        done = (step - warmup) / (total - warmup)
        lr = 0.5 * peak * (1 + np.cos(np.pi * done))
    return float(lr)
