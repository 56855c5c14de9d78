"""Which CI system this is, and where it wants its results; told by the variables that it sets."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Platform", "find_platform"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """A CI system.

    Attributes:
        root: The checkout, where the paths that it shows begin.
        commands: Whether it obeys workflow commands in the log, as GitHub Actions does.
        summary: The file that it shows as the summary of a step; None where it has none.
        outputs: The file from which it takes the outputs of a step; None where it has none.
    """

    root: Path
    commands: bool = False
    summary: Path | None = None
    outputs: Path | None = None


def find_platform(environment: Mapping[str, str], folder: Path) -> Platform:
    """Find out where we are.

    Args:
        environment: The environment's variables.
        folder: The current folder, which is the checkout where no variable names another.
    """
    if environment.get("GITHUB_ACTIONS") == "true":
        return Platform(
            root=Path(environment.get("GITHUB_WORKSPACE") or folder),
            commands=True,
            summary=_path(environment, "GITHUB_STEP_SUMMARY"),
            outputs=_path(environment, "GITHUB_OUTPUT"),
        )
    return Platform(root=Path(environment.get("CI_PROJECT_DIR") or folder))


def _path(environment: Mapping[str, str], name: str) -> Path | None:
    value = environment.get(name)
    return Path(value) if value else None
