"""Feedback as one file for each student, under names that every system can have."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from grader.errors import UsageError
from grader.files import write_text
from grader.gradebook.students import Student

__all__ = ["feedback_name", "write_feedback"]

_NOT_IN_NAMES: Final = re.compile(r'[/\\:*?"<>|\s\x00-\x1f\x7f]+')
# What Windows keeps for devices, whatever follows.
_DEVICES: Final = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_LONGEST: Final = 80


def feedback_name(student: Student) -> str:
    """Return a name for a student's file, without suffix: the name for people, and the key."""
    told = _NOT_IN_NAMES.sub("-", f"{student.name} {student.key}").strip("-.~")
    return f"_{told}" if _DEVICES.fullmatch(told) else told[:_LONGEST] or "student"


def write_feedback(
    folder: Path, texts: Mapping[str, str], students: Sequence[Student], suffix: str
) -> list[Path]:
    """Write one file for each student, each whole or not at all.

    Args:
        folder: Where to write them.
        texts: The text by the student's key.
        students: The students of the gradebook.
        suffix: The suffix of the files, `.html` or `.txt`.

    Returns:
        The files, in the order of the students.

    Raises:
        UsageError: A file cannot be written.
    """
    written: list[Path] = []
    taken: set[str] = set()
    for student in students:
        if student.key not in texts:
            continue
        name = feedback_name(student)
        if name.casefold() in taken:
            raise UsageError(f"Two students would get the file {name}{suffix}.", "Give them different keys.")
        taken.add(name.casefold())
        path = folder / f"{name}{suffix}"
        write_text(path, texts[student.key])
        written.append(path)
    return written
