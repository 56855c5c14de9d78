"""What to write into the manifest where a solution imports what no submission can import."""

import re
from pathlib import Path
from typing import Final

from grader.authoring.examination.problems import relative_name
from grader.model.assignment import Assignment
from grader.sandbox.packages import package_of_module

__all__ = ["advise_on_missing_module"]

_MISSING: Final = re.compile(r"No module named '([^'.]+)")
_GIVE: Final = "If submissions may import it, name it under `files` of {assignment}: `given: [{file}]`."
_NAME: Final = "If submissions may import it, name its package in {assignment}: `packages: [{package}]`."
_INSTALL: Final = (
    "If submissions may import it, install the package that brings it, and name that with its version under"
    " `packages` of {assignment}; else take the import out of the solution."
)


def advise_on_missing_module(assignment: Assignment, root: Path, message: str) -> str:
    """Say what makes a module importable.

    Args:
        assignment: The assignment.
        root: The course folder.
        message: How the solution failed.

    Returns:
        A sentence; empty if the message is not about a module that is not there.
    """
    named = _MISSING.search(message)
    if named is None:
        return ""
    beside = assignment.files.stub.parent
    for path in (beside / f"{named[1]}.py", beside / named[1] / "__init__.py"):
        if path.is_file():
            return _GIVE.format(assignment=assignment.name, file=relative_name(path, root))
    package = package_of_module(named[1])
    return (_NAME if package else _INSTALL).format(assignment=assignment.name, package=package)
