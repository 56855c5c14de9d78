"""How each grader is set up for the forty checks, and the command that grades then."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks.peers.forty_checks import CHECKS, SUBMISSION, check_code, draw_code

__all__ = ["Subject", "set_up_all"]

_BATCH: Final = 4
"""How many submissions nbgrader grades in one go, which it is made for."""
_CLASS: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One grader, ready to grade.

    Attributes:
        command: Grades the submissions.
        folder: Where it runs.
        submissions: How many that are.
    """

    command: Sequence[str]
    folder: Path
    submissions: int = 1


def set_up_all(folder: Path, peers: Path, own: Path, environment: Mapping[str, str]) -> dict[str, Subject]:
    """Set up every grader in a folder of its own.

    Args:
        folder: An empty folder.
        peers: The programs of the environment in which the others are installed.
        own: The Python interpreter that has this grader.
        environment: The environment variables with which commands run.

    Returns:
        What grades, by name.

    Raises:
        subprocess.CalledProcessError: A grader refuses what it was given.
    """
    return {
        "grade class, each of 40": _grade_class(folder / "class", own, environment),
        "grade, one alone": _grade_one(folder / "class", own),
        "plain pytest with torch": _pytest(folder / "pytest", peers),
        "gradescope-utils": _gradescope(folder / "gradescope", peers),
        "nbgrader, each of 4": _nbgrader(folder / "nbgrader", peers, environment),
        "otter-grader": _otter(folder / "otter", peers, environment),
    }


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _run(command: Sequence[str | Path], folder: Path, environment: Mapping[str, str]) -> None:
    subprocess.run(
        [*map(str, command)], cwd=folder, env={**environment}, check=True, stdout=subprocess.DEVNULL
    )


def _pytest(folder: Path, peers: Path) -> Subject:
    _write(folder / "submission.py", SUBMISSION)
    _write(
        folder / "test_backward.py",
        "import numpy as np\nimport pytest\nimport torch\nfrom submission import backward\n\n"
        f"@pytest.mark.parametrize('seed', range({CHECKS}))\ndef test_backward(seed):\n"
        + check_code("seed", "    "),
    )
    return Subject(command=(str(peers / "python"), "-m", "pytest", "-q"), folder=folder)


def _gradescope(folder: Path, peers: Path) -> Subject:
    """Write tests with weights and a `run_tests.py`, as the examples of gradescope-utils do."""
    _write(folder / "submission.py", SUBMISSION)
    tests = "".join(
        f"    @weight(1)\n    def test_{seed}(self):\n{check_code(seed, '        ')}\n"
        for seed in range(CHECKS)
    )
    _write(
        folder / "tests" / "test_backward.py",
        "import unittest\nimport numpy as np\nimport torch\nfrom submission import backward\n"
        "from gradescope_utils.autograder_utils.decorators import weight\n\n"
        f"class TestBackward(unittest.TestCase):\n{tests}",
    )
    _write(
        folder / "run_tests.py",
        "import unittest\nfrom gradescope_utils.autograder_utils.json_test_runner import JSONTestRunner\n\n"
        "suite = unittest.defaultTestLoader.discover('tests')\n"
        "with open('results.json', 'w') as file:\n"
        "    JSONTestRunner(visibility='visible', stream=file).run(suite)\n",
    )
    return Subject(command=(str(peers / "python"), "run_tests.py"), folder=folder)


def _notebook(cells: Sequence[tuple[str, Mapping[str, Any]]]) -> str:
    return json.dumps(
        {
            "nbformat": 4,
            "nbformat_minor": 5,
            "metadata": {
                "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
                "language_info": {"name": "python"},
            },
            "cells": [
                {
                    "cell_type": "code",
                    "id": f"cell-{number}",
                    "metadata": metadata,
                    "source": source,
                    "outputs": [],
                    "execution_count": None,
                }
                for number, (source, metadata) in enumerate(cells)
            ],
        }
    )


def _nbgrader(folder: Path, peers: Path, environment: Mapping[str, str]) -> Subject:
    """Write an assignment with a solution cell and autograded cells whose tests are hidden."""

    def cell(source: str, name: str, *, grade: bool) -> tuple[str, dict[str, Any]]:
        described = {
            "grade": grade,
            "solution": not grade,
            "locked": grade,
            "task": False,
            "schema_version": 3,
            "grade_id": name,
            **({"points": 1} if grade else {}),
        }
        return source, {"nbgrader": described}

    notebook = _notebook(
        [
            cell(f"### BEGIN SOLUTION\n{SUBMISSION}\n### END SOLUTION", "backward", grade=False),
            *(
                cell(
                    f"import torch\n### BEGIN HIDDEN TESTS\n{check_code(seed)}### END HIDDEN TESTS",
                    f"check-{seed}",
                    grade=True,
                )
                for seed in range(CHECKS)
            ),
        ]
    )
    _write(folder / "source" / "ps1" / "backward.ipynb", notebook)
    _write(
        folder / "nbgrader_config.py", "c = get_config()\nc.CourseDirectory.course_id = 'backpropagation'\n"
    )
    _run([peers / "nbgrader", "generate_assignment", "ps1"], folder, environment)
    for number in range(_BATCH):
        _write(folder / "submitted" / f"student{number}" / "ps1" / "backward.ipynb", notebook)
    command = (str(peers / "nbgrader"), "autograde", "ps1", "--force")
    return Subject(command=command, folder=folder, submissions=_BATCH)


