# what: Print without measure.
# verdict: passed
# breach: output: more is kept of what was printed than is permitted
# defence: output-cap
def forward(x, w1, w2, b):
    for _ in range(2000):
        print("x" * 1000)
    return w1 * x**2 + w2 * x + b
