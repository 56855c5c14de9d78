# what: Write a result to standard output and leave before the real one comes.
# verdict: crashed
# breach: points: what it writes is taken for the result
# defence: boundary
import json
import os

RESULT = "\n" + json.dumps({"points": 100, "shown": "", "message": "", "passed": True})


def forward(x, w1, w2, b):
    for descriptor in (1, 3, 4, 5):
        try:
            os.write(descriptor, RESULT.encode())
        except OSError:
            continue
    os._exit(0)
