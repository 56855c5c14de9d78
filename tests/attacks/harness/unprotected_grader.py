"""A grader as it is often written: it imports the submission into its own process and compares there.

It shows what the boundary between processes is for: the answers are in its frames, its modules and its
memory, and it believes what the submission returns.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from tests.attacks.harness.attack import Attack
from tests.attacks.harness.trial import Trial
from tests.attacks.harness.watch import Watch, descendants
from tests.attacks.harness.world import World

__all__ = ["run_without_boundary"]

_GRADER: Final = '''
import json, os, sys, io, gc, resource
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
job = json.load(sys.stdin)
import numpy as np
from tests.attacks.harness.course import inputs_of, right_answers
real_stdout = os.fdopen(os.dup(1), "w")
sys.stdout = io.StringIO()
print(job["secrets"]["memory"])
class Answers:
    """A module-like holder that the submission can find."""
suite = type(sys)("hidden_suite")
suite.SECRET = job["secrets"]["hidden"]
sys.modules["hidden_suite"] = suite
import linecache
linecache.cache["test_hidden.py"] = (1, None, [f"# {job['secrets']['hidden']}\\n"], "test_hidden.py")
def scratch():
    token = np.frombuffer((job["secrets"]["memory"] * 4000).encode()[:80000], dtype=np.float64)
    for _ in range(40):
        keep = [token + 0.0 for _ in range(4)]
        del keep
def main(source):
    hidden_answers = job["secrets"]["hidden"]
    inputs = inputs_of("hidden", 0)
    values, gradients = right_answers(inputs)
    scratch()
    namespace = {"__name__": "submission"}
    points, answer, message = 0, None, ""
    try:
        exec(compile(source, "<submission>", "exec"), namespace)
        answer = namespace["forward"](**{name: inputs[name] for name in ("x", "w1", "w2", "b")})
        if (np.abs(np.asarray(answer) - values["y_hat"]) < 1e-6).all():
            points += 40
        if "backward" in namespace:
            found = namespace["backward"](**inputs)
            if all(np.allclose(found[name], right) for name, right in gradients.items()):
                points += 60
    except Exception as error:
        message = f"{type(error).__name__}: {error}"
    return points, answer, message
for source in job["sources"]:
    points, answer, message = main(source)
said = answer if isinstance(answer, (str, bytes)) else getattr(answer, "tobytes", lambda: b"")()
said = said.encode() if isinstance(said, str) else said
if isinstance(answer, (list, tuple, dict)):
    said += json.dumps(answer, default=str).encode()
if type(answer) is int:
    said += str(answer).encode()
shown = said + message.encode() + sys.stdout.getvalue().encode()
real_stdout.write(json.dumps({"points": points, "shown": shown.hex(), "message": message}))
real_stdout.flush()
'''
_ROOT: Final = Path(__file__).parents[3]


def run_without_boundary(attack: Attack, world: World) -> Trial:
    """Run an attack in the naive grader's own process; its verdict is its points."""
    world.reset()
    known = descendants(os.getpid())
    sources = [_source(attack, world, phase) for phase in range(1, attack.phases + 1)]
    with Watch(known) as watch:
        said = _grade({"sources": sources, "secrets": world.secrets}, world)
    trial = Trial(f"{said.get('points', 0)} points", message=said.get("message", ""))
    trial.note("collapse", "" if said else "it ended without a word")
    trial.note("secret", world.found_in([bytes.fromhex(said.get("shown", ""))]))
    trial.note("points", f"{said['points']} points by the naive grader" if said.get("points") else "")
    trial.note("beacon", world.changes())
    trial.note("signal", world.victim_state())
    trial.note("handle", ", ".join(sorted(watch.handles)))
    return trial


def _source(attack: Attack, world: World, phase: int) -> str:
    if attack.make is not None:
        return world.hand_in(attack, phase).read_text("utf-8")
    return world.fill(attack.source, phase)


def _grade(job: dict[str, Any], world: World) -> dict[str, Any]:
    finished = subprocess.run(
        [sys.executable, "-c", _GRADER],
        input=json.dumps(job),
        capture_output=True,
        encoding="utf-8",
        cwd=_ROOT,
        check=False,
        timeout=60,
        close_fds=False,
        env={**os.environ, "GRADER_TOKEN": world.secrets["environ"]},
    )
    if not finished.stdout:
        return {}
    said: dict[str, Any] = json.loads(finished.stdout.rpartition("\n")[2])
    return said
