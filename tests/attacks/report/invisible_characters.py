# what: Hide text in characters that nobody sees.
# verdict: wrong
# breach: obeyed: the terminal obeys it
# defence: escaping
# via: report
def forward(x, w1, w2, b):
    print("a\u200b\u2060\ufeff\u00ad\U000e0041b\u3164\u034f\u2028c\u2029d")
    return x
