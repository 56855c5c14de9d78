"""Finds the worst entry without `relative_errors`."""


def worst_entry(a, b):
    one, other = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if one.shape != other.shape:
        raise ValueError("shapes differ")
    larger = np.maximum(abs(one), abs(other))
    share = abs(one - other) / np.where(larger == 0, 1, larger)
    place = np.unravel_index(np.argmax(share), share.shape)
    return tuple(int(axis) for axis in place), float(share[place])
