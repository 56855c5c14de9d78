"""Strip notebook commands from a cell, so that its Python is left with every line in its place.

A command is recognised only where a statement begins, so `%` on the second line of a formula and `!` in a
multi-line string stay. A cell that is valid Python holds no command, because no statement begins with one.
"""

import re
from dataclasses import dataclass
from typing import Final

from grader.model.formatting import quote_code
from grader.submission.syntax_check import SyntaxProblem, find_syntax_problem

__all__ = ["PythonCell", "strip_notebook_commands"]

# IPython runs the body of these as Python in the notebook's own namespace. `%%timeit` is left out: it keeps
# nothing that its body defines.
_PYTHON_BODIED: Final = frozenset({"capture", "debug", "prun", "time"})
_COMMAND: Final = re.compile(r"[ \t]*(?:[%!]|\?{1,2}[\w%*])")
# `files = !ls` and `x = %timeit f()`. What is assigned to has no quotes or brackets of calls in it.
_ASSIGNED: Final = re.compile(r"[\w.,*\[\] \t]+=[ \t]*(?:%\w|!)")
_CELL_COMMAND: Final = re.compile(r"%%(\w*)")
_INDENT: Final = re.compile(r"[ \t]*")
_TOKEN: Final = re.compile(r"""(?P<comment>\#.*)|(?P<quote>\"{3}|'{3}|["'])|(?P<mark>[()\[\]{}?])""")


@dataclass(frozen=True, slots=True, kw_only=True)
class PythonCell:
    """A code cell without its commands.

    Attributes:
        lines: Its lines, as many as before; a command becomes a blank line, or `pass` inside a block.
        left_out: For each command: its line, and its description; line 0 stands for the whole cell.
        problem: Why the rest is not valid Python; None if it is.
    """

    lines: tuple[str, ...]
    left_out: tuple[tuple[int, str], ...] = ()
    problem: SyntaxProblem | None = None


def strip_notebook_commands(text: str) -> PythonCell:
    r"""Strip magics, shell lines and requests for help from a cell.

    Args:
        text: The cell, with newlines as `\n`.

    Returns:
        The cell's Python, with every line in its place. It may still be invalid.
    """
    lines = text.removesuffix("\n").split("\n")
    if (problem := find_syntax_problem("\n".join(lines))) is None:
        return PythonCell(lines=tuple(lines))
    kept, left_out = _without_commands(_without_common_indent(lines))
    if kept != lines:
        problem = find_syntax_problem("\n".join(kept))
    return PythonCell(lines=tuple(kept), left_out=tuple(left_out), problem=problem)


def _without_common_indent(lines: list[str]) -> list[str]:
    """Dedent a cell that is indented as a whole, as IPython does."""
    first = next((line for line in lines if line.strip()), "")
    return [line.removeprefix(_indent(first)) for line in lines]


def _without_commands(lines: list[str]) -> tuple[list[str], list[tuple[int, str]]]:
    """Blank the commands; return the lines, and the line and description of each command."""
    left_out: list[tuple[int, str]] = []
    for number, line in enumerate(lines, start=1):
        header = _CELL_COMMAND.match(line)
        if header is None and line.strip():
            break
        if header is not None and header[1] not in _PYTHON_BODIED:
            return [""] * len(lines), [(0, quote_code(line))]
        if header is not None:
            left_out.append((number, f"{quote_code(line)}, the rest of the cell stays"))
    rest = len(left_out) and left_out[-1][0]
    kept, commands = _without_line_commands([""] * rest + lines[rest:])
    return kept, left_out + commands


def _without_line_commands(lines: list[str]) -> tuple[list[str], list[tuple[int, str]]]:
    kept: list[str] = []
    commands: list[tuple[int, str]] = []
    scanner = _Scanner()
    continued = False
    for number, line in enumerate(lines, start=1):
        begins = scanner.at_statement and not continued
        is_command = begins and (_COMMAND.match(line) or _ASSIGNED.match(line))
        if is_command or (begins and scanner.asks_for_help(line)):
            commands.append((number, quote_code(line)))
            # At the left margin no block needs the line, and `pass` might come before a __future__ import.
            kept.append(f"{_indent(line)}pass" if _indent(line) else "")
        elif continued:
            kept.append("")
        else:
            scanner.read(line)
            kept.append(line)
        continued = bool(is_command or continued) and line.endswith("\\")
    return kept, commands


def _indent(line: str) -> str:
    found = _INDENT.match(line)
    return found[0] if found else ""


class _Scanner:
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

    def asks_for_help(self, line: str) -> bool:
        """Return whether a line that begins a statement ends in `?`, as no Python statement does."""
        if not line.rstrip().endswith("?"):
            return False
        trial = _Scanner()
        return trial.read(line) == "?" and trial.at_statement

    def read(self, line: str) -> str:
        """Follow strings and brackets through one line; return the last mark outside strings and comments."""
        column, mark = 0, ""
        while column < len(line):
            if self._quote:
                column = self._end_of_string(line, column)
                continue
            token = _TOKEN.search(line, column)
            if token is None or token.lastgroup == "comment":
                break
            column, mark = token.end(), token[0]
            if token.lastgroup == "quote":
                self._quote = mark
            else:
                self._depth += (mark in "([{") - (mark in ")]}")
        self._continued = not self._quote and line.endswith("\\")
        if len(self._quote) == 1 and not line.endswith("\\"):
            self._quote = ""
        return mark

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
