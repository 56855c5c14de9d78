# what: Read the environment of every process there is.
# verdict: wrong | raised
# breach: secret: a variable of another process is in the answer
# defence: landlock identity capabilities
import os


def forward(x, w1, w2, b):
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/environ", "rb") as stream:
                    found.append(stream.read())
            except OSError:
                continue
    return b"".join(found)
