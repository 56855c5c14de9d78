"""The course that attacks are handed in for: two parts, a visible suite and a hidden one."""

import random
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np

from grader.course import load_course
from grader.model.assignment import Course
from grader.oracle.recordings import Recording, Recordings, pack_entry, pack_recording, write_index

__all__ = ["MODULE", "SOLUTION", "TWO_PARTS", "inputs_of", "make_course", "right_answers"]

MODULE: Final = "attacked.py"
TWO_PARTS: Final = ("forward", "backward")
_SEEDS: Final = 8

SOLUTION: Final = '''\
"""Fit y_hat = w1 * x ** 2 + w2 * x + b."""

import numpy as np


def forward(x, w1, w2, b):
    """Predict y."""
    x = np.asarray(x, dtype=np.float64)
    return w1 * x**2 + w2 * x + b


def backward(x, y, w1, w2, b):
    """Gradients of the mean squared error."""
    x = np.asarray(x, dtype=np.float64)
    slope = 2.0 * (w1 * x**2 + w2 * x + b - y) / x.size
    return {"w1": float((slope * x**2).sum()), "w2": float((slope * x).sum()), "b": float(slope.sum())}
'''
_MANIFEST: Final = """\
course:
  name: A course to be attacked
  version: "1"
assignments:
  - name: attacked
    title: Attacked
    due: 2026-11-06T23:59:00+01:00
    files:
      stub: attacked.py
      solution: solution.py
      suite: suite
    limits: {cpu_seconds_per_call: 0.5, cpu_seconds_total: 4, memory_mb: 400, output_kb: 4}
    reveal: hint
    parts:
      - {name: forward, title: Predictions, points: 40}
      - {name: backward, title: Gradients, points: 60}
"""
_TEST: Final = '''\
# SECRET
import pytest

from grader.suite.api import Expect, Oracle, SubmissionProxy


@pytest.mark.part("forward", hint="Square x first.")
def test_KIND_forward(submission: SubmissionProxy, oracle: Oracle, expect: Expect) -> None:
    """KIND predictions of two batches."""
    for _ in range(2):
        c = oracle("KIND_batch")
        arguments = {name: c.inputs[name] for name in ("x", "w1", "w2", "b")}
        expect(submission.forward(**arguments), c.values["y_hat"], "y_hat")


@pytest.mark.part("backward", hint="Divide by the number of samples once.")
def test_KIND_backward(submission: SubmissionProxy, oracle: Oracle, expect: Expect) -> None:
    """KIND gradients of two batches."""
    for _ in range(2):
        c = oracle("KIND_batch")
        expect(submission.backward(**c.inputs), dict(c.gradients), "gradients")
'''


def inputs_of(kind: str, seed: int) -> dict[str, Any]:
    """Draw a case's inputs: hidden batches have five samples, visible ones four."""
    rng = np.random.default_rng([*kind.encode("ascii"), seed])
    size = 5 if kind == "hidden" else 4
    numbers = {name: round(float(rng.uniform(-2.0, 2.0)), 9) for name in ("w1", "w2", "b")}
    return {"x": rng.normal(size=size).round(9), "y": rng.normal(size=size).round(9), **numbers}


def right_answers(inputs: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Compute what is right, as (values, gradients)."""
    namespace: dict[str, Callable[..., Any]] = {}
    exec(SOLUTION, namespace)  # noqa: S102  # our own text, above
    arguments = {name: inputs[name] for name in ("x", "w1", "w2", "b")}
    return {"y_hat": namespace["forward"](**arguments)}, namespace["backward"](**inputs)


def make_course(root: Path, secret: str) -> Course:
    """Write the course into a folder that every user can read.

    Args:
        root: An empty folder.
        secret: What the text of the hidden tests contains.
    """
    (root / "assignments.yaml").write_text(_MANIFEST, encoding="utf-8")
    (root / "solution.py").write_text(SOLUTION, encoding="utf-8")
    stub = "def forward(x, w1, w2, b):\n    raise NotImplementedError\n"
    (root / MODULE).write_text(stub, encoding="utf-8")
    for kind in ("visible", "hidden"):
        _make_suite(root / "suite" / kind, kind, secret if kind == "hidden" else "nothing")
    return load_course(root)


def _make_suite(folder: Path, kind: str, secret: str) -> None:
    (folder / "recordings").mkdir(parents=True)
    text = _TEST.replace("KIND", kind).replace("SECRET", secret)
    (folder / f"test_{kind}.py").write_text(text, encoding="utf-8")
    (folder / "oracle.py").write_text(f"# {random.randrange(10**9)}\n", encoding="utf-8")  # noqa: S311  # a key
    recordings = Recordings(folder)
    entries = {}
    for seed in range(_SEEDS):
        inputs = inputs_of(kind, seed)
        entries[seed] = pack_entry(inputs, *right_answers(inputs))
    name = f"{kind}_batch"
    recording = Recording(name=name, key=recordings.key, provenance={}, entries=entries)
    recordings.path(name).write_bytes(pack_recording(recording))
    write_index(recordings, [name])
