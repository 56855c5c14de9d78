

def stages(x, y, w1, w2, b):
    values = {}
    values["z1"] = w1 * x * x
    values["z2"] = w2 * x
    values["z"] = values["z1"] + values["z2"]
    values["y_hat"] = values["z"] + b
    values["r"] = values["y_hat"] - y
    values["loss"] = values["r"] ** 2

    grads = {}
    grads["r"] = 2 * values["r"]
    grads["y_hat"] = grads["r"]
    grads["b"] = grads["y_hat"]
    grads["z"] = grads["y_hat"]
    grads["z1"] = grads["z"] / 2
    grads["z2"] = grads["z"] / 2
    grads["w1"] = grads["z1"] * x * x
    grads["w2"] = grads["z2"] * x
    return values, grads
