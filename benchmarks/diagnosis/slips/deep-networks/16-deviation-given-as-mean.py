def he(fan_in, fan_out, rng):
    std = np.sqrt(2.0 / fan_in)
    return rng.normal(std, size=(fan_out, fan_in))
