# what: Unpack a little that was packed from much.
# verdict: memory
# breach: memory: the worker holds more memory than it may
# defence: memory-limit
# limits: memory=300 cpu=2
import zlib

packer = zlib.compressobj(1)
PACKED = b"".join(packer.compress(bytes(1 << 20)) for _ in range(360)) + packer.flush()


import time


def spin():
    end = time.monotonic() + 0.15
    while time.monotonic() < end:
        pass


def forward(x, w1, w2, b):
    kept = zlib.decompress(PACKED)
    spin()
    return float(len(kept))
