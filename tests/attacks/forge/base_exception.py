# what: Raise something that no `except Exception` catches, once the result is as it should be.
# verdict: raised
# breach: points: what it writes is taken for the result
# defence: boundary
import json
import os

RESULT = "\n" + json.dumps({"points": 100, "shown": "", "message": "", "passed": True})


class Unstoppable(BaseException):
    pass


def forward(x, w1, w2, b):
    os.write(1, RESULT.encode())
    raise Unstoppable("100 points")
