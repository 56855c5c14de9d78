def factory_backward(x, w, v, target):
    # forward
    u = w * x
    y = v * u
    # backward
    g = {}
    g["y"] = 2 * (y - target)
    g["v"] = g["y"] * u
    g["u"] = g["y"] * v
    g["w"] = g["u"] * u
    g["x"] = g["u"] * w
    return g
