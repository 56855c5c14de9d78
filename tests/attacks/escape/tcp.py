# what: Connect to a server over TCP on the same machine.
# verdict: raised
# breach: contact: the listener sees a connection
# defence: landlock seccomp
import socket


def forward(x, w1, w2, b):
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as connection:
        connection.connect(("127.0.0.1", int("@tcp@")))
    return 0.0
