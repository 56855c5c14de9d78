# what: Leave a note for the next run in the name of a file.
# verdict: raised
# breach: secret: what one run was told comes back in the next
# defence: landlock seccomp
# phases: 2
import os


def forward(x, w1, w2, b):
    if "@phase@" == "1":
        os.mkdir("@open@/@state@")
    return " ".join(os.listdir("@open@"))
