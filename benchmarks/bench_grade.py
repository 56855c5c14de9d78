"""What `grade` costs on one submission, against plain pytest with PyTorch on the same checks.

Both start cold and judge the solution of `two-layer-mlp` with the same visible and hidden checks. The
benchmark fails if `grade` does not save at least as much CPU time as SAVING says; seconds are only printed.
"""

import sys
from functools import partial
from pathlib import Path
from typing import Final

from benchmarks.measure import Cost, cost_of_command, interleaved, machine, table

ROOT: Final = Path(__file__).parents[1]
SAVING: Final = 1.5
"""How many times the CPU time of `grade` plain pytest must take; far below what is measured."""

_BUDGETS: Final = {"grade, recorded oracle": 0.35, "grade --help": 0.1}
_ONE_THREAD: Final = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def commands() -> dict[str, list[str]]:
    """Give the commands that are compared."""
    solution = str(ROOT / "solutions" / "two_layer_mlp.py")
    suite = ROOT / "tests" / "suites" / "two-layer-mlp"
    grade = [sys.executable, "-m", "grader"]
    pytest = [sys.executable, "-m", "pytest", "-p", "benchmarks.plain_torch", "-p", "no:cacheprovider", "-q"]
    settings = [
        "-c",
        str(ROOT / "benchmarks" / "plain.ini"),
        f"--rootdir={suite}",
        f"--submission={solution}",
    ]
    return {
        "grade, recorded oracle": [*grade, "two-layer-mlp", "--submission", solution],
        "plain pytest with torch": [*pytest, *settings, str(suite / "visible"), str(suite / "hidden")],
        "grade --help": [*grade, "--help"],
    }


def main() -> int:
    """Measure and print; 1 if grading saves too little."""
    environment = {
        **_ONE_THREAD,
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTHONPATH": str(ROOT),
    }
    subjects = {name: partial(cost_of_command, line, environment) for name, line in commands().items()}
    costs = interleaved(subjects)
    plain, grade = costs["plain pytest with torch"], costs["grade, recorded oracle"]
    print(f"One submission of two-layer-mlp, {machine()}\n")
    print(table(("cold start", "wall", "CPU", "budget"), [_row(name, cost) for name, cost in costs.items()]))
    saving = plain.cpu / grade.cpu
    print(f"\nPlain pytest takes {saving:.1f} times the CPU time of grade; {SAVING} are asked for.")
    return 0 if saving >= SAVING else 1


def _row(name: str, cost: Cost) -> tuple[str, ...]:
    budget = f"{_BUDGETS[name]:.2f} s" if name in _BUDGETS else ""
    return name, f"{cost.wall:.2f} s", f"{cost.cpu:.2f} s", budget


if __name__ == "__main__":
    sys.exit(main())
