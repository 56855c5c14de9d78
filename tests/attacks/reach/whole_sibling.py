# what: Print another student's submission while a visible check runs.
# verdict: 40 points
# breach: secret: the text of the other submission is in the report
# defence: landlock seccomp identity capabilities
# via: suite
def forward(x, w1, w2, b):
    try:
        with open("@sibling@") as stream:
            print(stream.read(500))
    except OSError:
        return w1 * x**2 + w2 * x + b
