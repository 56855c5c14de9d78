

def fork_forward(x, y):
    nodes = {"p": y * x}
    nodes["e"] = math.exp(nodes["p"])
    nodes["n"] = x + nodes["e"]
    nodes["m"] = x if x > y else y
    nodes["d"] = (1 + nodes["m"]) ** 2
    nodes["f"] = nodes["n"] / nodes["d"]
    return nodes


def fork_backward(x, y):
    p = x * y
    e = math.exp(p)
    n = e + x
    m = max(x, y)
    d = 1 + m * m
    gn = 1 / d
    gd = -n / (d * d)
    gm = 2 * m * gd
    ge = gn
    gp = ge * e
    gx = gp * y + gn
    gy = gp * x
    if x > y:
        gx += gm
    else:
        gy += gm
    return {"f": 1.0, "n": gn, "d": gd, "m": gm, "e": ge, "p": gp, "x": gx, "y": gy}
