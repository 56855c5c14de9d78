

def forward(X, layers, activation):
    last = len(layers) - 1
    stages = []
    current = X
    for i in range(len(layers)):
        W, b = layers[i]
        z = np.dot(current, W.T) + b
        if i == last:
            h = z.copy()
        else:
            h = activate(z, activation)
        stages.append(dict(z=z, h=h))
        current = z
    return stages
