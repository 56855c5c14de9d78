# what: Print the marks that fold a section of a GitLab log away.
# verdict: wrong
# breach: obeyed: the CI system that prints the report obeys it
# defence: escaping
# via: report
def forward(x, w1, w2, b):
    print("\x1b[0Ksection_start:1560896352:points[collapsed=true]\r\x1b[0KAll is well")
    return x
