"""What the checks of one submission have shown of its functions, for the checks that follow."""

from collections.abc import Iterable
from typing import Final

__all__ = ["DOUBTS", "FAILED", "HELPED", "HELPFUL", "WAS_HELPED", "Experience", "join"]

DOUBTS: Final = "doubts"
"""Asks which of some functions have failed a check as they are."""
FAILED: Final = "failed"
"""Tells that one has."""
WAS_HELPED: Final = "was helped"
"""Asks whether right results have helped any check."""
HELPFUL: Final = "helpful"
"""Asks of which functions they have helped a check that builds on some."""
HELPED: Final = "helped"
"""Tells of which they have: names on what the check builds, and what has helped it."""
_BETWEEN: Final = b"|"


def join(functions: Iterable[str]) -> bytes:
    """Write names of functions, in alphabetical order."""
    return " ".join(sorted(functions)).encode()


class Experience:
    """Which functions have failed, and of which right results have helped the checks of others.

    What is known to be asked may be asked ahead of a check. So all of this is asked and told in bytes, as
    with a `Finder`.
    """

    def __init__(self) -> None:
        self._failed: set[bytes] = set()
        self._helped: dict[bytes, bytes] = {}
        self._disappointed: set[bytes] = set()

    def copy(self) -> "Experience":
        """Give one of its own that has seen the same."""
        twin = Experience()
        twin._failed = {*self._failed}
        twin._helped = {**self._helped}
        twin._disappointed = {*self._disappointed}
        return twin

    def doubts(self, functions: bytes) -> bytes:
        """Answer `DOUBTS`."""
        return b" ".join(one for one in functions.split() if one in self._failed)

    def fail(self, function: bytes) -> bytes:
        """Take note of `FAILED`."""
        self._failed.add(function)
        return b""

    def was_helped(self, _: bytes) -> bytes:
        """Answer `WAS_HELPED`."""
        return b"yes" if self._helped else b""

    def helpful(self, functions: bytes) -> bytes:
        """Answer `HELPFUL`."""
        return self._helped.get(functions, b"")

    def help(self, told: bytes) -> bytes:
        """Take note of `HELPED`, unless that has been withdrawn."""
        functions, _, helpful = told.partition(_BETWEEN)
        if functions not in self._disappointed:
            self._helped[functions] = helpful
        return b""

    def withdraw(self, functions: bytes) -> None:
        """Take note that a check that builds on some functions failed beside what had helped others."""
        self._helped.pop(functions, None)
        self._disappointed.add(functions)

    @staticmethod
    def tell_help(functions: bytes, helpful: bytes) -> bytes:
        """Write what `HELPED` tells."""
        return functions + _BETWEEN + helpful
