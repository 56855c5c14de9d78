"""What one submission costs by graders in common use, on the same forty checks: `make bench-peers`.

Each grader is set up as its own documentation says, and grades a right submission. As they are run here, none
of the others keeps the submission apart from the tests: otter-grader can use a container, which is not
counted. The folder of the programs of an environment that has them is the argument; what belongs into it
stands in `benchmarks/peers/requirements.txt`.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Mapping
from contextlib import chdir
from functools import partial
from pathlib import Path

from benchmarks.measure import Cost, cost_of_command, interleaved, machine, table
from benchmarks.peers.setups import Subject, set_up_all


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("programs", type=Path, help="the folder of the programs of the other graders")
    parser.add_argument("--runs", type=int, default=3, help="how often each is measured")
    options = parser.parse_args()
    peers = options.programs.absolute()
    path = f"{peers}{os.pathsep}{os.environ['PATH']}"
    environment = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PATH": path}
    with tempfile.TemporaryDirectory(prefix="bench-peers-") as place:
        subjects = set_up_all(Path(place), peers, Path(sys.executable), {**os.environ, **environment})
        costs = interleaved(
            {name: partial(_measure, subject, environment) for name, subject in subjects.items()},
            options.runs,
            warm_up=0,
        )
        each = {
            name: Cost(wall=cost.wall / subjects[name].submissions, cpu=cost.cpu / subjects[name].submissions)
            for name, cost in costs.items()
        }
    print(f"Forty checks of one function, {machine()}\n")
    cheapest = min(cost.cpu for cost in each.values())
    rows = [
        (name, f"{cost.wall:.2f} s", f"{cost.cpu:.2f} s", f"{cost.cpu / cheapest:.0f}")
        for name, cost in each.items()
    ]
    print(table(("one submission", "wall", "CPU", "against the cheapest"), rows))
    return 0


def _measure(subject: Subject, environment: Mapping[str, str]) -> Cost:
    with chdir(subject.folder):
        return cost_of_command(subject.command, environment)


if __name__ == "__main__":
    sys.exit(main())
