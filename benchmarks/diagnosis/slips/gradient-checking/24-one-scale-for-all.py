

def relative_errors(a, b):
    left = np.array(a, dtype=np.float64)
    right = np.array(b, dtype=np.float64)
    if left.shape != right.shape:
        raise ValueError(f"cannot compare {left.shape} with {right.shape}")
    gap = np.abs(left - right)
    biggest = max(np.max(np.abs(left)), np.max(np.abs(right)))
    if biggest == 0:
        errors = np.zeros(left.shape)
    else:
        errors = gap / biggest
    return errors if errors.shape else float(errors)
