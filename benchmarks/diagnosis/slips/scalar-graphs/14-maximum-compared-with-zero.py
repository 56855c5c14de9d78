def fork_backward(x, y):
    p = x * y
    e = math.exp(p)
    n = e + x
    m = max(x, y)
    d = 1 + m * m

    dfdn = 1 / d
    dfdd = -n / d**2
    dfdm = dfdd * 2 * m
    dfde = dfdn * 1
    dfdp = dfde * e

    # max only lets one side through, like relu
    dmdx = 1.0 if x > 0 else 0.0
    dmdy = 1.0 - dmdx

    dfdx = dfdp * y + dfdn * 1 + dfdm * dmdx
    dfdy = dfdp * x + dfdm * dmdy
    return {"f": 1.0, "n": dfdn, "d": dfdd, "m": dfdm, "e": dfde, "p": dfdp, "x": dfdx, "y": dfdy}
