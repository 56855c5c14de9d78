# what: Look for answers among the names of all modules that are loaded.
# verdict: wrong
# breach: secret: a name of the hidden suite is in the answer
# defence: boundary
import sys


def forward(x, w1, w2, b):
    found = []
    for module in list(sys.modules.values()):
        for name, value in list(getattr(module, "__dict__", {}).items()):
            if isinstance(value, str) and name.isupper():
                found.append(f"{name}={value[:200]}")
    return "\n".join(found)
