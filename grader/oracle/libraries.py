"""The libraries that back ends need, and the error where one is not installed."""

from pathlib import Path
from typing import Final

from grader.errors import UsageError

__all__ = ["BackendMissing", "backend_names", "missing_library"]

_SUFFIX: Final = "_backend.py"
_TITLES: Final = {"torch": "PyTorch"}
_COMMANDS: Final = {"torch": "pip install 'backprop-grader[record]' -c constraints.txt"}


class BackendMissing(UsageError):
    """The library of a back end is not installed."""


def backend_names() -> list[str]:
    """List the back ends that come with the grader; one that needs a library has its name."""
    return sorted(path.name.removesuffix(_SUFFIX) for path in Path(__file__).parent.glob(f"*{_SUFFIX}"))


def missing_library(error: ModuleNotFoundError) -> BackendMissing | None:
    """Describe that a back end's library is missing; None if something else is, such as a misspelt module."""
    if error.name not in backend_names():
        return None
    title = _TITLES.get(error.name, error.name)
    command = _COMMANDS.get(error.name, f"pip install {error.name}")
    return BackendMissing(f"Recording needs {title}, which is not installed.", f"Install it with: {command}")
