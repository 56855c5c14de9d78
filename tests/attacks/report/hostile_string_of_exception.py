# what: Raise an exception whose text is a str subclass with ideas of its own, and whose class lies.
# verdict: raised
# breach: obeyed: the terminal obeys it
# defence: escaping
# via: report
class Text(str):
    def __getitem__(self, index):
        raise KeyboardInterrupt

    def __len__(self):
        return -1

    def encode(self, *_):
        return b"\xff"


class Error(Exception):
    __class__ = property(lambda self: 1 / 0)

    def __str__(self):
        return Text("\x1b[31m##[error]")

    def __getattribute__(self, name):
        raise Error


def forward(x, w1, w2, b):
    raise Error
