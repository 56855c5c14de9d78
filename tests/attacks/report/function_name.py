# what: Put escapes and line breaks into the names of functions that are in the traceback.
# verdict: raised
# breach: obeyed: the terminal obeys it
# defence: escaping
# via: report
def inner():
    raise ValueError("bad")


inner.__code__ = inner.__code__.replace(co_name="a\x1b[31m\n::error::b", co_qualname="a\x1b[31m\n::error::b")


def forward(x, w1, w2, b):
    inner()
