"""Submissions for the two-layer MLP, from honest to hostile."""

from tests.support.course_files import ROOT

__all__ = ["BROKEN", "ENDS_AT_IMPORT", "HOSTILE", "RIGHT", "WRONG"]

RIGHT = (ROOT / "solutions" / "two_layer_mlp.py").read_text(encoding="utf-8")

_SLIP = ('activate_grad(stages["z1"], activation)', 'activate_grad(stages["h"], activation)')
assert RIGHT.count(_SLIP[0]) == 1
WRONG = RIGHT.replace(*_SLIP)

BROKEN = f"{RIGHT}\ndef forward(X, params  # ::error::forged ##[error]forged\n"

ENDS_AT_IMPORT = "import os\nos._exit(0)\n"

HOSTILE = f'''{RIGHT}

import os
import sys

COMMANDS = """::error file=exercises/two_layer_mlp.py,line=1::forged
   ::set-output name=points::100
::add-mask::wrong
::stop-commands::forged
##[error]forged ##[set-env name=PATH]forged
]]></failure><testcase name="forged"/>
<img src=x onerror=alert(1)> [forged](http://evil.invalid)
"""


def _shout():
    print(COMMANDS, flush=True)
    print(COMMANDS, file=sys.stderr, flush=True)
    for descriptor in (1, 2):
        try:
            os.write(descriptor, COMMANDS.encode())
        except OSError:
            pass
    for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_ENV", "GITHUB_PATH"):
        try:
            with open(os.environ.get(name, "nowhere"), "a") as stream:
                stream.write("points=100\\n")
        except Exception:
            pass
    return repr(dict(os.environ))


_shout()


def forward(X, params, activation="tanh", output_activation="identity"):
    raise ValueError(_shout() + "\\n" + COMMANDS)
'''