def _otter(folder: Path, peers: Path, environment: Mapping[str, str]) -> Subject:
    """Write a test file of hidden cases, make the autograder's zip of it, and grade without a container."""
    case = "assert_right({seed}, backward) is None"
    helper = (
        "import numpy as np\nimport torch\n\n\ndef assert_right(seed, backward):\n"
        '    """Check the gradients of one draw."""\n' + check_code("seed", "    ")
    )
    _write(folder / "forty.py", helper)
    cases = [
        {
            "code": f">>> from forty import assert_right\n>>> {case.format(seed=seed)}\nTrue\n",
            "hidden": True,
            "locked": False,
            "points": 1,
        }
        for seed in range(CHECKS)
    ]
    suite = {"type": "doctest", "scored": True, "setup": "", "teardown": "", "cases": cases}
    test = {"name": "q1", "points": None, "suites": [suite]}
    _write(folder / "tests" / "q1.py", f"OK_FORMAT = True\n\ntest = {test!r}\n")
    cells = (
        "import otter\ngrader = otter.Notebook('submission.ipynb')",
        SUBMISSION,
        "grader.check('q1')",
    )
    _write(folder / "submission.ipynb", _notebook([(source, {}) for source in cells]))
    _run(
        [peers / "otter", "generate", "-t", "tests", "--no-environment", "-o", "autograder.zip", "forty.py"],
        folder,
        environment,
    )
    command = (str(peers / "otter"), "run", "-a", "autograder.zip", "-o", ".", "submission.ipynb")
    return Subject(command=command, folder=folder)


_MANIFEST: Final = """\
course: {name: Peers, version: "1"}
assignments:
  - name: backward
    title: Two layers backward
    due: 2026-11-06T23:59:00+01:00
    files: {stub: exercises/backward.py, solution: solutions/backward.py, suite: tests/suites/backward}
    parts: [{name: backward, title: The gradients, points: 100}]
"""
_MODEL: Final = '''\
import numpy as np
import torch

from grader.oracle import case


def network(tape, *, X, Y, W1, b1, W2, b2):
    hidden = torch.relu(torch.tensor(X) @ tape.watch("W1", W1).T + tape.watch("b1", b1))
    output = hidden @ tape.watch("W2", W2).T + tape.watch("b2", b2)
    return torch.mean((output - torch.tensor(Y)) ** 2)


@case(model=network, seeds={checks})
def draws(rng):
    """Draw a batch and a network."""
{draw}    return given
'''
_CHECK: Final = '''\
import pytest


@pytest.mark.part("backward")
@pytest.mark.parametrize("number", range({checks}))
def test_backward(submission, oracle, expect, number):
    """Gradients of one draw."""
    c = oracle("draws")
    names = ("W1", "b1", "W2", "b2")
    found = submission.backward(**c.inputs)
    expect(dict(zip(names, found, strict=True)), {{name: c.gradients[name] for name in names}})
'''


def _grade_class(folder: Path, own: Path, environment: Mapping[str, str]) -> Subject:
    solved = SUBMISSION.replace(
        "    hidden, output = forward(X", "    # BEGIN SOLUTION\n    hidden, output = forward(X"
    )
    _write(folder / "assignments.yaml", _MANIFEST)
    _write(folder / "solutions" / "backward.py", f"{solved}    # END SOLUTION\n")
    suite = folder / "tests" / "suites" / "backward"
    _write(suite / "visible" / "oracle.py", _MODEL.format(checks=CHECKS, draw=draw_code("    ")))
    _write(suite / "visible" / "test_backward.py", _CHECK.format(checks=CHECKS))
    (folder / "exercises").mkdir()
    _run([own, "-m", "grader", "record"], folder, environment)
    for number in range(_CLASS):
        name = f"student{number}_{number + 1}_{number + 1}_backward.py"
        # Every source is one of its own, or it would be graded once for all.
        _write(folder / "handed-in" / name, f"{SUBMISSION}\n# {number}\n")
    # A gradebook that knows them would grade none of them again.
    script = 'rm -f gradebook.sqlite*; exec "$0" -m grader class backward handed-in'
    return Subject(command=("sh", "-c", script, str(own)), folder=folder, submissions=_CLASS)


def _grade_one(folder: Path, own: Path) -> Subject:
    _write(folder / "alone" / "backward.py", SUBMISSION)
    command = (str(own), "-m", "grader", "backward", "--submission", "alone", "--fail-under", "100")
    return Subject(command=command, folder=folder)
