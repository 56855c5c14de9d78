"""The files that a worker may read: Python, NumPy, the few modules it consists of, and named packages."""

import importlib.util
import os
import sys
import sysconfig
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

__all__ = ["Readable", "find_package_folder", "find_readable", "without_site_packages"]

_SITE_PACKAGES: Final = frozenset({"site-packages", "dist-packages"})
_OWN_FILES: Final = ("__init__.py", "model/__init__.py", "model/limits.py", "wire", "sandbox")


@dataclass(frozen=True, slots=True, kw_only=True)
class Readable:
    """Paths without symbolic links, which are valid inside a container too.

    Attributes:
        interpreter: The Python program itself, not the link in a virtual environment.
        stdlib: Folders of the standard library; what is installed beneath them is not part of it.
        packages: Files and folders of NumPy, msgpack, this package, and of what the assignment names.
        import_paths: Folders that the packages are imported from.
        modules: File or folder of each module of what the assignment names; see `Packages`.
        named: Modules of each package that the assignment names, by its name.
    """

    interpreter: str
    stdlib: tuple[str, ...]
    packages: tuple[str, ...]
    import_paths: tuple[str, ...]
    modules: Mapping[str, str] = field(default_factory=dict)
    named: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def find_readable(requirements: Sequence[str] = ()) -> Readable:
    """Find this interpreter's files without importing anything slow.

    Args:
        requirements: Packages that submissions may import, with their versions.

    Raises:
        UsageError: One of the packages is not installed as it is named.
    """
    readable = _find_own()
    if not requirements:
        return readable
    # A fork server imports this module too, and has neither what reads metadata nor a use for it.
    from grader.sandbox.packages import find_packages  # noqa: PLC0415  # see above

    found = find_packages(requirements)
    return replace(
        readable,
        packages=tuple(dict.fromkeys((*readable.packages, *found.files))),
        import_paths=tuple(sorted({*readable.import_paths, *found.folders})),
        modules=found.modules,
        named=found.named,
    )


def _find_own() -> Readable:
    numpy, msgpack = find_package_folder("numpy"), find_package_folder("msgpack")
    ours = Path(__file__).resolve().parents[2]
    packages = [numpy, numpy.with_name("numpy.libs"), msgpack, *(ours / name for name in _OWN_FILES)]
    # In a virtual environment "platstdlib" would be its own folder, where only installed packages are.
    base = {"base": sys.base_prefix, "platbase": sys.base_exec_prefix}
    stdlib = {os.path.realpath(sysconfig.get_path(name, vars=base)) for name in ("stdlib", "platstdlib")}
    return Readable(
        interpreter=os.path.realpath(_base_interpreter()),
        stdlib=tuple(sorted(stdlib)),
        packages=tuple(str(path) for path in packages if path.exists()),
        import_paths=tuple(sorted({str(path.parent) for path in (numpy, msgpack, ours)})),
    )


def _base_interpreter() -> str:
    """Return the interpreter that a virtual environment, if any, was made from."""
    # On Windows sys.executable of a virtual environment is a launcher with the interpreter as its child.
    return str(getattr(sys, "_base_executable", "") or sys.executable)


def find_package_folder(package: str) -> Path:
    """Find the folder of an installed package without importing it.

    Raises:
        ModuleNotFoundError: It is not installed.
    """
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"the package {package} is not installed", name=package)
    return Path(spec.origin).resolve().parent


def without_site_packages(folder: str) -> list[str]:
    """List the entries of a folder of the standard library, without the packages installed beneath it.

    Landlock permits a folder with all beneath it and cannot take anything out again, so the entries are
    permitted one by one.
    """
    return [entry.path for entry in os.scandir(folder) if entry.name not in _SITE_PACKAGES]
