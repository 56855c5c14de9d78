"""Read Python files that editors made of notebooks, or that are run cell by cell like one.

`jupyter nbconvert` and JupyterLab put `# In[3]:` before each cell; VS Code, Spyder and jupytext `# %%`. Their
cells run as those of a notebook do, and the magics that stand in them as calls of `get_ipython()` as well.
"""

import ast
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from grader.model.formatting import join_first, quote_code
from grader.submission.code_lookup import names_bound_at_top, parse_or_none
from grader.submission.line_map import CellSpan, LineMap, SourceText
from grader.submission.magics import strip_notebook_commands

__all__ = ["read_cells_of_script"]

_CELL: Final = re.compile(r"# In\[[\d* ]*\]:?[ \t]*$|#[ \t]?%%(?:[ \t].*)?$")
_SHELL: Final = "get_ipython"
# The calls of exported magics that run Python, or whose line every published notebook has.
_RUNNING: Final = frozenset(
    {"capture", "debug", "grade", "lprun", "memit", "mprun", "prun", "time", "timeit"}
)
_MOST_NAMED: Final = 8


def read_cells_of_script(source: str, name: str) -> SourceText | None:
    """Read a file with cells, or with calls of a notebook's shell, as a notebook is read.

    Args:
        source: The text of the file.
        name: The file as the student knows it.

    Returns:
        Its Python with every line in its place, and a notice that names the commands that were left out; None
        if it is a plain Python file, or not valid Python as a notebook either.
    """
    lines = source.removesuffix("\n").split("\n")
    starts = [number for number, line in enumerate(lines) if _CELL.match(line)]
    if not starts and not _calls_shell(source):
        return None
    bounds = sorted({0, *starts, len(lines)})
    kept: list[str] = []
    commands: list[tuple[int, str]] = []
    cells: list[CellSpan] = []
    names = set[str]()
    for first, end in pairwise(bounds):
        cell = strip_notebook_commands("\n".join(lines[first:end]) + "\n", names)
        if cell.problem is not None:
            return None
        kept += cell.lines
        names |= names_bound_at_top("\n".join(cell.lines))
        commands += [(first + (line or 1), what) for line, what in cell.left_out]
        cells.append(CellSpan(cell=len(cells) + 1, first=first + 1, count=end - first))
    text = "\n".join(kept) + "\n"
    commands = sorted(commands + _shell_calls(text))
    where = LineMap(file=name, count=len(lines))
    return SourceText(source=text, lines=where, notices=_notices(commands, where), cells=tuple(cells))


def _calls_shell(source: str) -> bool:
    return _SHELL in source and any(
        isinstance(node, ast.Name) and node.id == _SHELL for node in _nodes(source)
    )


def _shell_calls(source: str) -> list[tuple[int, str]]:
    """Find the calls of exported commands that do nothing here: their lines and texts."""
    lines = source.split("\n")
    found: list[tuple[int, str]] = []
    for node in _nodes(source):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Call(func=ast.Name(id="get_ipython")), attr=method),
                args=arguments,
            ):
                words = [one.value for one in arguments if isinstance(one, ast.Constant)]
                if method.startswith("run_") and words and _is_silent(words):
                    continue
                found.append((node.lineno, quote_code(lines[node.lineno - 1])))
    return found


def _nodes(source: str) -> Iterator[ast.AST]:
    tree = parse_or_none(source)
    return iter(()) if tree is None else ast.walk(tree)


def _is_silent(words: Sequence[object]) -> bool:
    return words[0] in _RUNNING or [*words[:2]] == ["load_ext", "grader"]


def _notices(commands: list[tuple[int, str]], lines: LineMap) -> tuple[str, ...]:
    if not commands:
        return ()
    named = [f"line {lines.locate(line).line} ({what})" for line, what in commands]
    listed = join_first(named, most=_MOST_NAMED)
    return (f"{lines.file}: notebook commands are not Python and were left out: {listed}.",)
