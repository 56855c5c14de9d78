"""The files of a release for students, in memory."""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from importlib.resources import files as resources
from importlib.resources.abc import Traversable
from pathlib import PurePosixPath
from typing import Any, Final

from grader.authoring.exercises import render_exercises
from grader.authoring.handouts import markdown_environment
from grader.authoring.packaging import build_wheel, render_requirements
from grader.course.edition import RELEASE_RECORD, Edition, edition_of, files_for_students
from grader.course.loading import MANIFEST_JSON, course_to_json
from grader.course.solution import pristine_fingerprints
from grader.errors import CourseFault, UsageError
from grader.files import read_course_bytes
from grader.model.assignment import Assignment, Course
from grader.model.serialisation import to_builtins

__all__ = ["make_release"]

_RECORD_FORMAT: Final = 1
_OLDEST_PYTHON: Final = "3.11"


def make_release(course: Course) -> dict[str, bytes]:
    """Make every file of a release.

    Args:
        course: The course, with its solutions.

    Returns:
        Content by path in the release, sorted by path; the record, `release.json`, comes last.

    Raises:
        UsageError: An assignment has no solution, or a library that handouts need is not installed.
        CourseFault: A file of the course is at fault.
    """
    if unsolved := [one.name for one in course.assignments if one.files.solution is None]:
        raise UsageError(
            f"Cannot publish {', '.join(unsolved)}: there is no solution in this course folder.",
            "Publish from the course itself, not from a release.",
        )
    edition = edition_of(course)
    by_path = {path: text.encode("utf-8") for path, text in render_exercises(course).items()}
    by_path |= {
        path: read_course_bytes(path, "file")
        for one in course.assignments
        for path in files_for_students(one)
    }
    files = {path.relative_to(course.root).as_posix(): content for path, content in by_path.items()}
    wheel, content = build_wheel()
    files |= {
        MANIFEST_JSON: course_to_json(course, solutions=False).encode("utf-8"),
        f"wheels/{wheel}": content,
        "requirements.txt": render_requirements(f"./wheels/{wheel}", _packages(course)).encode("utf-8"),
        **_render_templates(_template_context(course, edition, files)),
    }
    ordered = dict(sorted(files.items()))
    return {**ordered, RELEASE_RECORD: _render_record(course, edition, ordered).encode("utf-8")}


def _render_record(course: Course, edition: Edition, files: Mapping[str, bytes]) -> str:
    """Record the edition, the fingerprint of every stub, and the hash of every file."""
    record = {
        "format": _RECORD_FORMAT,
        "edition": to_builtins(edition),
        "pristine": {one.name: next(iter(pristine_fingerprints(one))) for one in course.assignments},
        "files": {path: hashlib.sha256(content).hexdigest() for path, content in files.items()},
    }
    return json.dumps(record, indent=1, ensure_ascii=False) + "\n"


def _template_context(course: Course, edition: Edition, files: Collection[str]) -> dict[str, Any]:
    """Gather the variables of the templates."""
    return {
        "course": course,
        "edition": edition,
        "python": _OLDEST_PYTHON,
        "assignments": [_assignment_context(course, one, files) for one in course.assignments],
    }


def _packages(course: Course) -> list[str]:
    """List the packages that submissions may import; two assignments may name the same.

    Raises:
        CourseFault: They name different versions of one, and students have one environment.
    """
    first: dict[str, tuple[str, str]] = {}
    for assignment in course.assignments:
        for name, named in zip(assignment.package_names, assignment.packages, strict=True):
            version = named.partition("==")[2]
            known, owner = first.setdefault(name.lower(), (version, assignment.name))
            if version != known:
                raise CourseFault(
                    f"{owner} names {name} {known}, and {assignment.name} names {name} {version}.",
                    "Students install one version for all assignments: name the same in both.",
                )
    return [named for assignment in course.assignments for named in assignment.packages]


def _assignment_context(course: Course, one: Assignment, files: Collection[str]) -> dict[str, Any]:
    stub = one.files.stub.relative_to(course.root).as_posix()
    handout = PurePosixPath(stub).with_name(f"{one.name}.md").as_posix()
    return {
        "name": one.name,
        "title": one.title,
        "packages": one.package_names,
        "due": _format_date(one.due),
        "stub": stub,
        "notebook": PurePosixPath(stub).with_suffix(".ipynb").as_posix(),
        "handout": handout if handout in files else "",
    }


def _format_date(due: datetime) -> str:
    return f"{due.day} {due:%B %Y, %H:%M} (UTC{due:%z})"


def _render_templates(context: Mapping[str, Any]) -> dict[str, bytes]:
    """Read every file of `templates/release`, and render those whose names end in `.jinja`."""
    environment = markdown_environment()
    files = {}
    for path, text in _read_folder(resources("grader.authoring") / "templates" / "release", ""):
        name = path.removesuffix(".jinja")
        rendered = environment.from_string(text).render(context) if path != name else text
        files[name] = rendered.encode("utf-8")
    return files


def _read_folder(folder: Traversable, prefix: str) -> Iterator[tuple[str, str]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        path = f"{prefix}{entry.name}"
        if entry.is_dir():
            yield from _read_folder(entry, f"{path}/")
        else:
            yield path, entry.read_text(encoding="utf-8")
