def loss(y_hat, y):
    errors = y_hat - y
    return float(np.sum(errors**2) / len(errors))
