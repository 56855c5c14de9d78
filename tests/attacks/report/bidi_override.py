# what: Turn the direction of the text around, so that it reads as another number.
# verdict: raised
# breach: obeyed: the terminal obeys it
# defence: escaping
# via: report
def forward(x, w1, w2, b):
    raise ValueError("\u202estniop 001 fo 001\u202c \u2066\u2069\u200f")
