"""Pack the running grader as a wheel, and list what it needs to run for a student."""

import base64
import hashlib
from collections.abc import Iterable
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import grader
from grader.errors import UsageError
from grader.files import pack_zip

__all__ = ["DISTRIBUTION", "own_wheel", "package_files", "requirements", "student_dependencies"]

DISTRIBUTION: Final = "backprop-grader"
"""Name under which the grader is installed."""

_TAG: Final = "py3-none-any"
_DESCRIBED: Final = ("METADATA", "entry_points.txt")


def own_wheel() -> tuple[str, bytes]:
    """Pack the grader.

    Returns:
        The wheel's file name and its bytes; the same grader gives the same bytes.

    Raises:
        UsageError: The grader runs without having been installed, so that what it needs is not known.
    """
    try:
        installed = distribution(DISTRIBUTION)
    except PackageNotFoundError as error:
        raise UsageError(
            "A release carries the grader, and this one is not installed.",
            "Install it, from its folder for instance: pip install --editable '.[author]'",
        ) from error
    stem = f"{DISTRIBUTION.replace('-', '_')}-{installed.version}"
    files = {**package_files(), **_description(installed, f"{stem}.dist-info")}
    record = f"{stem}.dist-info/RECORD"
    lines = [f"{name},sha256={_digest(content)},{len(content)}" for name, content in files.items()]
    files[record] = "\n".join([*lines, f"{record},,", ""]).encode("utf-8")
    return f"{stem}-{_TAG}.whl", pack_zip(files)


def package_files() -> dict[str, bytes]:
    """Read every file of the package, by its path in a wheel."""
    root = Path(grader.__file__).parent
    paths = [path for path in sorted(root.rglob("*")) if path.is_file() and path.suffix != ".pyc"]
    return {f"grader/{path.relative_to(root).as_posix()}": path.read_bytes() for path in paths}


def _description(installed: Distribution, folder: str) -> dict[str, bytes]:
    """Copy what an installer has to know; the licence goes with the code."""
    texts = {name: installed.read_text(name) for name in _DESCRIBED}
    files = {f"{folder}/{name}": text.encode("utf-8") for name, text in texts.items() if text}
    wheel = f"Wheel-Version: 1.0\nGenerator: grade publish\nRoot-Is-Purelib: true\nTag: {_TAG}\n"
    files[f"{folder}/WHEEL"] = wheel.encode("utf-8")
    for path in installed.files or ():
        if "licenses" in path.parts:
            files[f"{folder}/licenses/{path.name}"] = Path(str(path.locate())).read_bytes()
    return files


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode("ascii")


def student_dependencies() -> list[Distribution]:
    """List the distributions that installing the grader without extras brings, ordered by name.

    Raises:
        PackageNotFoundError: One of them is not installed here.
    """
    found: dict[str, Distribution] = {}
    _follow(distribution(DISTRIBUTION).requires or (), (), found)
    return [found[name] for name in sorted(found)]


def requirements(wheel: str) -> str:
    """Write a requirements file: the grader's wheel, and what it needs in the versions of this machine.

    Args:
        wheel: Path of the wheel, from the folder of the file.
    """
    pins = [f"{one.metadata['Name']}=={one.version}" for one in student_dependencies()]
    return "\n".join([wheel, *pins, ""])


def _follow(lines: Iterable[str], extras: Iterable[str], found: dict[str, Distribution]) -> None:
    for line in lines:
        requirement = Requirement(line)
        marker, name = requirement.marker, canonicalize_name(requirement.name)
        if marker is not None and not any(marker.evaluate({"extra": one}) for one in ("", *extras)):
            continue
        if name not in found:
            found[name] = distribution(name)
            _follow(found[name].requires or (), requirement.extras, found)
