# what: Connect to a socket in the file system.
# verdict: raised
# breach: contact: the listener sees a connection
# defence: landlock seccomp
import socket


def forward(x, w1, w2, b):
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.connect("@unix@")
    return 0.0
