def worst_entry(a, b):
    errors = np.asarray(relative_errors(a, b))
    index = np.unravel_index(np.argmax(errors), errors.shape)
    return float(errors[index]), tuple(int(i) for i in index)
