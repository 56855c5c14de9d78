"""Publish: make a release, prove it, and only then put it where it belongs."""

from collections.abc import Callable
from pathlib import Path

from grader.course import MANIFEST, Course
from grader.errors import UsageError
from grader.grading.recorded import require_recorded
from grader.publish.placing import Placed, place, staged, write_files
from grader.publish.proving import prove_installation, prove_secrecy, prove_solutions, prove_stubs
from grader.publish.release import make_release

__all__ = ["publish_release"]


def publish_release(course: Course, target: Path, progress: Callable[[str], None] = lambda _: None) -> Placed:
    """Make a release for students, prove it, and write it: all of it or nothing.

    Args:
        course: The course, with its solutions.
        target: The folder; it may hold an older release, also one that a student has worked on.
        progress: Told what is about to be proven.

    Returns:
        What became of each file.

    Raises:
        UsageError: If the folder is or holds a course of its own, or something needed is not installed.
        CourseFault: If a file of the course is at fault, or a proof fails.
    """
    target = target.resolve()
    if course.root.is_relative_to(target) or (target / MANIFEST).exists():
        raise UsageError(
            f"{target} is the folder of a course, not of a release for students.",
            "Name another folder; it is made if it does not exist.",
        )
    require_recorded(course)
    files = make_release(course)
    progress("no file gives away a solution, a hidden check or a misconception")
    prove_secrecy(course, files)
    with staged(target) as folder:
        write_files(folder, files)
        progress("stubs run and score 0")
        prove_stubs(folder)
        progress("solutions score full marks")
        prove_solutions(course, folder)
        progress("the release installs and grades in a new environment")
        prove_installation(folder)
    return place(files, target)
