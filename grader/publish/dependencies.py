"""What the grader needs to run for a student, and nothing else: by its own metadata, as installed here."""

from collections.abc import Iterable
from importlib.metadata import Distribution, distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from grader.publish.wheel import DISTRIBUTION

__all__ = ["requirements", "student_dependencies"]


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
