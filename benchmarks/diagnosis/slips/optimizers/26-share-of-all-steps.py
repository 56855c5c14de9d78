

def warmup_cosine(step, total, warmup, peak):
    if warmup > 0 and step < warmup:
        share = step / warmup
        return float(share * peak)
    share = (step - warmup) / total
    return float(0.5 * peak * (1 + np.cos(share * np.pi)))
