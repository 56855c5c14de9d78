"""The functions of a solved file: which of them students write, and programs in which one is not written."""

import ast
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from grader.course.solution import (
    Region,
    find_regions,
    locate_in_solved,
    make_stub,
    parse_solved,
    read_solved,
)
from grader.mutation.program_functions import Function, find_functions

__all__ = ["SolvedFunctions"]

_PLACE: Final = re.compile(r"(?P<file>.+?):(?P<line>\d+)")

_SCRAMBLER: Final = """

def _nonsense_of_solution():
    import functools
    import numpy

    depth = [0]

    def scrambled(value):
        if isinstance(value, bool):
            return not value
        if isinstance(value, (int, float)):
            return type(value)(-3 * value - 98765 if value == value else 98765)
        if isinstance(value, complex):
            return -3 * value - 98765
        if isinstance(value, str):
            return "nonsense of " + value[::-1]
        if isinstance(value, numpy.ndarray):
            if value.dtype == bool:
                return ~value
            return (-3 * value - 98765).astype(value.dtype) if value.dtype.kind in "iufc" else value
        if isinstance(value, numpy.generic):
            return scrambled(numpy.asarray(value))[()]
        if type(value) in (list, tuple, set, frozenset):
            return type(value)([scrambled(one) for one in value] or ["nonsense"])
        if type(value) is dict:
            return {key: scrambled(one) for key, one in value.items()} or {"nonsense": 98765}
        return value

    def wrapped(function):
        @functools.wraps(function)
        def nonsense(*args, **kwargs):
            depth[0] += 1
            try:
                value = function(*args, **kwargs)
            finally:
                depth[0] -= 1
            return value if depth[0] else scrambled(value)

        return nonsense

    return wrapped


_nonsense_of_solution = _nonsense_of_solution()
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SolvedFunctions:
    """The functions and methods of a solved file.

    Attributes:
        path: The solved file.
        source: Its text.
        functions: The functions and methods, by qualified name such as `Account.deposit`.
        classes: The classes, by name.
        regions: The regions that students write.
        given: Names that the manifest lists as given.
    """

    path: Path
    source: str
    functions: Mapping[str, Function]
    classes: Mapping[str, ast.ClassDef]
    regions: tuple[Region, ...]
    given: frozenset[str]

    @classmethod
    def read(cls, path: Path, given: Iterable[str]) -> Self:
        """Read a solved file.

        Args:
            path: The solved file.
            given: Names that the manifest lists as given.

        Raises:
            CourseFault: It cannot be read, is not valid Python, or its markers are wrong.
        """
        source = read_solved(path)
        tree = parse_solved(source, str(path))
        return cls(
            path=path,
            source=source,
            functions=find_functions(tree),
            classes={node.name: node for node in tree.body if isinstance(node, ast.ClassDef)},
            regions=tuple(find_regions(source, str(path))),
            given=frozenset(given),
        )

    @property
    def written(self) -> tuple[str, ...]:
        """Names of the functions that students write, whole or in part."""
        return tuple(name for name in self.functions if self._regions_of(name))

    @property
    def unknown_given(self) -> tuple[str, ...]:
        """Names that are listed as given and that the file does not define."""
        return tuple(sorted(self.given - self.functions.keys() - self.classes.keys()))

    def resolve(self, used: Iterable[str]) -> frozenset[str]:
        """Find what a check used.

        Args:
            used: What it called or looked up, such as `mean`, `Account` or `Account.deposit`.

        Returns:
            Qualified names of functions; the name of a class that is called and has no `__init__` of its own.
        """
        return frozenset(filter(None, map(self._resolve, used)))

    def is_about(self, names: Iterable[str], name: str) -> bool:
        """Tell whether a check is about a function: of those that students write, it uses no other.

        Constructors are no others: without one there is no object whose method could be checked.

        Args:
            names: The functions that it uses, by qualified name.
            name: The function.
        """
        written = {one for one in names if one in self.functions and self._regions_of(one)}
        return name in written and all(one.endswith(".__init__") for one in written - {name})

    def is_open(self, name: str) -> bool:
        """Tell whether students find a function solved that the manifest does not list as given."""
        listed = name in self.given or name.partition(".")[0] in self.given
        return not listed and not self._regions_of(name)

    def line_of(self, name: str) -> tuple[Path, int]:
        """Find the file and the line of a function or a class; the line is 0 in a notebook."""
        place = _PLACE.fullmatch(locate_in_solved(str(self.path), self._node(name).lineno))
        return (Path(place["file"]), int(place["line"])) if place else (self.path, 0)

    def stub(self) -> str:
        """Write what students get."""
        return make_stub(self.source, str(self.path))

    def without(self, name: str) -> str:
        """Write the solution with one function as students get it."""
        return make_stub(self.source, str(self.path), self._regions_of(name))

    def doing_nothing(self) -> str:
        """Write the solution with every function that students write doing nothing and returning None."""
        lines = self.source.split("\n")
        for name in sorted(self.written, key=lambda one: -self.functions[one].lineno):
            first = self.functions[name].body[0]
            if first.lineno != self.functions[name].lineno:
                lines.insert(first.lineno - 1, " " * first.col_offset + "return None")
        return "\n".join(lines)

    def returning_nonsense(self) -> str:
        """Write the solution with all that students write returning other values of the same kind."""
        plain = [name for name in self.written if not self.functions[name].decorator_list]
        wrapped = [f"{name} = _nonsense_of_solution({name})" for name in plain if not name.endswith("__")]
        return "\n".join([self.source, _SCRAMBLER, *wrapped, ""])

    def _resolve(self, words: str) -> str | None:
        head, *inner = words.split(".")
        if not inner:
            initialiser = f"{head}.__init__"
            known = head in self.functions or head in self.classes
            return initialiser if initialiser in self.functions else head if known else None
        method = f"{head}.{inner[-1]}"
        if method in self.functions:
            return method
        # What a function returned, or what a class inherits.
        alike = [name for name in self.functions if name.endswith(f".{inner[-1]}")]
        return alike[0] if len(alike) == 1 else None

    def _regions_of(self, name: str) -> list[Region]:
        node = self._node(name)
        last = node.end_lineno or node.lineno
        return [one for one in self.regions if one.begin <= last and one.end >= node.lineno]

    def _node(self, name: str) -> Function | ast.ClassDef:
        return self.functions.get(name) or self.classes[name]
