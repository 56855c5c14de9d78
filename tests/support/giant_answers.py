"""Answers that take far more memory when they are read than they took on the way."""

from collections.abc import Iterable
from typing import Final

__all__ = ["GIANTS", "SOURCE", "suite_of"]

GIANTS: Final = {
    "text_with_one_astral_character": r'"x" * 60_000_000 + "\U0001F600"',
    "text": r'"x" * 15_900_000 + "\U0001F600"',
    "text_just_short_enough": r'"x" * 4_100_000 + "\U0001F600"',
    "texts": r'["a" * 50 + "\U0001F600"] * 70_000',
    "keys": r'{"k" * 4_000 + "\U0001F600" + str(n): n for n in range(1_000)}',
    "array": "np.ones(2_000_000)",
    "array_just_short_enough": "np.ones(4_100_000, dtype=np.int8)",
    "arrays": "[np.ones(5)] * 60_000",
    "lists": "[[]] * 250_000",
    "nested": "[[[0] * 60] * 60] * 60",
    "numbers": "[1 << 32_000] * 1_000",
    "dicts": "[{n: n for n in range(1_000)}] * 120",
    "named_arrays": "{str(n): np.ones(65_536, dtype=np.int8) for n in range(60)}",
}
"""What is returned, by the name of the function."""

SOURCE: Final = "import numpy as np\n" + "".join(
    f"def {name}(): return {value}\n" for name, value in GIANTS.items()
)
"""A submission with all of these functions."""

_SUITE: Final = """
pytestmark = pytest.mark.part("one")
NAMES = {names}

@pytest.mark.parametrize("name", NAMES)
def test_array(submission, expect, name): expect(getattr(submission, name)(), np.ones(3))

@pytest.mark.parametrize("name", NAMES)
def test_text(submission, expect, name): expect(getattr(submission, name)(), "x")

@pytest.mark.parametrize("name", NAMES)
def test_named(submission, expect, name):
    expect(getattr(submission, name)(), {{str(n): np.ones(3) for n in range(60)}})
"""


def suite_of(names: Iterable[str]) -> str:
    """Write checks in which each of these is a wrong answer."""
    return _SUITE.format(names=sorted(names))
