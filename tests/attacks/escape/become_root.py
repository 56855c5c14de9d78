# what: Become root again and read what only root can.
# verdict: raised
# breach: secret: the content of the gradebook is the answer
# defence: landlock seccomp identity capabilities
# needs: root
import os


def forward(x, w1, w2, b):
    os.setresuid(0, 0, 0)
    with open(os.path.dirname(os.path.dirname("@sibling@")) + "/gradebook") as stream:
        return stream.read()
