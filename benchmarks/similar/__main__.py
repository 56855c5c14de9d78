"""What `grade similar` finds of what was copied, and whom it accuses: `python -m benchmarks.similar`.

A class of 200 writes its answers by itself; then some copy, each in another disguise and from somebody else.
It fails if fewer are found than FOUND says, or more innocent pairs stand above the threshold than INNOCENT.
"""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Final

from benchmarks.measure import table
from benchmarks.similar.answers import answer, is_right
from benchmarks.similar.disguises import DISGUISES
from grader.similarity.pairs import THRESHOLD, Pair, Program, find_pairs

ROOT: Final = Path(__file__).parents[2]
SIZE: Final = 200
ROUNDS: Final = 3
FOUND: Final = 0.9
INNOCENT: Final = 0


def main() -> int:
    """Measure and print; 1 if a bar is missed."""
    solution = _solution()
    stub = (ROOT / "exercises" / "two_layer_mlp.py").read_text(encoding="utf-8")
    shares: dict[str, list[float]] = {name: [] for name in DISGUISES}
    innocent: list[float] = []
    for number in range(ROUNDS):
        honest = {f"s{seed}": answer(1000 * number + seed) for seed in range(SIZE)}
        planted = {}
        for place, (name, disguise) in enumerate(DISGUISES.items()):
            copy = disguise(honest[f"s{place}"], answer(1000 * number + 500 + place))
            if not is_right(copy, solution):
                print(f"The disguise {name!r} changes what the program computes.")
                return 1
            planted[f"copy of s{place}"] = (name, copy)
        programs = [Program(name=who, source=text) for who, text in honest.items()]
        programs += [Program(name=who, source=text) for who, (_, text) in planted.items()]
        pairs = find_pairs(programs, [stub], 0.0)
        for who, (name, _) in planted.items():
            shares[name].append(max((one.share for one in pairs if _is(one, who)), default=0.0))
        innocent += [one.share for one in pairs if not any(_is(one, who) for who in planted)]
    rows = [
        (name, f"{min(found):.2f}", f"{sum(one >= THRESHOLD for one in found)} of {ROUNDS}")
        for name, found in shares.items()
    ]
    print(table(("disguise", "least share", "found"), rows))
    return _judge([one for found in shares.values() for one in found], innocent)


def _judge(planted: list[float], innocent: list[float]) -> int:
    found = sum(one >= THRESHOLD for one in planted)
    above = sum(one >= THRESHOLD for one in innocent)
    pairs = ROUNDS * SIZE * (SIZE - 1) // 2
    most = max(innocent, default=0)
    print(f"\nFound: {found} of {len(planted)} copies, at a threshold of {THRESHOLD}.")
    print(f"Innocent pairs above it: {above} of {pairs}; the most alike of them share {most:.2f}.")
    return 0 if found >= FOUND * len(planted) and above <= INNOCENT else 1


def _is(pair: Pair, copy: str) -> bool:
    """Say whether a pair is a copy and whom it was taken from."""
    return {pair.one, pair.other} == {copy, copy.removeprefix("copy of ")}


def _solution() -> ModuleType:
    spec = importlib.util.spec_from_file_location("solution", ROOT / "solutions" / "two_layer_mlp.py")
    if spec is None or spec.loader is None:
        raise ImportError("the solution of two-layer-mlp cannot be read")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    sys.exit(main())
