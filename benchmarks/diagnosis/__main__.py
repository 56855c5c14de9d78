"""How often the diagnosis names the right mistake: `python -m benchmarks.diagnosis [measure]...`.

- `entries`: every misconception, by its recording.
- `held-back`: submissions that were written without knowledge of the diagnosis or the catalogue.
- `slips`: what a student reads first of other such mistakes, and whether it is true; writes SLIPS.md.
- `patterns`: how often a pattern of wrong numbers is true, over held-back submissions and slips.
- `pairs`: two misconceptions at once; takes longest.

Without arguments, all of them. The benchmark fails where one of the bars is missed; what it prints is kept in
RESULTS.md.
"""

import sys
from collections.abc import Callable
from functools import cache

from benchmarks.diagnosis.grading import Said, grade_all
from benchmarks.diagnosis.reading import (
    HEADER,
    PAGE,
    count_verdicts,
    pattern_verdicts,
    read_first_failures,
    render_page,
)
from benchmarks.diagnosis.recorded import Naming, name_all
from benchmarks.diagnosis.submissions import AUTHORS, held_back, pairs, slips
from benchmarks.measure import table

BARS = {
    "named right": 0.95,
    "one of two named": 0.7,
    "held back, named right": 0.8,
    "slips, named": 0.9,
    "patterns, true": 0.95,
}
_GOOD = ("named", "led to the right place")


def main(wanted: list[str]) -> int:
    """Measure and print; 1 if a bar is missed."""
    return max(_MEASURES[name]() for name in wanted or _MEASURES)


@cache
def _graded_held_back() -> list[Said]:
    return grade_all(held_back())


@cache
def _graded_slips() -> list[Said]:
    return grade_all(slips(), hidden=False)


def _judge_entries() -> int:
    named = name_all()
    assignments = dict.fromkeys(one.wrong.assignment for one in named)
    rows = [_row(name, [one for one in named if one.wrong.assignment == name]) for name in assignments]
    rows.append(_row("all", named))
    print(table(("misconceptions of", "entries", "caught", "named right", "named wrong", "unnamed"), rows))
    problems = [
        f"{one.wrong.name}: {', '.join(sorted(one.named)) or 'nothing'}" for one in named if not one.right
    ]
    print("\nNot named right:\n\n" + "\n".join(f"- {problem}" for problem in problems) + "\n")
    share = sum(one.right for one in named) / len(named)
    asked = f"{BARS['named right']:.0%} are asked for, all caught and none named wrong"
    print(f"Named right: {share:.1%}; {asked}.\n")
    failed = any(not one.caught or one.misled for one in named)
    return 1 if failed or share < BARS["named right"] else 0


def _row(name: str, named: list[Naming]) -> tuple[str, ...]:
    counts = (
        len(named),
        sum(one.caught for one in named),
        sum(one.right for one in named),
        sum(one.misled for one in named),
        sum(one.caught and not one.named for one in named),
    )
    return (name, *map(str, counts))


def _judge_pairs() -> int:
    said = grade_all(pairs())
    named = sum(bool(one.named & one.wrong.names) for one in said)
    both = sum(one.wrong.names <= one.named for one in said)
    foreign = sum(bool(one.named - one.wrong.names) for one in said)
    print(
        f"{len(said)} pairs: at least one of the two named in {named / len(said):.1%} "
        f"({BARS['one of two named']:.0%} are asked for), both in {both / len(said):.1%}, "
        f"another one in {foreign / len(said):.1%}.\n"
    )
    return 0 if named / len(said) >= BARS["one of two named"] else 1


def _judge_held_back() -> int:
    said = _graded_held_back()
    print(
        table(("held back", "verdict", "said"), [(_full_name(one), one.verdict, one.words) for one in said])
    )
    share = sum(one.right for one in said) / len(said)
    wrong = sum(one.misled for one in said)
    print(
        f"\nHeld back, named right: {share:.1%}, named wrong: {wrong}; "
        f"{BARS['held back, named right']:.0%} are asked for.\n"
    )
    return 0 if share >= BARS["held back, named right"] else 1


def _judge_slips() -> int:
    readings = read_first_failures(_graded_slips())
    PAGE.write_text(render_page(readings), encoding="utf-8")
    print(table(HEADER, count_verdicts(readings)))
    rest = all(reading.verdict in _GOOD for reading in readings)
    shares = {}
    for author in AUTHORS:
        some = [reading.verdict for reading in readings if reading.said.wrong.author == author]
        shares[author] = some.count("named") / len(some)
    told = ", ".join(f"{share:.1%} of the {author} author's" for author, share in shares.items())
    asked = f"{BARS['slips, named']:.0%} are asked for, and the right place for the rest"
    print(f"\nSlips, named: {told}; {asked}.\n")
    return 0 if min(shares.values()) >= BARS["slips, named"] and rest else 1


def _judge_patterns() -> int:
    told = list(pattern_verdicts([*_graded_held_back(), *_graded_slips()]))
    print(
        table(
            ("submission", "pattern", "verdict"), [(where, name, verdict) for where, name, _, verdict in told]
        )
    )
    for where, _, why, verdict in told:
        if verdict not in _GOOD:
            print(f"\n- {where}: {verdict}: {why}")
    share = sum(verdict in _GOOD for *_, verdict in told) / max(1, len(told))
    print(f"\nPatterns, true: {share:.1%} of {len(told)}; {BARS['patterns, true']:.0%} are asked for.\n")
    return 0 if share >= BARS["patterns, true"] else 1


def _full_name(said: Said) -> str:
    return f"{said.wrong.assignment}/{said.wrong.name}"


_MEASURES: dict[str, Callable[[], int]] = {
    "entries": _judge_entries,
    "held-back": _judge_held_back,
    "slips": _judge_slips,
    "patterns": _judge_patterns,
    "pairs": _judge_pairs,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
