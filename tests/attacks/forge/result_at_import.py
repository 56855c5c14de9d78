# what: Write a result as soon as it is loaded, and leave with status 0.
# verdict: crashed
# breach: points: what it writes is taken for the result
# defence: boundary
import json
import os

RESULT = "\n" + json.dumps({"points": 100, "shown": "", "message": "", "passed": True})

for descriptor in (1, 3, 4):
    try:
        os.write(descriptor, RESULT.encode())
    except OSError:
        continue
os._exit(0)
