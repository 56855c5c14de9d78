# what: Warn with a text full of escapes and commands.
# verdict: wrong
# breach: obeyed: the terminal obeys it
# defence: escaping
# via: report
import warnings


def forward(x, w1, w2, b):
    warnings.warn("\x1b[31m##[error]\n::error::")
    return x
