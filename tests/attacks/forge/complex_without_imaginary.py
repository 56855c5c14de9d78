# what: Return complex numbers with no imaginary part, where real ones are due.
# verdict: wrong
# breach: points: a comparison that asks the answer accepts it
# defence: compare
def forward(x, w1, w2, b):
    return (w1 * x**2 + w2 * x + b).astype(complex)
