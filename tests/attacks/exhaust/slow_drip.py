# what: Write an answer to the grader byte by byte, so that there is always something new.
# verdict: timeout
# breach: overrun: the grader waits several times as long as it should
# defence: wall-deadline
# limits: wall=0.4
import os
import stat
import time


def forward(x, w1, w2, b):
    (channel,) = (fd for fd in range(3, 64) if is_socket(fd))
    os.write(channel, (1000).to_bytes(4, "big"))
    for _ in range(400):
        os.write(channel, b"x")
        time.sleep(0.05)


def is_socket(descriptor):
    try:
        return stat.S_ISSOCK(os.fstat(descriptor).st_mode)
    except OSError:
        return False
