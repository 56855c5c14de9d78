"""The running grader as a wheel, and its dependencies as a requirements file."""

import base64
import hashlib
from collections.abc import Iterable
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Final

import grader
from grader.errors import UsageError
from grader.files import pack_zip
from grader.sandbox.packages import OURS, find_distributions

__all__ = ["build_wheel", "package_files", "render_requirements", "student_dependencies"]

_WHEEL_TAG: Final = "py3-none-any"
_METADATA_FILES: Final = ("METADATA", "entry_points.txt")


def build_wheel() -> tuple[str, bytes]:
    """Pack the running grader as a wheel.

    Returns:
        The wheel's file name and its bytes; the same grader gives the same bytes.

    Raises:
        UsageError: The grader is not installed, so that its dependencies are not known.
    """
    try:
        installed = distribution(OURS)
    except PackageNotFoundError as error:
        raise UsageError(
            "Cannot pack_zip the grader into the release: it is not installed.",
            "Install it from its folder: pip install --editable '.[author]'",
        ) from error
    stem = f"{OURS.replace('-', '_')}-{installed.version}"
    files = {**package_files(), **_dist_info(installed, f"{stem}.dist-info")}
    record = f"{stem}.dist-info/RECORD"
    lines = [f"{name},sha256={_digest(content)},{len(content)}" for name, content in files.items()]
    files[record] = "\n".join([*lines, f"{record},,", ""]).encode("utf-8")
    return f"{stem}-{_WHEEL_TAG}.whl", pack_zip(files)


def package_files() -> dict[str, bytes]:
    """Read every file of the package, by its path in a wheel."""
    root = Path(grader.__file__).parent
    paths = [path for path in sorted(root.rglob("*")) if path.is_file() and path.suffix != ".pyc"]
    return {f"grader/{path.relative_to(root).as_posix()}": path.read_bytes() for path in paths}


def _dist_info(installed: Distribution, folder: str) -> dict[str, bytes]:
    """Make the metadata of the wheel, with the licence."""
    texts = {name: installed.read_text(name) for name in _METADATA_FILES}
    files = {f"{folder}/{name}": text.encode("utf-8") for name, text in texts.items() if text}
    wheel = f"Wheel-Version: 1.0\nGenerator: grade publish\nRoot-Is-Purelib: true\nTag: {_WHEEL_TAG}\n"
    files[f"{folder}/WHEEL"] = wheel.encode("utf-8")
    for path in installed.files or ():
        if "licenses" in path.parts:
            files[f"{folder}/licenses/{path.name}"] = Path(str(path.locate())).read_bytes()
    return files


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode("ascii")


def render_requirements(wheel: str, packages: Iterable[str] = ()) -> str:
    """Render a requirements file: the wheel, and its dependencies in the versions of this machine.

    Args:
        wheel: Path of the wheel, relative to the folder of the file.
        packages: Packages that submissions may import, with their versions.

    Raises:
        UsageError: See `student_dependencies`.
    """
    pins = [f"{one.metadata['Name']}=={one.version}" for one in student_dependencies(packages)]
    return "\n".join([wheel, *pins, ""])


def student_dependencies(packages: Iterable[str] = ()) -> list[Distribution]:
    """List the distributions that the grader without extras and submissions depend on, sorted by name.

    Args:
        packages: Packages that submissions may import, with their versions.

    Raises:
        UsageError: A package is not installed as it is named.
    """
    found = find_distributions([OURS, *packages])
    return [found[name] for name in sorted(found) if name != OURS]
