

def fork_backward(x, y):
    vals = fork_forward(x, y)
    p, n, d, m = vals["p"], vals["n"], vals["d"], vals["m"]

    grad = {"f": 1.0}
    grad["n"] = grad["f"] * 1 / d
    grad["d"] = grad["f"] * (-n) / d**2
    grad["m"] = grad["d"] * 2 * m
    grad["e"] = grad["n"]
    grad["p"] = grad["e"] * p * math.exp(p - 1)

    grad["x"] = grad["n"] + grad["p"] * y
    grad["y"] = grad["p"] * x
    if x > y:
        grad["x"] += grad["m"]
    else:
        grad["y"] += grad["m"]
    return grad
