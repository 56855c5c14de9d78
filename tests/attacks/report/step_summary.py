# what: Write to the files that GitHub reads summaries, variables and paths from.
# verdict: raised
# breach: beacon: the file of summaries has a line of the student's
# defence: boundary
# via: report
import os

for name in ("GITHUB_STEP_SUMMARY", "GITHUB_ENV", "GITHUB_PATH", "GITHUB_OUTPUT"):
    with open(os.environ.get(name, "@beacon@"), "a") as stream:
        stream.write("points=100")


def forward(x, w1, w2, b):
    return x
