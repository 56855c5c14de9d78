# what: Read another process's memory through /proc.
# verdict: raised
# breach: secret: a word from the other process's memory is the answer
# defence: landlock identity capabilities
import os


def forward(x, w1, w2, b):
    memory = os.open("/proc/@victim@/mem", os.O_RDONLY)
    return os.pread(memory, 64, int("@address@"))
