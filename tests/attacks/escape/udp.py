# what: Send a datagram.
# verdict: raised
# breach: contact: the listener gets a packet
# defence: seccomp
import socket


def forward(x, w1, w2, b):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"here", ("127.0.0.1", int("@udp@")))
    return 0.0
