# what: Write halves of surrogate pairs, which many an encoder refuses.
# verdict: raised
# breach: obeyed: the terminal obeys it
# defence: escaping
# via: report
class Error(Exception):
    def __str__(self):
        return "\ud800 and \x1b[1m \udfff"


def forward(x, w1, w2, b):
    print("\ud800\udc00 \udcff")
    raise Error
