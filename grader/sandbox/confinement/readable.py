"""What a worker may read: Python, NumPy and the few modules of ours that it consists of."""

import importlib.util
import os
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path
from typing import Final

__all__ = ["Readable", "find_readable", "find_spec_folder", "without_site_packages"]

_SITE_PACKAGES: Final = frozenset({"site-packages", "dist-packages"})
_OURS: Final = ("__init__.py", "model/__init__.py", "model/limits.py", "wire", "sandbox")


@dataclass(frozen=True, slots=True, kw_only=True)
class Readable:
    """Paths without symbolic links, so that they mean the same inside a container.

    Attributes:
        interpreter: The Python program itself, not the link in a virtual environment.
        stdlib: Folders of the standard library; what is installed beneath them is not part of it.
        packages: Files and folders of NumPy, msgpack and of ours.
        import_paths: Folders that the packages are imported from.
    """

    interpreter: str
    stdlib: tuple[str, ...]
    packages: tuple[str, ...]
    import_paths: tuple[str, ...]


def find_readable() -> Readable:
    """Find out where this interpreter's files are, without importing anything slow."""
    numpy, msgpack = find_spec_folder("numpy"), find_spec_folder("msgpack")
    ours = Path(__file__).resolve().parents[2]
    packages = [numpy, numpy.with_name("numpy.libs"), msgpack, *(ours / name for name in _OURS)]
    # In a virtual environment "platstdlib" would be its own folder, where only installed packages are.
    base = {"base": sys.base_prefix, "platbase": sys.base_exec_prefix}
    stdlib = {os.path.realpath(sysconfig.get_path(name, vars=base)) for name in ("stdlib", "platstdlib")}
    return Readable(
        interpreter=os.path.realpath(base_interpreter()),
        stdlib=tuple(sorted(stdlib)),
        packages=tuple(str(path) for path in packages if path.exists()),
        import_paths=tuple(sorted({str(path.parent) for path in (numpy, msgpack, ours)})),
    )


def base_interpreter() -> str:
    """Path of the interpreter that a virtual environment, if any, was made from."""
    # On Windows sys.executable of a virtual environment is a launcher with the interpreter as its child.
    return str(getattr(sys, "_base_executable", "") or sys.executable)


def find_spec_folder(package: str) -> Path:
    """Find the folder of an installed package without importing it.

    Raises:
        ModuleNotFoundError: It is not installed.
    """
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"the package {package} is not installed", name=package)
    return Path(spec.origin).resolve().parent


def without_site_packages(folder: str) -> list[str]:
    """List what is in a folder of the standard library, but for the packages installed beneath it.

    Landlock permits a folder with all beneath it and cannot take anything out again, so the entries are
    permitted one by one.
    """
    return [entry.path for entry in os.scandir(folder) if entry.name not in _SITE_PACKAGES]
