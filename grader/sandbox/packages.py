"""The installed packages that an assignment lets a submission import: their modules and their files.

Only what is named and what that depends on is found, by the metadata that pip leaves. Where a package is not
installed in the version that is named, the error says so before anything runs.
"""

import csv
import importlib.machinery
import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution, packages_distributions
from pathlib import Path, PurePath
from typing import Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from grader.errors import UsageError

__all__ = [
    "OURS",
    "Packages",
    "find_distributions",
    "find_packages",
    "importable_modules",
    "package_of_module",
]

OURS: Final = "backprop-grader"
"""The distribution of the grader, which no submission may import."""

# Every worker has it, whatever is named.
_ALWAYS_THERE: Final = "numpy"
_PACKAGE: Final = "__init__.py"
_RECORD: Final = "RECORD"
_SUFFIXES: Final = tuple(importlib.machinery.all_suffixes())
_MISSING: Final = "{named} (no {name} is installed)"
_OTHER_VERSION: Final = "{named} ({name} {version} is installed)"
_NEEDS: Final = "{needed}, which {named} needs (no {name} is installed)"
_NEEDS_OTHER: Final = "{needed}, which {named} needs ({name} {version} is installed)"
_NO_MODULE: Final = "{named} (its installation lists no module, as one in editable form does not)"
_IS_OURS: Final = "{named} (it needs the grader itself, which no submission may import)"
_TAKE_OUT: Final = "Take it out of `packages`."
_IMPORTED_AS: Final = "The module {name} comes with a package of another name: `packages: [{package}]`."
_NOT_HERE: Final = (
    "The assignment lets a submission import what is not installed here as it is named: {problems}."
)
_INSTALL: Final = "Install it with: python -m pip install {named}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Packages:
    """What submissions may import besides NumPy and the standard library.

    Attributes:
        modules: File or folder of each module, by its name; empty for a part of several distributions.
        files: Files and folders of the distributions.
        folders: The folders in which they are installed.
        named: Top-level modules of each package that is named, by the package's name.
    """

    modules: dict[str, str] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    named: dict[str, tuple[str, ...]] = field(default_factory=dict)


def find_packages(requirements: Sequence[str]) -> Packages:
    """Find installed packages and all that they depend on.

    Args:
        requirements: Packages with their versions, such as `pandas==3.1.1`.

    Raises:
        UsageError: One is not installed as it is named; the error lists all of them.
    """
    return _find_packages(tuple(requirements))


@lru_cache(maxsize=16)  # a list of files is long, and is asked for by every run of a class
def _find_packages(requirements: tuple[str, ...]) -> Packages:
    modules: dict[str, str] = {}
    files: dict[str, None] = {}
    folders: dict[str, None] = {}
    found = find_distributions(requirements)
    if OURS in found:
        raise _not_here([_IS_OURS.format(named=", ".join(requirements))], requirements, _TAKE_OUT)
    for one in (found[name] for name in found if name != _ALWAYS_THERE):
        root = Path(str(one.locate_file(""))).resolve()
        folders[str(root)] = None
        for inside in _own_paths(one):
            files[str(root / inside)] = None
            modules = dict(_modules_of(root, inside)) | modules
    named: dict[str, tuple[str, ...]] = {}
    problems = []
    for text in requirements:
        name = canonicalize_name(Requirement(text).name)
        named[name] = _top_level_modules(found[name])
        if not named[name]:
            problems.append(_NO_MODULE.format(named=text))
    if problems:
        raise _not_here(problems, requirements)
    return Packages(modules=modules, files=tuple(files), folders=tuple(folders), named=named)


def importable_modules(requirements: Sequence[str]) -> tuple[str, ...]:
    """List the top-level modules that packages bring.

    Raises:
        UsageError: See `find_packages`.
    """
    return tuple(dict.fromkeys(name.partition(".")[0] for name in find_packages(requirements).modules))


def find_distributions(requirements: Sequence[str]) -> dict[str, Distribution]:
    """Find installed distributions and all that they depend on, by their normalised names.

    Args:
        requirements: Packages, with their versions and extras if they have any.

    Raises:
        UsageError: One is not installed as it is named; the error lists all of them.
    """
    search = _Search()
    advice = ""
    for text in requirements:
        search.take(text, Requirement(text))
        advice = advice or ("" if _installed(Requirement(text).name) else _advise_on_name(text))
    if search.problems:
        raise _not_here(search.problems, requirements, advice)
    return search.found


