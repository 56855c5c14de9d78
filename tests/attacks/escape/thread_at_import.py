# what: Start a thread while loading that goes on between the calls.
# verdict: raised
# breach: thread: the worker has two threads
# defence: seccomp limits
import threading
import time

threading.stack_size(1 << 16)
threading.Thread(target=time.sleep, args=(0.3,), daemon=True).start()
time.sleep(0.05)


def forward(x, w1, w2, b):
    return w1 * x**2 + w2 * x + b
