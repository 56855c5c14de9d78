def affine_backward(x, w, b, y):
    z = x * w
    pred = z + b
    res = pred - y

    grad_r = 2 * res
    grad_pred = grad_r
    grad_z = grad_pred
    grad_b = grad_pred * b
    grad_w = grad_z * x
    grad_x = grad_z * w
    return {
        "r": grad_r,
        "y_hat": grad_pred,
        "z": grad_z,
        "b": grad_b,
        "w": grad_w,
        "x": grad_x,
    }
