"""Follow strings and brackets through text that need not be Python, line by line."""

import re
from typing import Final

__all__ = ["Scanner"]

_TOKEN: Final = re.compile(r"""(?P<comment>\#.*)|(?P<quote>\"{3}|'{3}|["'])|(?P<mark>[()\[\]{}?])""")

_EQUALS: Final = re.compile(r"(?<![-+*/%@&|^<>!~:])[-+*/%@&|^<>!~:]*+=+")
"""An operator that ends in `=`; it begins where no other sign stands before, so a long row is read once."""


class Scanner:
    """Line-by-line scanner that tracks whether the next line begins a statement.

    Python's own tokenizer stops at commands, which are not Python.
    """

    def __init__(self) -> None:
        self._quote = ""
        self._depth = 0
        self._continued = False

    @property
    def at_statement(self) -> bool:
        """Whether the next line is in no string, bracket or statement begun before it."""
        return not (self._quote or self._depth or self._continued)

    @property
    def in_string(self) -> bool:
        """Whether the next line begins inside a string."""
        return bool(self._quote)

    def asks_for_help(self, line: str) -> bool:
        """Return whether a line that begins a statement ends in `?`, as no Python statement does."""
        if not line.rstrip().endswith("?"):
            return False
        trial = Scanner()
        return trial.read(line) == "?" and trial.at_statement

    @staticmethod
    def find_assignment(line: str) -> int | None:
        """Find the first `=` outside brackets and strings in a line that begins a statement.

        Returns:
            Its column; None if there is none, or if it is part of an operator such as `==` or `+=`.
        """
        trial, column = Scanner(), 0
        for found in _EQUALS.finditer(line):
            column, _ = trial._follow(line, column, found.start())
            if column > found.start():
                continue  # it stands in a string or a comment
            if trial.at_statement:
                return column if found[0] == "=" else None
        return None

    def read(self, line: str) -> str:
        """Follow strings and brackets through one line; return the last mark outside strings and comments."""
        _, mark = self._follow(line, 0, len(line))
        self._continued = not self._quote and line.endswith("\\")
        if len(self._quote) == 1 and not line.endswith("\\"):
            self._quote = ""
        return mark

    def _follow(self, line: str, column: int, end: int) -> tuple[int, str]:
        """Follow strings and brackets from a column to another.

        Returns:
            The column after it, beyond `end` where a string or a comment goes on there; and the last mark.
        """
        mark = ""
        while column < end:
            if self._quote:
                column = self._end_of_string(line, column)
                continue
            token = _TOKEN.search(line, column, end)
            if token is None:
                return end, mark
            if token.lastgroup == "comment":
                return len(line) + 1, mark
            column, mark = token.end(), token[0]
            if token.lastgroup == "quote":
                self._quote = mark
            else:
                self._depth += (mark in "([{") - (mark in ")]}")
        return column, mark

    def _end_of_string(self, line: str, column: int) -> int:
        """Return the column after the string's end in this line, or the end of the line."""
        while column < len(line):
            if line[column] == "\\":
                column += 2
            elif line.startswith(self._quote, column):
                column += len(self._quote)
                self._quote = ""
                return column
            else:
                column += 1
        return len(line)
