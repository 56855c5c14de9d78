

def worst_entry(a, b):
    errors = np.array(relative_errors(a, b))
    best_index, best_error = None, 0.0
    for index in np.ndindex(errors.shape):
        error = float(errors[index])
        if np.isnan(error):
            return index, error
        if error >= best_error:
            best_index, best_error = index, error
    return best_index, best_error
