# what: Compile code whose line is a number, beyond the end of the file.
# verdict: raised
# breach: secret: the report tells numbers of a hidden check
# defence: redaction
# via: report
def forward(x, w1, w2, b):
    line = 100 + int(abs(x[0]) * 1e6)
    exec(compile("\n" * line + "raise ValueError", "<submission>", "exec"))
