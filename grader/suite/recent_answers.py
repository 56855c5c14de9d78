"""Which function gave an answer that the suite looks at, or an entry of it."""

from collections import deque
from typing import Any, Final

import numpy as np

__all__ = ["RecentAnswers"]

_MOST: Final = 4  # each may be as large as a reply
_WITH_ENTRIES: Final = (list, tuple, dict, np.ndarray, np.generic)


class RecentAnswers:
    """The last answers of a check, as far as they have entries, and what gave them."""

    def __init__(self) -> None:
        self._kept: deque[tuple[str, Any]] = deque(maxlen=_MOST)

    def note(self, function: str, answer: object) -> None:
        """Note an answer.

        Args:
            function: What gave it, in the suite's words.
            answer: The answer.
        """
        if isinstance(answer, _WITH_ENTRIES):
            self._kept.append((function, answer))

    def function_of(self, answer: object) -> str:
        """Name what gave an answer, or an entry of it; empty where that is not known any more."""
        return next((function for function, one in reversed(self._kept) if _holds(one, answer)), "")

    def clear(self) -> None:
        """Forget them."""
        self._kept.clear()


def _holds(answer: Any, sought: object) -> bool:
    """Return whether an answer is an object, or holds it at any depth; none is nested deeply."""
    if answer is sought:
        return True
    entries = answer.values() if type(answer) is dict else answer if type(answer) in (list, tuple) else ()
    return any(_holds(entry, sought) for entry in entries)
