r"""Turn a cell of a notebook into the Python that IPython makes of it, with every line in its place.

The rules are those of IPython's own transformer, which the tests compare with these cell by cell. They are
written here once more because a submission must be the same text on every machine, with IPython or without.

A command is recognised only where a statement begins, so `%` on the second line of a formula and `!` in a
multi-line string stay. Magics that run Python leave what they run; `%timeit`, whose code keeps nothing,
becomes a call of `get_ipython()` as in IPython; every other command is left out and named.
"""

import re
import textwrap
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from grader.model.formatting import quote_code
from grader.submission.automagic import as_line_command
from grader.submission.prompts import has_ipython_prompt, without_prompts
from grader.submission.scanner import Scanner
from grader.submission.syntax_check import SyntaxProblem, find_syntax_problem

__all__ = ["PythonCell", "strip_notebook_commands"]

# IPython runs the body of these as Python in the notebook's own namespace.
_PYTHON_BODIED: Final = frozenset({"capture", "debug", "lprun", "mprun", "prun", "time"})
# Magics that run the rest of their line there, with their options that take a value.
_PYTHON_LINED: Final = {"debug": "b", "lprun": "fmDTuz", "mprun": "fT", "prun": "lsTD", "time": ""}
_OWN_SCOPE: Final = frozenset({"memit", "timeit"})
_COMMAND: Final = re.compile(r"[ \t]*(?:[%!]|\?{1,2}[\w%*])")
_LINE_MAGIC: Final = re.compile(r"[ \t]*%(?P<name>\w+)(?P<rest>.*)")
# `,f a b` and `;f a b` quote their arguments, `/f a b` takes them as they are.
_CALL: Final = re.compile(r"(?P<indent>[ \t]*)(?P<mark>[,;/])(?P<name>[^\W\d][\w.]*)(?: (?P<rest>.*))?")
# What follows the `=` of `files = !ls` and of `d["k"] = %env HOME`.
_ASSIGNED: Final = re.compile(r"=[ \t]*(?P<mark>%(?=[^\W\d])|!)(?P<rest>.*)")
_CELL_COMMAND: Final = re.compile(r"%%(?P<name>[\w!]*)[ \t]*(?P<rest>.*)")
_CELL_HELP: Final = re.compile(r"%%\w+\?")
_INDENT: Final = re.compile(r"[ \t]*")
_OPTION: Final = re.compile(r"-{1,2}(?P<name>\w[\w-]*)(?:[ =]|$)\s*")
_PYLAB: Final = (
    "import numpy; import numpy as np; from numpy import *; "
    "import matplotlib; import matplotlib.pyplot as plt"
)
_MOST_JOINED: Final = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class PythonCell:
    """A code cell as Python.

    Attributes:
        lines: Its lines, as many as before; a command that is left out becomes a blank line, or `pass` inside
            a block.
        left_out: For each command: its line, and its description; line 0 stands for the whole cell.
        problem: Why the rest is not valid Python; None if it is.
    """

    lines: tuple[str, ...]
    left_out: tuple[tuple[int, str], ...] = ()
    problem: SyntaxProblem | None = None


def strip_notebook_commands(text: str, names: Collection[str] = ()) -> PythonCell:
    r"""Make Python of a cell: run what its magics run, and leave other commands out.

    Args:
        text: The cell, with newlines as `\n`.
        names: The names that the cells before it define.

    Returns:
        The cell's Python, with every line in its place. It may still be invalid.
    """
    lines = text.removesuffix("\n").split("\n")
    commanded = as_line_command(lines, names)
    is_python = commanded is lines and not has_ipython_prompt(lines)
    if is_python and (problem := find_syntax_problem(text, await_allowed=True)) is None:
        return PythonCell(lines=tuple(lines))
    kept, left_out = _without_commands(_dedented(without_prompts(_dedented(commanded))))
    if commanded is not lines:  # named as it was written
        left_out = [(line, quote_code(lines[line - 1])) for line, _ in left_out]
    if kept != lines:
        problem = find_syntax_problem("\n".join(kept), await_allowed=True)
    return PythonCell(lines=tuple(kept), left_out=tuple(left_out), problem=problem)


def _dedented(lines: list[str]) -> list[str]:
    """Dedent a cell that is indented as a whole, as IPython does."""
    if not any(line[:1] in {" ", "\t"} for line in lines):
        return lines
    margin = next((len(line) for line in lines if line.strip()), 0)
    dedented = textwrap.dedent("\n".join(lines)).split("\n")
    changed = next((len(line) for line in dedented if line.strip()), 0) != margin
    return dedented if changed else lines


def _without_commands(lines: list[str]) -> tuple[list[str], list[tuple[int, str]]]:
    """Blank or translate the commands; return the lines, and the line and description of each command."""
    kept: list[str] = []
    left_out: list[tuple[int, str]] = []
    for number, line in enumerate(lines, start=1):
        header = None if _CELL_HELP.match(line) else _CELL_COMMAND.match(line)
        if header is None and line.strip():
            break
        if header is None:
            kept.append(line)
        elif header["name"] in _OWN_SCOPE:
            body = "\n".join(lines[number:])
            call = f"get_ipython().run_cell_magic({header['name']!r}, {header['rest']!r}, {body!r})"
            return [*kept, call, *[""] * (len(lines) - number)], left_out
        elif header["name"] in _PYTHON_BODIED:
            kept.append(_captured(header))
            left_out.append((number, f"{quote_code(line)}, the rest of the cell stays"))
        else:
            return [""] * len(lines), [(0, quote_code(line))]
    rest, commands = _without_line_commands(lines[len(kept) :], len(kept))
    return kept + rest, left_out + commands


