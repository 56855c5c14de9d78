# what: Print the older form of CI commands, which is obeyed anywhere in a line.
# verdict: raised
# breach: obeyed: the CI system that prints the report obeys it
# defence: escaping
# via: report
def forward(x, w1, w2, b):
    raise ValueError(
        "bad ##[error]fine ##[group]points ##vso[task.setvariable variable=a]b ##teamcity[testFinished]"
    )
