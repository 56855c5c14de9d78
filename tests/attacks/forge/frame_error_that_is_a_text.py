# what: Send a text where an error is to be described.
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
    send({"error": "all is well"})
    os._exit(0)
