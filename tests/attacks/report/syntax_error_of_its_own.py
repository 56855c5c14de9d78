# what: Raise a SyntaxError whose file, line and text are made up.
# verdict: raised
# breach: obeyed: the terminal obeys it
# defence: escaping
# via: report
def forward(x, w1, w2, b):
    raise SyntaxError("\x1b[31m", ("<submission>", 10**6, -5, "::error::\n", 3, 4))
