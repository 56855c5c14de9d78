# what: Clear the screen and write a better grade on it by the message of an exception.
# verdict: raised
# breach: obeyed: the terminal obeys it
# defence: escaping
# via: report
def forward(x, w1, w2, b):
    raise ValueError("\x1b[2J\x1b[H100 of 100 points\x1b[8m")
