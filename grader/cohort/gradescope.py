"""Gradescope's export: `submission_metadata.yml` beside a folder `submission_123` for each submission."""

import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import PurePosixPath
from typing import Any, Final

from grader.cohort.records import HandedIn, Source, TimeSource
from grader.cohort.tree import Tree
from grader.errors import UsageError
from grader.gradebook.students import Identifier

__all__ = ["METADATA", "read_gradescope"]

METADATA: Final = "submission_metadata.yml"
_LARGEST: Final = 64 << 20
_AGAIN: Final = "Export the submissions from Gradescope again and name the zip as it comes."


def read_gradescope(tree: Tree, metadata: Source) -> list[HandedIn]:
    """Read the submissions of an export; a group's submission is listed for each of its members.

    Args:
        tree: The files of the export; what belongs to no submission is noted in it as ignored.
        metadata: The export's `submission_metadata.yml`.

    Raises:
        UsageError: The metadata cannot be read.
    """
    told = _load(metadata)
    root = metadata.inside.parent
    by_folder: dict[str, list[Source]] = {}
    for one in tree.files:
        if one == metadata:
            continue
        if not one.inside.is_relative_to(root):
            tree.ignore(str(one.inside), f"Not beside {METADATA}.")
            continue
        by_folder.setdefault(one.inside.relative_to(root).parts[0], []).append(one)
    found = [
        one
        for name, record in told.items()
        for one in _submissions(tree, root, name, record, by_folder.pop(name, []))
    ]
    for sources in by_folder.values():
        for one in sources:
            tree.ignore(str(one.inside), f"{METADATA} does not mention it.")
    return found


def _submissions(
    tree: Tree, root: PurePosixPath, name: str, record: Any, sources: list[Source]
) -> Iterator[HandedIn]:
    if not isinstance(record, dict) or not isinstance(record.get(":submitters"), list):
        tree.ignore(name, f"{METADATA} does not say who handed it in.")
        return
    place = root / name
    on_disk = tree.root / place if sources and all(one.member is None for one in sources) else None
    history = record.get(":history")
    moment = _moment(record.get(":created_at"))
    for submitter in filter(lambda one: isinstance(one, dict), record[":submitters"]):
        yield HandedIn(
            label=name,
            layout="gradescope",
            names=tuple(str(submitter[key]) for key in (":name",) if submitter.get(key)),
            ids=tuple(
                Identifier(kind=kind, value=str(submitter[key]))
                for kind, key in (("number", ":sid"), ("email", ":email"))
                if submitter.get(key)
            ),
            sources=tuple(
                Source(
                    path=one.path,
                    inside=PurePosixPath(*one.inside.relative_to(place).parts)
                    if one.inside != place
                    else PurePosixPath(name),
                    member=one.member,
                    size=one.size,
                    modified=one.modified,
                )
                for one in sources
            ),
            folder=on_disk if on_disk is not None and on_disk.is_dir() else None,
            handed_in=moment,
            time_source=TimeSource.PLATFORM if moment else TimeSource.UNKNOWN,
            attempt=len(history) + 1 if isinstance(history, list) else None,
        )


def _load(metadata: Source) -> dict[str, Any]:
    # Only exports of Gradescope need it.
    try:
        import yaml  # noqa: PLC0415  # see above
    except ImportError as error:
        raise UsageError(
            "Reading an export of Gradescope needs PyYAML, which is not installed.",
            "Install it with: pip install 'backprop-grader[author]'",
        ) from error
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        told = yaml.load(_content(metadata), Loader=loader)  # noqa: S506  # both loaders are safe ones
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError) as error:
        raise UsageError(f"{metadata.inside} cannot be read: {error}", _AGAIN) from error
    if not isinstance(told, dict):
        raise UsageError(f"{metadata.inside} lists no submissions.", _AGAIN)
    return {str(name): record for name, record in told.items()}


def _content(metadata: Source) -> bytes:
    if metadata.size > _LARGEST:
        raise UsageError(f"{metadata.inside} is too large: {metadata.size >> 20} MB.", _AGAIN)
    if metadata.member is None:
        return metadata.path.read_bytes()
    with (
        zipfile.ZipFile(metadata.path) as archive,
        archive.open(archive.infolist()[metadata.member]) as stream,
    ):
        return stream.read(_LARGEST)


def _moment(told: Any) -> datetime | None:
    if isinstance(told, str):
        try:
            told = datetime.fromisoformat(told)
        except ValueError:
            return None
    if isinstance(told, datetime):
        # YAML turns a time with an offset into one in UTC, which then has a zone or means UTC.
        return told if told.tzinfo else told.replace(tzinfo=UTC)
    if isinstance(told, date):
        return datetime(told.year, told.month, told.day, tzinfo=UTC)
    return None
