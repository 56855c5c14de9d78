

def find_wrong(f, grad, x, h=1e-5, rtol=1e-6, atol=1e-8):
    point = np.array(x, dtype=np.float64)
    claim = np.array(grad, dtype=np.float64)
    if point.shape != claim.shape:
        raise ValueError("grad must have the shape of x")
    every = list(np.ndindex(point.shape))

    trial = point.copy()
    f(trial if trial.ndim else float(trial))
    if (trial != point).any():
        return every

    measured = np.array(numerical_gradient(f, x, h))
    wrong = []
    for i in every:
        m, c = abs(measured[i]), abs(claim[i])
        if not (np.isfinite(m) and np.isfinite(c)):
            wrong.append(i)
        elif abs(m - c) > atol + rtol * m:
            wrong.append(i)
    return wrong


def check_gradient(f, grad, x, h=1e-5, rtol=1e-6, atol=1e-8):
    return find_wrong(f, grad, x, h, rtol, atol) == []
