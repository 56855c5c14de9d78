"""Results of the reference that the student's own calls may use, kept where their code cannot read them.

The worker asks with the arguments of a call and learns the result for these arguments alone. It never holds
a result that no call has asked for. It uses the result only where the student's own function gives another,
and says so.
"""

from typing import Any

from grader.sandbox.closeness import is_close
from grader.wire.codec import decode, encode

__all__ = ["Assumptions"]


class Assumptions:
    """Results of one function for known arguments.

    A search starts at the last match: a training run asks for its steps in their order.

    Attributes:
        replaced: Whether a result was used in place of one of the student's own.
    """

    def __init__(self) -> None:
        self.replaced = False
        self._entries: list[tuple[dict[str, Any], Any]] = []
        self._last_match = 0

    def add(self, given: dict[str, Any], returns: object) -> None:
        """Add a result.

        Args:
            given: Arguments by name; those left out may have any value.
            returns: A plain value.

        Raises:
            CodecError: One of them cannot be encoded.
        """
        self._entries.append((decode(encode(given)), decode(encode(returns))))

    def note_replaced(self) -> None:
        """Note that a result was used in place of one of the student's own."""
        self.replaced = True

    def look_up(self, bound: Any) -> tuple[bool, Any]:
        """Look up the result of a call.

        Args:
            bound: Its arguments by name, as the worker sends them; emptied, so that they are not sent back.

        Returns:
            Whether a result is known, and the result.
        """
        if type(bound) is not dict:
            return False, None
        arguments = dict(bound)
        bound.clear()
        for number in (*range(self._last_match, len(self._entries)), *range(self._last_match)):
            given, result = self._entries[number]
            if all(name in arguments and is_close(arguments[name], value) for name, value in given.items()):
                self._last_match = number
                return True, result
        return False, None
