"""What a class of the benchmarks hands in for `two-layer-mlp`: right, wrong, broken, slow and hostile files.

Each is a source of its own, and computes what it has right in other ways than its neighbour, of which
REWRITINGS has some, so that their numbers differ in the last digits. Wrong ones make the known mistakes of
the assignment. Some of these are made often and most seldom: how often follows Zipf's law, in an order that
is drawn once, so that 50 of 210 mistakes are three quarters of all that are made. In a large online course,
too, some fifty ways of being wrong covered most of those who were: see decision 0026.
"""

import random
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.bench_grade import ROOT, SOLUTION, SUITE
from grader.course.solution import read_solved
from grader.diagnosis.catalogue import load_catalogue, mistaken_source

__all__ = ["EVEN_MIX", "MIX", "PLATFORMS", "RIGHT", "Mixture", "draw_class", "write_class", "write_download"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixture:
    """What is in a class.

    Attributes:
        shares: How many of a hundred submissions, or of as many as these are together, are of each kind.
        evenly: Whether each known mistake is as likely as any other.
    """

    shares: Mapping[str, int]
    evenly: bool = False


_SHARES: Final = {"right": 55, "wrong": 35, "stub": 5, "broken": 3, "endless": 1, "waiting": 1}
RIGHT: Final = Mixture(shares={"right": 1})
MIX: Final = Mixture(shares=_SHARES)
EVEN_MIX: Final = Mixture(shares=_SHARES, evenly=True)
REWRITINGS: Final = (
    (
        "np.exp(-np.logaddexp(0.0, np.negative(z)))",
        "np.where(np.asarray(z) >= 0, 1.0, np.exp(-np.abs(z))) / (1 + np.exp(-np.abs(z)))",
    ),
    ("1 - a**2", "(1 - a) * (1 + a)"),
    ('X @ params["W1"].T', 'np.einsum("nd,hd->nh", X, params["W1"])'),
    ("np.mean((out - y) ** 2)", "np.mean(np.mean((out - y) ** 2, axis=0))"),
    ("2 * (out - y) / out.size", "(out - y) * (2 / out.size)"),
    ("dz1.T @ X", 'np.einsum("nh,nd->hd", dz1, X)'),
)
"""What the solution says, and what others say in its place; each submission has a third of it."""
PLATFORMS: Final = {
    "canvas": "student{0}_{0}_{0}_{1}",
    "moodle": "Student {0}_{0}_assignsubmission_file_/{1}",
}
"""How downloads name files: with the number of the student, and the file."""


def write_class(folder: Path, size: int, mixture: Mixture) -> None:
    """Write what a class of a size hands in, as Canvas gives it.

    Args:
        folder: Where to write it; it is made.
        size: How many submissions there are.
        mixture: What is in it.
    """
    folder.mkdir()
    for number, (_, text) in enumerate(draw_class(size, mixture), start=1):
        name = PLATFORMS["canvas"].format(number, SOLUTION.name)
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def write_download(path: Path, size: int, platform: str) -> None:
    """Write the zip in which a platform gives what a mixed class hands in."""
    with zipfile.ZipFile(path, "w") as archive:
        for number, (_, text) in enumerate(draw_class(size, MIX), start=1):
            archive.writestr(PLATFORMS[platform].format(number, SOLUTION.name), text)


def draw_class(size: int, mixture: Mixture) -> Iterator[tuple[str, str]]:
    """Yield what each submission is, the name of its mistake or else its kind, and its text.

    They come in any order, but of each hundred there are just the given shares, and the same in every run.
    """
    draw = random.Random(1)  # noqa: S311  # a class, no secret
    kinds = [one for one, share in mixture.shares.items() for _ in range(share)]
    draw.shuffle(kinds)
    mistakes = [*load_catalogue(SUITE)]
    draw.shuffle(mistakes)
    weights = [1.0 if mixture.evenly else 1 / rank for rank, _ in enumerate(mistakes, start=1)]
    right = read_solved(SOLUTION)
    for one, _ in REWRITINGS:
        if one not in right:
            raise ValueError(f"the solution does not say {one!r} any more")
    for number in range(size):
        kind = kinds[number % len(kinds)]
        (mistake,) = draw.choices(mistakes, weights)
        text = mistaken_source(mistake, right, SUITE) if kind == "wrong" else _source(kind, right)
        # Every source is one of its own, or it would be graded once for all.
        yield (
            mistake.name if kind == "wrong" else kind,
            f"{_rewritten(text, draw)}\n# {number}\n",
        )


def _rewritten(text: str, draw: random.Random) -> str:
    """Say some of what a text says in other words, where it does not say something else instead."""
    for one, other in REWRITINGS:
        text = text.replace(one, draw.choice((one, one, other)))
    return text


def _source(kind: str, right: str) -> str:
    match kind:
        case "right":
            return right
        case "stub":
            return (ROOT / "exercises" / SOLUTION.name).read_text(encoding="utf-8")
        case "broken":
            return right.replace("def backward(", "def backward((", 1)
        case "endless":
            return _with_first_line(right, "while True: pass")
        case "waiting":
            return f"import time\n{_with_first_line(right, 'time.sleep(1000)')}"
        case _:
            raise ValueError(kind)


def _with_first_line(right: str, line: str) -> str:
    """Begin `backward` with a line from which it does not come back."""
    body = right.partition("\ndef backward(")[2].split('"""', 2)[2]
    return right.replace(body, f"\n    {line}{body}", 1)
