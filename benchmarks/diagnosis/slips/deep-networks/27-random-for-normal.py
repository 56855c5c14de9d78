

def xavier(fan_in, fan_out, rng):
    std = np.sqrt(2.0 / (fan_in + fan_out))
    return std * rng.standard_normal((fan_out, fan_in))


def he(fan_in, fan_out, rng):
    std = np.sqrt(2.0 / fan_in)
    return std * rng.random((fan_out, fan_in))
