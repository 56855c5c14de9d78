

def xavier(fan_in, fan_out, rng):
    sigma = (2 / fan_in + fan_out) ** 0.5
    return rng.normal(loc=0.0, scale=sigma, size=(fan_out, fan_in))


def he(fan_in, fan_out, rng):
    sigma = (2 / fan_in) ** 0.5
    return rng.normal(loc=0.0, scale=sigma, size=(fan_out, fan_in))
