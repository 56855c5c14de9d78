# what: Print a terminal link and a command that sets the title and the clipboard.
# verdict: wrong
# breach: obeyed: the terminal obeys it
# defence: escaping
# via: report
def forward(x, w1, w2, b):
    print("\x1b]8;;http://evil\x1b\\click\x1b]8;;\x1b\\\x1b]0;title\x07\x1b]52;c;ZXZpbA==\x07")
    return x
