# what: Read where the links of other processes lead: their folder, program and open files.
# verdict: wrong | raised
# breach: secret: the name of a folder of another process is in the answer
# defence: landlock identity capabilities
import os


def forward(x, w1, w2, b):
    return os.readlink("/proc/@victim@/cwd")
