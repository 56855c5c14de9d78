# what: Close the script of a page in which the report is embedded, and begin one's own.
# verdict: raised
# breach: obeyed: a page that embeds the report runs it
# defence: escaping
# via: report
def forward(x, w1, w2, b):
    raise ValueError("</script><script>alert(1)</script><!-- <img src=x onerror=alert(1)>")
