# what: Make a file without a name and give it one.
# verdict: raised
# breach: beacon: a file appears
# defence: landlock seccomp
import os


def forward(x, w1, w2, b):
    file = os.open("@open@", os.O_TMPFILE | os.O_RDWR)
    os.link(f"/proc/self/fd/{file}", "@beacon@", src_dir_fd=file, follow_symlinks=True)
    return 0.0
