# what: Read a file that is closed to all but the grader's own user.
# verdict: raised
# breach: secret: the content of the gradebook is the answer
# defence: landlock identity
import os


def forward(x, w1, w2, b):
    place = os.path.dirname(os.path.dirname(os.path.dirname("@sibling@" + "/x")))
    with open(os.path.join(place, "gradebook")) as stream:
        return stream.read()
