"""Make the zip that Gradescope builds an autograder from."""

from importlib.resources import files as resources
from pathlib import Path
from typing import Final

from grader.course import Course
from grader.files import pack, write_bytes
from grader.publish.bundle import make_bundle
from grader.publish.dependencies import requirements
from grader.publish.wheel import own_wheel
from grader.reports.gradescope import Visibility, render_not_graded

__all__ = ["BUNDLE", "write_autograder"]

BUNDLE: Final = "bundle.zip"
"""Name of the bundle in the zip."""


def write_autograder(course: Course, name: str, path: Path, *, hidden: Visibility) -> None:
    """Write the autograder of an assignment, whole or not at all.

    Args:
        course: The course, with its hidden suites.
        name: Name of the assignment.
        path: Where the zip goes.
        hidden: When students see what hidden checks found.

    Raises:
        UsageError: There is no such assignment, this is a release, or the grader is not installed.
        CourseFault: A file of the course cannot be read, or something is not recorded.
    """
    assignment = course.assignment(name)
    wheel, content = own_wheel()
    scripts = {
        script: _template(script).replace("@assignment@", assignment.name).replace("@hidden@", hidden.value)
        for script in ("setup.sh", "run_autograder")
    }
    texts = {
        **scripts,
        "requirements.txt": requirements(f"./{wheel}"),
        "not-graded.json": render_not_graded(),
    }
    made = {entry: text.encode("utf-8") for entry, text in texts.items()}
    write_bytes(path, pack({**made, wheel: content, BUNDLE: make_bundle(course)}, programs=scripts))


def _template(name: str) -> str:
    folder = resources("grader.publish") / "templates" / "gradescope"
    return (folder / name).read_text(encoding="utf-8")
