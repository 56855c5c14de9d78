# what: Return a dict whose keys are CI commands and escapes.
# verdict: raised
# breach: obeyed: the CI system that prints the report obeys it
# defence: escaping
# via: report
def forward(x, w1, w2, b):
    return {"\n::error::\x1b[31m": 1, "##[error]": [x], '"}': "<script>"}


def backward(x, y, w1, w2, b, cache):
    raise ValueError(f"##[error]{list(cache)}")
