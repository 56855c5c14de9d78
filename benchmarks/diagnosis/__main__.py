"""How often the diagnosis names the right mistake: `python -m benchmarks.diagnosis`.

Every misconception is graded as a whole submission, then pairs of them, then submissions that were written
without knowledge of the diagnosis. The benchmark fails where one of the bars is missed; what it prints is
kept in RESULTS.md.
"""

import sys

from benchmarks.diagnosis.grading import Said, grade_all
from benchmarks.diagnosis.submissions import entries, held_back, pairs
from benchmarks.measure import table

BARS = {"caught": 1.0, "named right": 0.9, "one of two named": 0.7, "held back, named right": 0.8}


def main() -> int:
    """Measure and print; 1 if a bar is missed."""
    everything = entries()
    said = grade_all(everything)
    rows = [
        row(name, [one for one in said if one.wrong.assignment == name])
        for name in dict.fromkeys(one.assignment for one in everything)
    ]
    rows.append(row("all", said))
    print(table(("misconceptions of", "entries", "caught", "named right", "named wrong", "unnamed"), rows))
    problems = [f"{one.wrong.name}: {one.words}" for one in said if not one.right]
    print("\nNot named right:\n" + "\n".join(f"- {problem}" for problem in problems) + "\n")
    return max(_judge_entries(said), _judge_pairs(), _judge_held_back())


def row(name: str, said: list[Said]) -> tuple[str, ...]:
    """Make the line of a table for some submissions."""
    counts = (
        len(said),
        sum(one.caught for one in said),
        sum(one.right for one in said),
        sum(one.misled for one in said),
        sum(one.caught and not one.named for one in said),
    )
    return (name, *map(str, counts))


def _judge_entries(said: list[Said]) -> int:
    missed = [one.wrong.name for one in said if not one.caught or one.misled]
    share = sum(one.right for one in said) / len(said)
    asked = f"{BARS['named right']:.0%} are asked for, all caught and none named wrong"
    print(f"Named right: {share:.1%}; {asked}.\n")
    return 1 if missed or share < BARS["named right"] else 0


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
    said = grade_all(held_back())
    rows = [(one.wrong.name, one.verdict, one.words) for one in said]
    print(table(("held back", "verdict", "said"), rows))
    share = sum(one.right for one in said) / len(said)
    print(f"\nHeld back, named right: {share:.1%}; {BARS['held back, named right']:.0%} are asked for.")
    return 0 if share >= BARS["held back, named right"] else 1


if __name__ == "__main__":
    sys.exit(main())
