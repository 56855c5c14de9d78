# what: Claim frames at lines beyond counting, with names beyond reading.
# verdict: crashed
# breach: collapse: the grader fails in a way of its own
# defence: replies
import gc
import os
import struct
import sys

encode = sys.modules["grader.wire.codec"].encode
worker = next(thing for thing in gc.get_objects() if type(thing).__name__ == "Worker")
channel = worker._channel._socket
channel.setblocking(True)


def send(message):
    frame = message if isinstance(message, bytes) else encode(message)
    channel.sendall(struct.pack(">I", len(frame)) + frame)


def forward(x, w1, w2, b):
    huge = 10**4000
    send(
        {
            "error": {
                "type": "E" * 10**6,
                "message": "m" * 10**6,
                "frames": [(huge, "f" * 10**5)] * 20,
                "x": huge,
            }
        }
    )
    os._exit(0)
