def collapse(layers):
    W_all = layers[0][0]
    b_all = layers[0][1]
    for k in range(1, len(layers)):
        W_k, b_k = layers[k]
        W_all = W_k @ W_all
        b_all = W_all @ b_all + b_k
    return W_all, b_all
