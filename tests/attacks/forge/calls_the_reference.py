# what: Import what computes the right answers.
# verdict: raised
# breach: points: a grader in the same process takes it for right
# defence: boundary
def forward(x, w1, w2, b):
    from tests.attacks.harness.course import right_answers

    return right_answers({"x": x, "y": x, "w1": w1, "w2": w2, "b": b})[0]["y_hat"]
