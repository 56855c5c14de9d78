

def affine_loss(y_hat, y):
    residual = y_hat - y
    loss = residual * residual
    return loss, residual


def affine_backward(x, w, b, y):
    pred = w * x + b
    d = 2 * (pred - y)
    inner = multiply_backward(x, w, d)
    return {"r": d, "y_hat": d, "z": d, "b": d, "w": inner["w"], "x": inner["x"]}
