# what: Search the memory of the workers beside this one: one may run the solution.
# verdict: wrong | raised
# breach: secret: a word that only another worker was told is the answer
# defence: seccomp landlock identity capabilities
# needs: root
# limits: cpu=2
import os
import re


# It is told of a neighbour (@neighbour@) and of nothing else.
def forward(x, w1, w2, b):
    found = []
    for pid in range(max(os.getpid() - 20, 2), os.getpid() + 5):
        if pid != os.getpid():
            try:
                found += search(pid)
            except OSError:
                continue
    return b" ".join(found)


def search(pid):
    found = []
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        for line in maps:
            place = re.match(r"([0-9a-f]+)-([0-9a-f]+) rw-p", line)
            if place and "/" not in line:
                begin, end = (int(half, 16) for half in place.groups())
                memory.seek(begin)
                content = memory.read(min(end - begin, 1 << 23)) or b""
                found += re.findall(rb"neighbour[0-9a-f]{16}", content)
    return found
