# what: Print the control characters of eight bits, which some terminals take for escapes.
# verdict: wrong
# breach: obeyed: the terminal obeys it
# defence: escaping
# via: report
def forward(x, w1, w2, b):
    print("\x9b2J\x9d0;title\x9c\x90q\x9c")
    return x
