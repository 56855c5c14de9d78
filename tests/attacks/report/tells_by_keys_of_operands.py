# what: Ask a dict, whose keys were made of the numbers that came in, for one that it lacks.
# verdict: raised
# breach: secret: the report tells numbers of a hidden check
# defence: redaction
# via: report
def forward(x, w1, w2, b):
    stages = {f"k{int(1000 * abs(number))}": number for number in x}
    return stages["z"]
