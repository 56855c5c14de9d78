# what: Put a CI command into the name of an exception's class.
# verdict: raised
# breach: obeyed: the CI system that prints the report obeys it
# defence: escaping
# via: report
def forward(x, w1, w2, b):
    raise type("::error::##[error]", (Exception,), {})("::warning::")
