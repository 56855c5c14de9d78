# what: Return a list in a list in a list, a hundred thousand deep.
# verdict: raised
# breach: collapse: the grader ends without a word
# defence: boundary
def forward(x, w1, w2, b):
    result = []
    for _ in range(100000):
        result = [result]
    return result
