"""What the warm parent imports, so that no worker has to."""

import builtins
import importlib
import os
import site
import stat
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import grader

__all__ = ["preload"]

# What a submission may import: importing it here costs each worker nothing. numpy.random alone takes 10 ms.
_USUAL: Final[tuple[str, ...]] = (
    *("numpy", "numpy.linalg", "numpy.fft", "numpy.random", "numpy.exceptions", "numpy.dtypes"),
    *("abc", "bisect", "cmath", "collections.abc", "contextlib", "copy", "dataclasses", "decimal", "enum"),
    *("fractions", "functools", "hashlib", "heapq", "inspect", "itertools", "json", "linecache", "math"),
    *("numbers", "operator", "pprint", "random", "re", "resource", "statistics", "string", "textwrap"),
    *("threading", "time", "timeit", "traceback", "tracemalloc", "types", "typing", "unicodedata"),
    *("warnings", "zlib", "grader.sandbox.worker", "grader.sandbox.canaries"),
)
# The rest of what honest code imports; needed here only where a worker could not read it later.
_UNUSUAL: Final[tuple[str, ...]] = (
    *("numpy.ma", "numpy.polynomial", "numpy.testing", "numpy.typing", "numpy.char", "numpy.rec"),
    *("argparse", "ast", "calendar", "csv", "datetime", "difflib", "doctest", "io", "logging", "pathlib"),
    *("pickle", "platform", "queue", "reprlib", "shutil", "struct", "tempfile", "unittest", "uuid"),
)


def preload(stdlib: Sequence[str], *, as_other_user: bool) -> None:
    """Import what submissions need, then forget the folders of installed packages.

    Args:
        stdlib: Folders of the standard library.
        as_other_user: Whether workers will run as another user than this process.
    """
    names = _USUAL
    if as_other_user and not all(map(_open_to_all, stdlib)):
        names += _UNUSUAL
    for name in names:
        importlib.import_module(name)
    # The parts of NumPy are found from here on by its own path; nothing else that is installed, and no other
    # part of ours, by any.
    sys.path[:] = [folder for folder in sys.path if os.path.realpath(folder) in _with_extensions(stdlib)]
    grader.__path__ = []
    _add_builtins()


def _with_extensions(stdlib: Sequence[str]) -> set[str]:
    return {*stdlib, *(str(Path(folder, "lib-dynload")) for folder in stdlib)}


def _open_to_all(folder: str) -> bool:
    """Whether every user may look into a folder: one installed in a home directory is often closed."""
    path = Path(folder)
    if not path.stat().st_mode & stat.S_IROTH:
        return False
    return all(parent.stat().st_mode & stat.S_IXOTH for parent in (path, *path.parents))


def _add_builtins() -> None:
    """Add `exit`, `quit` and `help`, which a Python started without `site` lacks."""
    if not hasattr(builtins, "exit"):
        site.setquit()
        site.sethelper()
