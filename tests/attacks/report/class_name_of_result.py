# what: Return an object whose class has a hostile name.
# verdict: wrong
# breach: obeyed: the terminal obeys it
# defence: escaping
# via: report
def forward(x, w1, w2, b):
    print("\x1b[31m")
    return type("\x1b[31m\n::error::##[error]<script>", (), {})()
