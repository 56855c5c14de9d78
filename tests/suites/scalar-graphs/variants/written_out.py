"""Calls no function from another: every formula is written out where it is needed."""


def factory_backward(x, w, v, target):
    error = v * w * x - target
    return {
        "x": 2 * error * v * w,
        "w": 2 * error * v * x,
        "u": 2 * error * v,
        "v": 2 * error * w * x,
        "y": 2 * error,
    }


def affine_backward(x, w, b, y):
    slope = -2 * (y - (x * w + b))
    return dict(r=slope, y_hat=slope, z=slope, b=slope, w=slope * x, x=slope * w)


def fork_backward(x, y):
    e, m = math.exp(x * y), (x + y + abs(x - y)) / 2
    n, d = e + x, 1 + m * m
    grads = dict.fromkeys(("p", "e", "m", "d", "n", "f", "x", "y"), 0.0)
    grads["f"] += 1
    grads["n"] += grads["f"] / d
    grads["d"] -= grads["f"] * n / d / d
    grads["m"] += grads["d"] * (m + m)
    grads["y" if y > x else "x"] += grads["m"]
    grads["x"] += grads["n"]
    grads["e"] += grads["n"]
    grads["p"] += grads["e"] * e
    grads["x"] += grads["p"] * y
    grads["y"] += x * grads["p"]
    return grads
