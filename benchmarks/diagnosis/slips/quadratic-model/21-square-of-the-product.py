

def forward(x, w1, w2, b):
    xs = np.array(x, dtype=np.float64)
    quadratic = (w1 * xs) ** 2
    linear = w2 * xs
    return quadratic + linear + b


def backward(x, y, w1, w2, b):
    xs = np.array(x, dtype=np.float64)
    x_squared = xs * xs
    diff = w1 * x_squared + w2 * xs + b - y
    return {
        "w1": float(2 * np.mean(diff * x_squared)),
        "w2": float(2 * np.mean(diff * xs)),
        "b": float(2 * np.mean(diff)),
    }
