

def worst_entry(a, b):
    errors = np.asarray(relative_errors(a, b))
    difference = np.abs(np.asarray(a, dtype=np.float64) - np.asarray(b, dtype=np.float64))
    flat = int(np.argmax(difference))
    where = np.unravel_index(flat, difference.shape)
    where = tuple(int(w) for w in where)
    return where, float(errors[where])


def check_gradient(f, grad, x, h=1e-5, rtol=1e-6, atol=1e-8):
    wrong = find_wrong(f, grad, x, h=h, rtol=rtol, atol=atol)
    return len(wrong) == 0
