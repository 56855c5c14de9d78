# what: Connect while the submission loads.
# verdict: raised
# breach: contact: the listener sees a connection
# defence: landlock seccomp
import socket

connection = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
connection.connect(("127.0.0.1", int("@tcp@")))
