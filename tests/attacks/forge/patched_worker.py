# what: Rewrite the worker's own methods, so that it says something else than it should.
# verdict: wrong | crashed
# breach: points: the word of the worker is taken for the result
# defence: replies
import sys

worker = sys.modules["grader.sandbox.worker"]
usual = worker.Worker._encode_frame
worker.Worker._encode_frame = lambda self, message: usual(self, {**message, "passed": True, "changed": []})


def forward(x, w1, w2, b):
    return x
