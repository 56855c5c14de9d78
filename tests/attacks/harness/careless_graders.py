"""Graders that are careless in one respect about what a worker returns; each is in use somewhere."""

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from unittest import mock

import msgpack

from grader.sandbox import client
from grader.sandbox.faults import Operand, Raised, StudentFault
from grader.sandbox.lent_callables import LentCallables
from grader.sandbox.process import WorkerProcess
from tests.attacks.harness.attack import Attack
from tests.attacks.harness.trial import Trial, run_check
from tests.attacks.harness.world import World

__all__ = ["run_with_careless_comparison", "run_with_visible_cases_alone", "run_with_worker_believed"]

_GRADER: Final = """
import json, math, sys
import numpy as np
job = json.load(sys.stdin)
from tests.attacks.harness.course import inputs_of, right_answers
inputs = inputs_of(job["kind"], 0)
values, gradients = right_answers(inputs)
def first(a, b): return bool(a == b)
def second(a, b): return bool(np.allclose(a, b))
def third(a, b): return bool((abs(np.asarray(a) - b) <= 1e-6).all())
def fourth(a, b): return not bool((abs(a - b) > 1e-6).any())
def fifth(a, b): return bool(np.testing.assert_allclose(a, b) or True)
def sixth(a, b): return all(x == y for x, y in zip(a, b))
def seventh(a, b): return not bool(np.max(np.abs(np.asarray(a) - b)) > 1e-6)
def eighth(a, b): return bool(np.array_equal(np.real(a), b))
def ninth(a, b): return bool(np.allclose(np.squeeze(a), b))
def tenth(a, b): return bool(np.linalg.norm(np.asarray(a, dtype=object) - b) < 1e-6)
def eleventh(a, b): return bool(np.ma.allclose(a, b))
def twelfth(a, b): return bool(a.all() and b.all())
namespace = {"__name__": "submission"}
accepted = []
WAYS = [first, second, third, fourth, fifth, sixth, seventh, eighth, ninth, tenth, eleventh, twelfth]
EXACT = [first, second]
try:
    exec(compile(job["source"], "<submission>", "exec"), namespace)
    answer = namespace["forward"](**{name: inputs[name] for name in ("x", "w1", "w2", "b")})
    for way in EXACT if job["exact"] else WAYS:
        try:
            if way(answer, values["y_hat"]) is True:
                accepted.append(way.__name__)
        except Exception:
            continue
    if "backward" in namespace:
        found = namespace["backward"](**inputs)
        for way in EXACT:
            try:
                if found == gradients or all(way(found[name], gradients[name]) for name in gradients):
                    accepted.append(way.__name__ + " of gradients")
            except Exception:
                continue
except Exception as error:
    accepted = accepted or []
sys.__stdout__.write("\\n" + json.dumps(accepted))
"""
_ROOT: Final = Path(__file__).parents[3]


def run_with_careless_comparison(attack: Attack, world: World) -> Trial:
    """Compare in the submission's own process, in all the ways that come to mind first."""
    return _graded(attack, world, {"kind": "hidden", "exact": False})


def run_with_visible_cases_alone(attack: Attack, world: World) -> Trial:
    """Ask for nothing but what the visible suite has shown."""
    return _graded(attack, world, {"kind": "visible", "exact": True})


def run_with_worker_believed(attack: Attack, world: World, start: Callable[[], WorkerProcess]) -> Trial:
    """Take every message for what it says, and the word of the worker for the result."""
    said: list[str] = []
    with _believing(said):
        trial = run_check(attack, world, start)  # type: ignore[arg-type]  # workers of a fork server
    trial.note("points", said[0] if said else "")
    # The client has a second net for what nobody foresaw; that it was needed is what is to be shown.
    trial.note("collapse", trial.message if "broke off" in trial.message else "")
    return trial


def _graded(attack: Attack, world: World, job: Mapping[str, Any]) -> Trial:
    world.reset()
    source = world.fill(attack.source)
    finished = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", _GRADER],
        input=json.dumps({**job, "source": source}),
        capture_output=True,
        encoding="utf-8",
        cwd=_ROOT,
        check=False,
        timeout=60,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
    )
    trial = Trial("careless", message=finished.stderr[-500:])
    last = finished.stdout.rpartition("\n")[2]
    accepted = json.loads(last) if last.startswith("[") else []
    trial.note("points", ", ".join(accepted))
    return trial


def _opened(code: int, data: bytes) -> Any:
    """Build what an extension holds, as a codec would that was written for honest senders."""
    if data.startswith(b"\x80"):
        return pickle.loads(data)  # noqa: S301  # the carelessness that is to be shown
    number, kind, *rest = msgpack.unpackb(data)
    return [code, number + 0, kind + "", rest]


@contextmanager
def _believing(said: list[str]) -> Iterator[None]:
    """Put readers that check nothing in the place of the client's."""

    def read(frame: bytes, *, writable: bool = False) -> Any:
        del writable
        if b"\xa6passed\xc3" in frame:
            said.append("it says that it has passed")
        return msgpack.unpackb(frame, strict_map_key=False, ext_hook=_opened)

    def fault(error: Any, source: str) -> StudentFault:
        frames = [(line + 0, function + "") for line, function in error["frames"]]
        expression, operands = error.get("expression", ""), error.get("operands", [])
        believed = [
            Operand(name=name + "", kind=kind + "", shape=shape, keys=tuple(keys))
            for name, kind, shape, keys in operands
        ]
        return Raised(error["message"] + "", frames, error["type"] + "", expression, tuple(believed), source)

    with (
        mock.patch.object(client, "read_reply", read),
        mock.patch.object(client, "read_fault", fault),
        mock.patch.object(
            client, "validate_reply", lambda reply, kind: reply["names" if kind == "load" else "value"]
        ),
        mock.patch.object(LentCallables, "_find", lambda self, number: self._lent[number]),
    ):
        yield
