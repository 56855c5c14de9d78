# what: Return a list that contains itself.
# verdict: raised
# breach: collapse: the grader ends without a word
# defence: boundary
def forward(x, w1, w2, b):
    result = []
    result.append(result)
    return result
