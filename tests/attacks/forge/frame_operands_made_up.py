# what: Describe operands whose names clear the screen, and others of kinds that no operand has.
# verdict: raised
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
    lies = [
        ("\x1b[2J" + str(x), "array of dtype float64", (-1, 10**4000), [None]),
        (None, 5, "shape", {}),
        7,
    ] * 99
    send(
        {
            "error": {
                "type": "ValueError",
                "message": "shapes (5,3) and (5,4) not aligned",
                "frames": [(20, "forward")],
                "expression": str(x) + "\x1b[2J" * 10**5,
                "operands": lies,
            }
        }
    )
    os._exit(0)
