"""Packages of a few lines, installed into a folder as pip would do it."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from grader.sandbox import packages
from tests.support.small_suites import write

__all__ = ["install", "installation"]


def install(
    folder: Path, name: str, files: Mapping[str, str], version: str = "1.0", requires: Sequence[str] = ()
) -> None:
    """Install a package.

    Args:
        folder: Where packages are installed.
        name: Its name.
        files: Its files, from that folder.
        version: Its version.
        requires: What it depends on.
    """
    info = f"{name.replace('-', '_')}-{version}.dist-info"
    needs = "".join(f"Requires-Dist: {one}\n" for one in requires)
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{needs}"
    everything = {**files, f"{info}/METADATA": metadata}
    record = "".join(f"{path},,\n" for path in (*everything, f"{info}/RECORD", f"../../bin/{name}"))
    for path, text in {**everything, f"{info}/RECORD": record}.items():
        write(folder / path, text)


@contextmanager
def installation() -> Iterator[Path]:
    """Make a folder for packages that this process finds, those it starts, and users other than root."""
    with tempfile.TemporaryDirectory(prefix="packages-") as folder, pytest.MonkeyPatch.context() as patch:
        Path(folder).chmod(0o755)
        patch.syspath_prepend(folder)
        patch.setenv("PYTHONPATH", str(folder))
        packages._find_packages.cache_clear()  # noqa: SLF001  # it remembers what was installed
        yield Path(folder)
    packages._find_packages.cache_clear()  # noqa: SLF001  # as above
