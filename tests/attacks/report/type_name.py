# what: Put escapes and a page of markup into the name of an exception's class.
# verdict: raised
# breach: obeyed: the terminal obeys it
# defence: escaping
# via: report
def forward(x, w1, w2, b):
    raise type("Error\x1b[31m\n<script>alert(1)</script>", (Exception,), {})("bad")
