# what: Fill the disk.
# verdict: raised
# breach: beacon: a file appears
# defence: landlock seccomp
def forward(x, w1, w2, b):
    with open("@beacon@", "wb") as stream:
        stream.write(bytes(10**7))
    return 0.0