class _Search:
    """The search for what packages depend on, with the extras that each is asked for."""

    def __init__(self) -> None:
        self.found: dict[str, Distribution] = {}
        self.problems: list[str] = []
        self._seen: set[tuple[str, frozenset[str]]] = set()

    def take(self, named: str, wanted: Requirement) -> None:
        """Take a package and what it needs; note what of that is not here.

        Args:
            named: The package that an assignment names.
            wanted: That package, or one that it needs.
        """
        name = canonicalize_name(wanted.name)
        key = (name, frozenset(wanted.extras))
        if key in self._seen:
            return
        self._seen.add(key)
        one = _installed(name)
        if one is None or not wanted.specifier.contains(one.version, prereleases=True):
            self.problems.append(_describe(named, wanted, one))
            return
        self.found[name] = one
        for needed in map(Requirement, one.requires or ()):
            extras = ("", *wanted.extras)
            if needed.marker is None or any(needed.marker.evaluate({"extra": each}) for each in extras):
                self.take(named, needed)


def _describe(named: str, wanted: Requirement, one: Distribution | None) -> str:
    """Say that a package is not here, or what is in its place."""
    is_named = str(wanted) == str(Requirement(named))
    if one is None:
        template = _MISSING if is_named else _NEEDS
        return template.format(named=named, needed=f"{wanted.name}{wanted.specifier}", name=wanted.name)
    template = _OTHER_VERSION if is_named else _NEEDS_OTHER
    needed = f"{wanted.name}{wanted.specifier}"
    return template.format(named=named, needed=needed, name=wanted.name, version=one.version)


def _installed(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def _not_here(problems: Iterable[str], requirements: Iterable[str], advice: str = "") -> UsageError:
    named = " ".join(map(shlex.quote, requirements))
    return UsageError(_NOT_HERE.format(problems="; ".join(problems)), advice or _INSTALL.format(named=named))


def _advise_on_name(text: str) -> str:
    """Say which package brings a module of the name that was given, if one does that is installed."""
    name = Requirement(text).name
    package = package_of_module(name)
    return _IMPORTED_AS.format(name=name, package=package) if package else ""


def package_of_module(module: str) -> str:
    """Name an installed package that brings a module, with its version; empty if there is none."""
    known = [one for one in packages_distributions().get(module, ()) if one != OURS]
    return f"{known[0]}=={distribution(known[0]).version}" if known else ""


def _own_paths(one: Distribution) -> Iterator[PurePath]:
    """Give the files and the outermost folders that are a distribution's alone, from where it is installed.

    A folder is its own if it is a package, or no module at all, such as that of its metadata. Several
    distributions share one that has no `__init__.py`, and each has files and folders in it.
    """
    # `Distribution.files` takes a tenth of a second for what pandas lists.
    rows = csv.reader((one.read_text(_RECORD) or "").splitlines())
    listed = [PurePath(row[0]) for row in rows if row and not row[0].startswith(("..", "/"))]
    packages = {path.parent for path in listed if path.name == _PACKAGE}
    own: dict[PurePath, None] = {}
    for path in listed:
        above = list(reversed(path.parents))[1:]
        owned = (one for one in above if one in packages or not one.name.isidentifier())
        own[next(owned, path)] = None
    return iter(own)


def _modules_of(root: Path, inside: PurePath) -> Iterator[tuple[str, str]]:
    """Give the module that a file or folder is, and those in which it lies, with their paths."""
    *above, last = inside.parts
    name = last.partition(".")[0]
    is_module = last == name or last.endswith(_SUFFIXES)
    if not is_module or not all(part.isidentifier() and part != "__pycache__" for part in (*above, name)):
        return
    for count in range(1, len(above) + 1):
        yield ".".join(above[:count]), ""
    yield ".".join((*above, name)), str(root / inside)


def _top_level_modules(one: Distribution) -> tuple[str, ...]:
    """List the modules by which a distribution is imported."""
    named = [name for inside in _own_paths(one) for name, path in _modules_of(Path(), inside) if path]
    return tuple(name for name in named if not any(part.startswith("_") for part in name.split(".")))
