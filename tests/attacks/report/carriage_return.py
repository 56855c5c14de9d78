# what: Overwrite the line of the report by a carriage return and backspaces.
# verdict: raised
# breach: obeyed: the terminal obeys it
# defence: escaping
# via: report
def forward(x, w1, w2, b):
    raise ValueError("wrong\r100 of 100 points" + "\x08" * 40 + "100")
