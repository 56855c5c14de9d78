"""Winnowing: a few fingerprints of a program that any long enough stretch of it, copied elsewhere, shares.

After Schleimer, Wilkerson and Aiken, *Winnowing: Local Algorithms for Document Fingerprinting*, 2003.
"""

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import Final

from grader.similarity.tokens import Token, read_functions

__all__ = ["Fingerprints", "fingerprints"]

_GRAM: Final = 9
"""How many tokens a fingerprint covers; shorter stretches are as alike as the language makes them."""
_WINDOW: Final = 4
"""Of so many neighbouring fingerprints, one is kept."""

Fingerprints = dict[int, list[tuple[int, int]]]
"""Fingerprints, each with the first and the last line of the stretches it stands for."""


def fingerprints(source: str) -> Fingerprints:
    """Take the fingerprints of a program.

    Args:
        source: The text of a program.

    Returns:
        The fingerprints, the same for the same text on every machine; none where the text is no Python.
    """
    found: Fingerprints = {}
    for tokens in read_functions(source):
        for start, value in _winnow(
            [_hash(tokens[at : at + _GRAM]) for at in range(len(tokens) - _GRAM + 1)]
        ):
            lines = [token.line for token in tokens[start : start + _GRAM] if token.line]
            found.setdefault(value, []).append((min(lines, default=1), max(lines, default=1)))
    return found


def _hash(tokens: Sequence[Token]) -> int:
    text = "\n".join(token.text for token in tokens)
    return int.from_bytes(blake2b(text.encode("utf-8", "backslashreplace"), digest_size=8).digest())


def _winnow(hashes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the least hash of every window, the last of equal ones, each once, with its place."""
    before = -1
    for start in range(max(1, len(hashes) - _WINDOW + 1) if hashes else 0):
        window = hashes[start : start + _WINDOW]
        least = min(window)
        place = start + max(at for at, one in enumerate(window) if one == least)
        if place != before:
            yield place, least
            before = place
