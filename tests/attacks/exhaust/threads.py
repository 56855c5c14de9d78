# what: Start threads that go on when the call is over.
# verdict: raised
# breach: thread: the worker has several threads
# defence: seccomp limits
import threading
import time


def forward(x, w1, w2, b):
    threading.stack_size(1 << 16)
    for _ in range(4):
        threading.Thread(target=time.sleep, args=(0.3,), daemon=True).start()
    time.sleep(0.05)
    return 0.0
