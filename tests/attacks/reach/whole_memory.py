# what: Read another process's memory while a visible check runs.
# verdict: 0 points | 40 points
# breach: secret: a word of another process is in the report
# defence: landlock seccomp identity capabilities
# via: suite
# needs: root
import os


def forward(x, w1, w2, b):
    memory = os.open("/proc/@victim@/mem", os.O_RDONLY)
    raise ValueError(os.pread(memory, 22, int("@address@")).decode("ascii", "replace"))
