import math


def fork_backward(x, y):
    p = x * y
    e = math.exp(p)
    n = e + x
    m = max(x, y)
    d = 1 + m**2
    df = 1.0
    dn = df / d
    dd = -df * n / d
    dm = dd * 2 * m
    de = dn
    dp = de * e
    dx = dp * y + dn
    dy = dp * x
    if x > y:
        dx += dm
    else:
        dy += dm
    return {"f": df, "n": dn, "d": dd, "m": dm, "e": de, "p": dp, "x": dx, "y": dy}
