# what: Raise an AttributeError without frames, as if a name were missing, with a number in it.
# verdict: skipped
# breach: secret: the report tells numbers of a hidden check
# defence: redaction
# via: report
import sys

student = sys.modules["grader.sandbox.worker"]
numbers = []
student.describe_error = lambda error, name: {
    "type": "AttributeError",
    "message": f"no f{numbers}",
    "frames": [],
    "missing": True,
}


def forward(x, w1, w2, b):
    numbers.extend(x)
    raise ValueError
