"""The commands of notebooks: taken out of a cell so that Python is left, every line where it was.

A command is recognised only where a statement begins, so `%` on the second line of a formula and `!` in a
text over several lines stay. A cell that is Python as it stands is never looked at: no Python statement
begins with a command, so it holds none.
"""

import re
from dataclasses import dataclass
from typing import Final

from grader.model.formatting import quote_code
from grader.submission.syntax_check import SyntaxProblem, find_syntax_problem

__all__ = ["PythonCell", "strip_notebook_commands"]

# IPython runs the body of these as Python in the notebook's own namespace. `%%timeit` is not among them: it
# keeps nothing of what its body defines.
_PYTHON_BODIED: Final = frozenset({"capture", "debug", "prun", "time"})
_COMMAND: Final = re.compile(r"[ \t]*(?:[%!]|\?{1,2}[\w%*])")
# `files = !ls` and `x = %timeit f()`. What is assigned to has no quotes or brackets of calls in it.
_ASSIGNED: Final = re.compile(r"[\w.,*\[\] \t]+=[ \t]*(?:%\w|!)")
_CELL_COMMAND: Final = re.compile(r"%%(\w*)")
_INDENT: Final = re.compile(r"[ \t]*")
_TOKEN: Final = re.compile(r"""(?P<comment>\#.*)|(?P<quote>\"{3}|'{3}|["'])|(?P<mark>[()\[\]{}?])""")


@dataclass(frozen=True, slots=True, kw_only=True)
class PythonCell:
    """What is left of a code cell.

    Attributes:
        lines: Its lines, as many as before; what was taken out is blank, or `pass` where a block may need it.
        left_out: For each command: its line, and what to say of it; line 0 stands for the whole cell.
        problem: Why what is left is not valid Python; None if it is.
    """

    lines: tuple[str, ...]
    left_out: tuple[tuple[int, str], ...] = ()
    problem: SyntaxProblem | None = None


def strip_notebook_commands(text: str) -> PythonCell:
    r"""Take the commands out of a cell: magics, shell lines and questions for help.

    Args:
        text: The cell, with newlines as `\n`.

    Returns:
        The cell's Python, every line where it was. It may still not be valid.
    """
    lines = text.removesuffix("\n").split("\n")
    if (problem := find_syntax_problem("\n".join(lines))) is None:
        return PythonCell(lines=tuple(lines))
    kept, left_out = _without_commands(_without_common_indent(lines))
    if kept != lines:
        problem = find_syntax_problem("\n".join(kept))
    return PythonCell(lines=tuple(kept), left_out=tuple(left_out), problem=problem)


def _without_common_indent(lines: list[str]) -> list[str]:
    """Shift a cell that is indented as a whole to the left, as IPython does."""
    first = next((line for line in lines if line.strip()), "")
    return [line.removeprefix(_indent(first)) for line in lines]


def _without_commands(lines: list[str]) -> tuple[list[str], list[tuple[int, str]]]:
    """Blank the commands; return the lines, and the number and name of each that was a command."""
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
    """Knows, line by line, whether the next line begins a statement.

    Python's own tokenizer cannot be asked, because commands are no Python and it stops at them.
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
        """Tell whether a line that begins a statement ends in `?`, which no Python statement does."""
        if not line.rstrip().endswith("?"):
            return False
        trial = _Scanner()
        return trial.read(line) == "?" and trial.at_statement

    def read(self, line: str) -> str:
        """Follow strings and brackets through one line; return the last mark outside strings and comments."""
        place, mark = 0, ""
        while place < len(line):
            if self._quote:
                place = self._end_of_string(line, place)
                continue
            token = _TOKEN.search(line, place)
            if token is None or token.lastgroup == "comment":
                break
            place, mark = token.end(), token[0]
            if token.lastgroup == "quote":
                self._quote = mark
            else:
                self._depth += (mark in "([{") - (mark in ")]}")
        self._continued = not self._quote and line.endswith("\\")
        if len(self._quote) == 1 and not line.endswith("\\"):
            self._quote = ""
        return mark

    def _end_of_string(self, line: str, place: int) -> int:
        """Return the place after the string's end in this line, or the end of the line."""
        while place < len(line):
            if line[place] == "\\":
                place += 2
            elif line.startswith(self._quote, place):
                place += len(self._quote)
                self._quote = ""
                return place
            else:
                place += 1
        return len(line)
