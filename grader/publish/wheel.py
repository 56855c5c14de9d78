"""Pack the running grader as a wheel, so that a release carries the very code it was proven with.

The package may itself come from a wheel or be a checkout that is being worked on: what is packed is what is
imported here. The build tool needs the checkout, which an instructor who installed the grader does not have.
"""

import base64
import hashlib
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Final

import grader
from grader.errors import UsageError
from grader.files import pack

__all__ = ["DISTRIBUTION", "own_wheel", "package_files"]

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
    return f"{stem}-{_TAG}.whl", pack(files)


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
