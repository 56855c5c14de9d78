"""Make the files of a student release; write nothing."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from importlib.resources import files as resources
from importlib.resources.abc import Traversable
from pathlib import PurePosixPath
from typing import Any, Final

from grader.authoring.exercises import render_exercises
from grader.authoring.handouts import markdown_environment
from grader.authoring.packaging import own_wheel, requirements
from grader.course.edition import RELEASE_RECORD, Edition, edition_of, files_for_students
from grader.course.loading import MANIFEST_JSON, course_to_json
from grader.course.solution import pristine_fingerprints
from grader.errors import UsageError
from grader.files import read_course_bytes
from grader.model.assignment import Assignment, Course
from grader.model.serialisation import to_builtins

__all__ = ["make_release"]

_FORMAT: Final = 1  # of the record

_OLDEST_PYTHON: Final = "3.11"


def make_release(course: Course) -> dict[str, bytes]:
    """Make every file of a release.

    Args:
        course: The course, with its solutions.

    Returns:
        Content by path in the release, in the order of the paths; the record, `release.json`, comes last.

    Raises:
        UsageError: If what renders handouts is not installed, or an assignment has no solution.
        CourseFault: If a file of the course is at fault.
    """
    if unsolved := [one.name for one in course.assignments if one.files.solution is None]:
        raise UsageError(
            f"There is no solution of {', '.join(unsolved)} here, so there is nothing to publish.",
            "A release is made from the course itself, not from a release.",
        )
    edition = edition_of(course)
    exercises = {path: text.encode("utf-8") for path, text in render_exercises(course).items()}
    suites = {
        path: read_course_bytes(path, "file")
        for one in course.assignments
        for path in files_for_students(one)
    }
    made = {path.relative_to(course.root).as_posix(): text for path, text in {**exercises, **suites}.items()}
    wheel, content = own_wheel()
    made |= {
        MANIFEST_JSON: course_to_json(course, solutions=False).encode("utf-8"),
        f"wheels/{wheel}": content,
        "requirements.txt": requirements(f"./wheels/{wheel}").encode("utf-8"),
        **_from_templates(_facts(course, edition, made)),
    }
    ordered = dict(sorted(made.items()))
    return {**ordered, RELEASE_RECORD: _record(course, edition, ordered).encode("utf-8")}


def _record(course: Course, edition: Edition, files: Mapping[str, bytes]) -> str:
    """Say which edition this is, how to tell an edited stub, and what every file was."""
    record = {
        "format": _FORMAT,
        "edition": to_builtins(edition),
        "pristine": {one.name: next(iter(pristine_fingerprints(one))) for one in course.assignments},
        "files": {path: hashlib.sha256(content).hexdigest() for path, content in files.items()},
    }
    return json.dumps(record, indent=1, ensure_ascii=False) + "\n"


def _facts(course: Course, edition: Edition, made: Mapping[str, bytes]) -> dict[str, Any]:
    """Gather what the templates may name."""
    return {
        "course": course,
        "edition": edition,
        "python": _OLDEST_PYTHON,
        "assignments": [_assignment_facts(course, one, made) for one in course.assignments],
    }


def _assignment_facts(course: Course, one: Assignment, made: Mapping[str, bytes]) -> dict[str, str]:
    stub = one.files.stub.relative_to(course.root).as_posix()
    handout = PurePosixPath(stub).with_name(f"{one.name}.md").as_posix()
    return {
        "name": one.name,
        "title": one.title,
        "due": _date(one.due),
        "stub": stub,
        "notebook": PurePosixPath(stub).with_suffix(".ipynb").as_posix(),
        "handout": handout if handout in made else "",
    }


def _date(due: datetime) -> str:
    return f"{due.day} {due:%B %Y, %H:%M} (UTC{due:%z})"


def _from_templates(facts: Mapping[str, Any]) -> dict[str, bytes]:
    """Give every file of `templates/release`, those whose names end in `.jinja` rendered."""
    environment = markdown_environment()
    made = {}
    for path, text in _walk(resources("grader.authoring") / "templates" / "release", ""):
        name = path.removesuffix(".jinja")
        rendered = environment.from_string(text).render(facts) if path != name else text
        made[name] = rendered.encode("utf-8")
    return made


def _walk(folder: Traversable, prefix: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        path = f"{prefix}{entry.name}"
        if entry.is_dir():
            found += _walk(entry, f"{path}/")
        else:
            found.append((path, entry.read_text(encoding="utf-8")))
    return found
