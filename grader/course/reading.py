"""Read a manifest into records, or say everything that is wrong with it."""

from pathlib import Path

from pydantic import ValidationError

from grader.course.consistency import check_consistency
from grader.course.document import Document, Place, parse
from grader.course.models import AssignmentEntry, FilesEntry, Manifest
from grader.course.problems import ManifestFault
from grader.course.records import Assignment, Course, Files, Limits, Part, Tolerances
from grader.course.text import read_text
from grader.course.wording import explain

__all__ = ["read_course"]


def read_course(path: Path) -> Course:
    """Read a manifest.

    Args:
        path: The manifest; the folder it is in is the course folder.

    Returns:
        The course.

    Raises:
        ManifestFault: With every problem of the file.
    """
    root = path.parent.resolve()
    document = parse(read_text(path))
    manifest = _validated(document, root)
    if manifest is None or document.problems:
        raise ManifestFault(root / path.name, document.problems)
    assignments = tuple(_assignment(root, entry) for entry in manifest.assignments)
    return Course(
        root=root,
        name=manifest.course.name,
        version=manifest.course.version,
        isolation=manifest.course.isolation,
        assignments=assignments,
    )


def _validated(document: Document, root: Path) -> Manifest | None:
    """Validate what was parsed, adding the problems to the document; None if there are any."""
    if not isinstance(document.data, dict):
        if not document.problems:
            document.report(
                Place(line=1, column=1), "expected the keys `course` and `assignments` at the top"
            )
        return None
    for place, message in check_consistency(document, root):
        document.report(place, message)
    try:
        return Manifest.model_validate(document.data)
    except ValidationError as error:
        for one in error.errors(include_url=False):
            # pydantic also calls a list too short when its entries are wrong, and only then drops them.
            if one["type"] != "too_short" or not one["input"]:
                document.report(*explain(document, one))
        return None


def _assignment(root: Path, entry: AssignmentEntry) -> Assignment:
    """Make the record of a valid entry."""
    return Assignment(
        name=entry.name,
        title=entry.title,
        due=entry.due,
        files=_files(root, entry.files),
        parts=tuple(
            Part(name=part.name, title=part.title, points=part.points, scoring=part.scoring)
            for part in entry.parts
        ),
        limits=Limits(**dict(entry.limits)),
        reveal=entry.reveal,
        tolerances=Tolerances(**dict(entry.tolerances)),
    )


def _files(root: Path, entry: FilesEntry) -> Files:
    """Make the paths of an assignment absolute."""
    return Files(
        stub=root / entry.stub,
        solution=root / entry.solution if entry.solution is not None else None,
        handout=root / entry.handout if entry.handout is not None else None,
        suite=root / entry.suite,
    )
