

def collapse(layers):
    n_inputs = layers[0][0].shape[1]

    def run(x):
        for W, b in layers:
            x = x @ W.T + b
        return x

    bias = run(np.zeros(n_inputs))
    columns = [run(unit) for unit in np.eye(n_inputs)]
    return np.stack(columns, axis=1), bias
