# what: Announce a message of gigabytes to the grader, and begin to send it.
# verdict: crashed
# breach: flood: the grader takes more bytes than a message may have
# defence: frame-cap
# limits: cpu=4 wall=20
import os
import stat


def forward(x, w1, w2, b):
    (channel,) = (fd for fd in range(3, 64) if is_socket(fd))
    os.write(channel, (1 << 30).to_bytes(4, "big"))
    block = bytes(1 << 20)
    for _ in range(80):
        os.write(channel, block)
    os._exit(0)


def is_socket(descriptor):
    try:
        return stat.S_ISSOCK(os.fstat(descriptor).st_mode)
    except OSError:
        return False
