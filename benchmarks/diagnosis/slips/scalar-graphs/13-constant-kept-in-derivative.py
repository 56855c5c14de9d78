def fork_backward(x, y):
    vals = fork_forward(x, y)
    n, d, m, e = vals["n"], vals["d"], vals["m"], vals["e"]
    f_ = 1.0
    n_ = f_ * 1 / d
    d_ = f_ * (-n / (d * d))
    m_ = d_ * (1 + 2 * m)
    e_ = n_
    p_ = e_ * e
    x_ = p_ * y
    x_ += n_
    y_ = p_ * x
    if x > y:
        x_ += m_
    else:
        y_ += m_
    return dict(f=f_, n=n_, d=d_, m=m_, e=e_, p=p_, x=x_, y=y_)
