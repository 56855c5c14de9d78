# what: Copy the submission of another student.
# verdict: raised
# breach: secret: the text of the other submission is the answer
# defence: landlock
def forward(x, w1, w2, b):
    with open("@sibling@") as stream:
        return stream.read()