def _captured(header: re.Match[str]) -> str:
    """Define the name that `%%capture name` defines, which the notebook may use."""
    words = [word for word in header["rest"].split() if not word.startswith("-")]
    if header["name"] == "capture" and words and words[0].isidentifier():
        return f"{words[0]} = get_ipython().captured()"
    return ""


def _without_line_commands(lines: list[str], before: int) -> tuple[list[str], list[tuple[int, str]]]:
    kept: list[str] = []
    commands: list[tuple[int, str]] = []
    scanner = Scanner()
    continued = False
    for number, line in enumerate(lines):
        if continued:
            kept.append("")
            continued = line.endswith("\\")
            continue
        translated, named, keeps = (
            _translated(line, _joined_to(lines, number)) if scanner.at_statement else (line, "", True)
        )
        if named:
            commands.append((before + number + 1, named))
        scanner.read(translated)
        kept.append(translated)
        continued = not keeps and line.endswith("\\")
    return kept, commands


def _joined_to(lines: list[str], number: int) -> list[str]:
    """Find the lines that backslashes join to one."""
    end = number + 1
    while end < len(lines) and lines[end - 1].endswith("\\"):
        end += 1
    return lines[number + 1 : end]


def _translated(line: str, joined: list[str]) -> tuple[str, str, bool]:
    """Translate a line that begins a statement.

    Args:
        line: The line.
        joined: The lines that backslashes join to it.

    Returns:
        The line as Python, the description of the command in it, if any is left out, and whether the lines
        that a backslash joins to it stay.
    """
    if Scanner().asks_for_help(line):
        return _left_out(line), quote_code(line), True
    magic = _LINE_MAGIC.match(line)
    if magic is not None and not line.lstrip().startswith("%%"):
        return _translated_magic(line, joined, magic)
    if _COMMAND.match(line):
        return _left_out(line), quote_code(line), False
    at = Scanner.find_assignment(line)
    assigned = _ASSIGNED.fullmatch(line, at) if at else None
    if assigned is not None:
        return _translated_assignment(line, joined, assigned)
    call = _CALL.fullmatch(line)
    if call is not None:
        return _translated_call(call), "", True
    return line, "", True


def _translated_magic(line: str, joined: list[str], magic: re.Match[str]) -> tuple[str, str, bool]:
    name, indent = magic["name"], _indent(line)
    if name in _OWN_SCOPE:
        command = _command(magic["rest"], joined)
        return f"{indent}get_ipython().run_line_magic({name!r}, {command!r})", "", False
    if name == "pylab" and not indent:
        return _PYLAB, "", False
    if name in _PYTHON_LINED and (statement := _without_options(magic["rest"], _PYTHON_LINED[name])):
        if statement == "\\":
            return f"{indent}\\", "", True
        inner, named, keeps = _translated(f"{indent}{statement}", joined)
        return inner, named and quote_code(line), keeps
    return _left_out(line), quote_code(line), False


def _translated_assignment(line: str, joined: list[str], assigned: re.Match[str]) -> tuple[str, str, bool]:
    target, rest = line[: assigned.start()].rstrip(), assigned["rest"]
    name, _, arguments = rest.partition(" ")
    if assigned["mark"] == "%" and name in _PYTHON_LINED:
        return f"{target} = {_without_options(arguments, _PYTHON_LINED[name])}", "", True
    named = f"{quote_code(line)}, whose value is empty here"
    if assigned["mark"] == "%":
        return (
            f"{target} = get_ipython().run_line_magic({name!r}, {_command(arguments, joined)!r})",
            named,
            False,
        )
    return f"{target} = get_ipython().getoutput({_command(rest, joined)!r})", named, False


def _translated_call(call: re.Match[str]) -> str:
    words = (call["rest"] or "").split()
    if call["mark"] == "/":
        arguments = ", ".join(words)
    elif call["mark"] == ",":
        arguments = ", ".join(f'"{word}"' for word in words) or '""'
    else:
        arguments = f'"{call["rest"] or ""}"'
    return f"{call['indent']}{call['name']}({arguments})"


def _command(rest: str, joined: list[str]) -> str:
    """Join a command's line and those that backslashes join to it, as IPython does."""
    parts = [rest, *joined] if rest.endswith("\\") else [rest]
    whole = " ".join([part.rstrip()[:-1] for part in parts[:-1]] + [parts[-1].rstrip()])
    return whole.strip()[:_MOST_JOINED]


def _without_options(rest: str, valued: str) -> str:
    """Drop the options of a magic, and the values of those that take one."""
    rest = rest.strip()
    while option := _OPTION.match(rest):
        rest = rest[option.end() :]
        if option["name"] in valued:
            rest = rest.partition(" ")[2].lstrip()
    return rest


def _left_out(line: str) -> str:
    """Return what takes the place of a command that is left out."""
    # At the left margin no block needs the line, and `pass` might come before a __future__ import.
    return f"{_indent(line)}pass" if _indent(line) else ""


def _indent(line: str) -> str:
    found = _INDENT.match(line)
    return found[0] if found else ""
