def forward(X, layers, activation):
    stages = []
    h = X
    last = len(layers) - 1
    for i in range(len(layers)):
        W, b = layers[i]
        z = h @ W.T + b
        stages.append({"z": z, "h": h})
        if i == last:
            h = z
        else:
            h = activate(z, activation)
    return stages
