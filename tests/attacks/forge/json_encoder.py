# what: Replace the encoders with which a result is written.
# verdict: wrong
# breach: points: what it writes is taken for the result
# defence: boundary
import json
import sys

json.dumps = lambda *_, **__: '{"points": 100, "shown": "", "message": ""}'
packer = sys.modules.get("msgpack")
if packer is not None:
    encode = packer.packb
    packer.packb = lambda value, **options: encode(
        {**value, "passed": True} if isinstance(value, dict) else value, **options
    )


def forward(x, w1, w2, b):
    return x
