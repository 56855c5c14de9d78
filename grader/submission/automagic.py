"""The commands that IPython takes without `%` where they are a cell's only line, such as `pip install`."""

import keyword
import re
from collections.abc import Collection
from typing import Final

__all__ = ["as_line_command"]

# Line magics and aliases of IPython on the systems that it supports. Magics whose names are builtins or
# keywords are left out, because IPython takes those for Python.
_NAMES: Final = frozenset({
    "alias", "alias_magic", "autoawait", "autocall", "automagic", "autoreload", "bookmark", "cat", "cd",
    "clear", "cls", "code_wrap", "colors", "conda", "config", "connect_info", "copy", "cp", "ddir", "debug",
    "dhist", "dirs", "doctest_mode", "echo", "ed", "edit", "env", "gui", "hist", "history", "killbgscripts",
    "ldir", "less", "lf", "lk", "ll", "load", "load_ext", "loadpy", "logoff", "logon", "logstart",
    "logstate", "logstop", "ls", "lsmagic", "lx", "macro", "magic", "mamba", "man", "matplotlib",
    "micromamba", "mkdir", "more", "mv", "notebook", "page", "pastebin", "pdb", "pdef", "pdoc", "pfile",
    "pinfo", "pinfo2", "pip", "popd", "pprint", "precision", "prun", "psearch", "psource", "pushd", "pwd",
    "pycat", "pylab", "qtconsole", "quickref", "recall", "rehashx", "reload_ext", "ren", "rep", "rerun",
    "reset", "reset_selective", "rm", "rmdir", "run", "save", "sc", "set_env", "sx", "system", "tb", "time",
    "timeit", "unalias", "unload_ext", "uv", "who", "who_ls", "whos", "xdel", "xmode",
})  # fmt: skip
_FIRST_WORD: Final = re.compile(r"\s*(?P<name>[^\W\d]\w*)(?![\w.])\s*(?P<rest>.*)")


def as_line_command(lines: list[str], names: Collection[str]) -> list[str]:
    """Put the `%` before a command that is the only line of a cell, as IPython does.

    Args:
        lines: The cell.
        names: The names that the cells before it define; a command of such a name is Python.

    Returns:
        The cell, unchanged where its only line is Python.
    """
    used = [number for number, line in enumerate(lines) if line.strip()]
    if len(used) != 1:
        return lines
    line = lines[used[0]]
    found = _FIRST_WORD.fullmatch(line)
    if found is None or found["name"] not in _NAMES or found["name"] in names:
        return lines
    # `ls = 3` and `ls, x = 1, 2` are assignments wherever they stand.
    if keyword.iskeyword(found["name"]) or found["rest"].startswith(("=", ",")):
        return lines
    return [*lines[: used[0]], f"%{line.strip()}", *lines[used[0] + 1 :]]
