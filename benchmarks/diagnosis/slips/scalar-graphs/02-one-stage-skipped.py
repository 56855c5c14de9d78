def factory_backward(x, w, v, target):
    u = w * x
    y = v * u
    dy = 2 * (y - target)
    dv = dy * u
    du = dy * v
    dw = du * x
    dx = dy * w
    return {"y": dy, "v": dv, "u": du, "w": dw, "x": dx}
