

def multiply_backward(x, w, upstream):
    grads = {}
    grads["x"] = w * upstream
    grads["w"] = w * upstream
    return grads


def factory_backward(x, w, v, target):
    u = x * w
    y = u * v
    grads = {"y": 2.0 * (y - target)}
    grads["v"] = grads["y"] * u
    grads["u"] = grads["y"] * v
    grads["w"] = grads["u"] * x
    grads["x"] = grads["u"] * w
    return grads


def affine_backward(x, w, b, y):
    res = x * w + b - y
    up = 2 * res
    return {"r": up, "y_hat": up, "z": up, "b": up, "w": up * x, "x": up * w}
