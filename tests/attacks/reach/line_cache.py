# what: Read source lines that were kept for tracebacks.
# verdict: wrong
# breach: secret: a line of the hidden tests is in the answer
# defence: boundary
import linecache


def forward(x, w1, w2, b):
    others = {name: lines for name, lines in linecache.cache.items() if name != "<submission>"}
    return repr(others)[:1000000]
