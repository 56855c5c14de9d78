# what: Read from every descriptor that was open when the submission came.
# verdict: wrong
# breach: secret: the content of a file that the grader had open is the answer
# defence: boundary
import os


def forward(x, w1, w2, b):
    found = []
    for descriptor in range(256):
        try:
            found.append(os.pread(descriptor, 1000, 0))
        except OSError:
            continue
    return b"".join(found)
