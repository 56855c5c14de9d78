"""Where the gradebook of a course is, and how a command opens it without paying for a database before."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.gradebook.store import Gradebook

__all__ = ["DEFAULT_NAME", "VARIABLE", "gradebook_place", "open_gradebook"]

DEFAULT_NAME: Final = "gradebook.sqlite"
VARIABLE: Final = "GRADE_GRADEBOOK"


def gradebook_place(course: Path, environment: Mapping[str, str], named: str = "") -> str:
    """Return where the gradebook of a course is: a path, or the URL of a database.

    Args:
        course: The folder of the manifest.
        environment: The environment variables; `GRADE_GRADEBOOK` names a gradebook.
        named: What the command line names; it comes first.
    """
    return named or environment.get(VARIABLE, "") or str(course / DEFAULT_NAME)


def open_gradebook(place: str, *, create: bool = False) -> "Gradebook":
    """Open a gradebook.

    Args:
        place: What `gradebook_place` returned.
        create: Whether to make a file that does not exist.

    Raises:
        UsageError: It cannot be opened, or what it needs is not installed.
    """
    # SQLAlchemy takes a quarter of a second to import, and most commands need no gradebook.
    try:
        from grader.gradebook.store import Gradebook  # noqa: PLC0415  # see above
    except ModuleNotFoundError as error:
        if error.name is None or error.name.startswith("grader"):
            raise
        raise UsageError(
            f"A gradebook needs {error.name}, which is not installed.",
            "Install it with: pip install 'backprop-grader[class]'",
        ) from error
    return Gradebook(place, create=create)
