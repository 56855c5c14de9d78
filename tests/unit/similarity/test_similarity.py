"""Programs that are alike: which are found, and which are left alone."""

import pytest

from benchmarks.similar.answers import answer
from benchmarks.similar.disguises import DISGUISES
from grader.similarity.pairs import Program, find_pairs
from grader.similarity.tokens import read_functions
from grader.similarity.winnowing import fingerprints

HONEST = {f"s{seed}": answer(seed) for seed in range(60)}


def programs(**more: str) -> list[Program]:
    return [Program(name=name, source=source) for name, source in {**HONEST, **more}.items()]


def told(source: str) -> list[list[str]]:
    return [[token.text for token in tokens] for tokens in read_functions(source)]


def test_copies_in_every_disguise_are_found_and_nobody_else() -> None:
    copies = {
        f"copy{place}": disguise(HONEST[f"s{place}"], answer(900 + place))
        for place, (name, disguise) in enumerate(DISGUISES.items())
        if name != "three functions of seven"
    }
    found = {(one.one, one.other) for one in find_pairs(programs(**copies), [])}
    assert {tuple(sorted(two)) for two in found} == {
        tuple(sorted((copy, copy.replace("copy", "s")))) for copy in copies
    }


def test_what_was_handed_out_and_what_many_have_is_no_sign() -> None:
    given = HONEST["s1"].partition("\n\ndef loss(")[0]
    own = "\n\ndef loss(" + HONEST["s2"].partition("\n\ndef loss(")[2]
    (pair,) = find_pairs(programs(copy=given + own)[2:], [], 0.1)[:1]
    assert pair.share < 1
    assert not find_pairs([Program(name=one, source=given) for one in ("a", "b")], [given])
    assert not find_pairs([Program(name=f"x{number}", source=given) for number in range(12)], [])


def test_lines_that_are_shared_are_marked_where_they_stand() -> None:
    copy = "# mine\n\n" + HONEST["s3"]
    (pair,) = find_pairs([Program(name="a", source=HONEST["s3"]), Program(name="b", source=copy)], [])
    assert (pair.share, pair.lines_other) == (1, frozenset(line + 2 for line in pair.lines_one))


def test_two_of_an_earlier_class_are_no_pair_and_one_of_now_is() -> None:
    old = [Program(name=name, source=HONEST["s4"], is_old=True) for name in ("old", "older")]
    assert not find_pairs(old, [])
    found = find_pairs([*old, Program(name="now", source=HONEST["s4"])], [])
    assert {one.one for one in found} | {one.other for one in found} == {"old", "older", "now"}
    assert len(found) == 2


def test_text_that_is_no_python_has_no_fingerprints() -> None:
    for text in ("def f(:", "", "\x00", "(" * 3000, "x = " + "-" * 100_000 + "1"):
        assert not fingerprints(text)


@pytest.mark.parametrize(
    "one, other",
    [
        ("def f(a):\n    return a ** 2 + 1", "def g(value):\n    # squared\n    return 1 + value * value"),
        ("def f(a, b):\n    c = a @ b\n    return c", "def f(x, y):\n    return np.matmul(x, y)"),
        (
            "import numpy as np\ndef f(a):\n    return np.sum(a, axis=0)",
            "def f(a):\n    return a.sum(axis=0)",
        ),
        ("def f(a):\n    a += 1\n    return a > 0", "def f(b):\n    b = b + 1.0\n    return 0 < b"),
        (
            "def f(a):\n    if not a:\n        return 1\n    else:\n        return 2",
            "def f(a: int) -> int:\n    'Words.'\n    if a:\n        return 2\n    else:\n        return 1",
        ),
    ],
)
def test_ways_of_writing_the_same_are_one(one: str, other: str) -> None:
    assert told("import numpy as np\n" + one)[-1] == told("import numpy as np\n" + other)[-1]


@pytest.mark.parametrize(
    "one, other",
    [
        ("a < b", "a <= b"),
        ("a.sum(axis=0)", "a.sum(axis=1)"),
        ("a.max()", "a.min()"),
        ("a ** 2", "a ** 3"),
    ],
)
def test_ways_of_computing_something_else_are_two(one: str, other: str) -> None:
    mine, theirs = (told(f"def f(a):\n    b = a[0]\n    b += 1\n    return {text}") for text in (one, other))
    assert mine != theirs
