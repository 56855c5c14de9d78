# what: Read the hidden suite while a visible check runs, whose messages a student sees.
# verdict: 0 points
# breach: secret: the text of the hidden tests is in the report
# defence: landlock seccomp identity capabilities
# via: suite
def forward(x, w1, w2, b):
    with open("@hidden@") as stream:
        raise ValueError(stream.read(500))
