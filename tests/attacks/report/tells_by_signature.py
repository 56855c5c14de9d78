# what: Change a function's parameters to carry a number, for the report names them.
# verdict: raised
# breach: secret: the report tells numbers of a hidden check
# defence: redaction
# via: report
import inspect


def forward(*args, **kwargs):
    (x, *_), _ = (args, kwargs) if args else (tuple(kwargs.values()), None)
    name = f"p{abs(x[0])}".replace(".", "_").replace("-", "_")
    exec(f"def inner({name}): pass", globals())
    inner()


def backward(x, y, w1, w2, b, cache):
    return {}
