"""Pairs of programs that share what is rare in their class."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from grader.similarity.winnowing import Fingerprints, fingerprints

__all__ = ["THRESHOLD", "Pair", "Program", "find_pairs"]

THRESHOLD: Final = 0.5
"""From which share on of what is rare in the smaller program a pair is told."""
_EVIDENCE: Final = 8
"""How many rare fingerprints a pair must share: fewer are chance."""
_COMMON: Final = 0.05
_FEW: Final = 4
"""What more than so many have, and more than this share of a class, is no sign of anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """One program.

    Attributes:
        name: Whose it is, unique among all.
        source: Its text.
        is_old: Whether it is of an earlier class, so that two such are no pair.
    """

    name: str
    source: str
    is_old: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two programs that resemble each other.

    Attributes:
        one: Name of the one.
        other: Name of the other.
        share: The share of what is rare in the smaller of them that both have, from 0 to 1.
        rare: How many rare fingerprints they share.
        lines_one: The lines of the one that hold these.
        lines_other: The lines of the other.
    """

    one: str
    other: str
    share: float
    rare: int
    lines_one: frozenset[int]
    lines_other: frozenset[int]


def find_pairs(
    programs: Sequence[Program], handed_out: Iterable[str], threshold: float = THRESHOLD
) -> list[Pair]:
    """Find the pairs that share more of what is rare in the class than independent work does.

    Args:
        programs: The programs, one for each student.
        handed_out: Texts that everybody has: the stub, code of the handout.
        threshold: The share from which on a pair is told.

    Returns:
        The pairs, the most alike first. They are for a human to judge: they say where to look, and not why
        two programs are alike.
    """
    known = {value for text in handed_out for value in fingerprints(text)}
    taken = {one.name: fingerprints(one.source) for one in programs}
    counts = Counter(value for found in taken.values() for value in found)
    most = max(_FEW, round(_COMMON * len(programs)))
    rare = {
        name: {value: lines for value, lines in found.items() if counts[value] <= most and value not in known}
        for name, found in taken.items()
    }
    old = {one.name for one in programs if one.is_old}
    pairs = [
        _pair(first, second, rare[first], rare[second], shared)
        for (first, second), shared in _shared(rare).items()
        if len(shared) >= _EVIDENCE and not {first, second} <= old
    ]
    return sorted(
        (one for one in pairs if one.share >= threshold), key=lambda one: (-one.share, -one.rare, one.one)
    )


def _shared(rare: dict[str, Fingerprints]) -> dict[tuple[str, str], set[int]]:
    """Return what each two share, without comparing every two: most share nothing that is rare."""
    who: dict[int, list[str]] = defaultdict(list)
    for name, found in rare.items():
        for value in found:
            who[value].append(name)
    shared: dict[tuple[str, str], set[int]] = defaultdict(set)
    for value, names in who.items():
        for two in combinations(names, 2):
            shared[two].add(value)
    return shared


def _pair(one: str, other: str, mine: Fingerprints, theirs: Fingerprints, shared: set[int]) -> Pair:
    return Pair(
        one=one,
        other=other,
        share=len(shared) / min(len(mine), len(theirs)),
        rare=len(shared),
        lines_one=_lines(mine, shared),
        lines_other=_lines(theirs, shared),
    )


def _lines(found: Fingerprints, shared: set[int]) -> frozenset[int]:
    return frozenset(
        line for value in shared for first, last in found[value] for line in range(first, last + 1)
    )
