"""From folders, zips and files as a platform gives them to submissions, each with its owner and its time."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from os.path import commonprefix
from pathlib import Path, PurePosixPath
from typing import Final, Literal

from grader.cohort.git_times import newest_commit
from grader.cohort.gradescope import METADATA, read_gradescope
from grader.cohort.platform_file_names import (
    Owner,
    compile_pattern,
    read_canvas,
    read_moodle,
    read_pattern,
    read_plain,
)
from grader.cohort.records import HandedIn, Ignored, Source, TimeSource
from grader.cohort.sources import gather
from grader.cohort.tree import Tree
from grader.errors import UsageError
from grader.gradebook.students import Identifier

__all__ = ["LAYOUTS", "Downloads", "Layout", "guess_layout", "read_downloads"]

Layout = Literal["canvas", "moodle", "gradescope", "github", "plain"]
LAYOUTS: Final[tuple[Layout, ...]] = ("canvas", "moodle", "gradescope", "github", "plain")
# More files of a download than these shares must be named by a platform, else the names are the instructor's.
_ENOUGH: Final = 0.5
_NOT_NAMED_SO: Final = {
    "canvas": "Its name is not of the form that Canvas gives: name_123_456_file.py.",
    "moodle": "Its path is not of the form that Moodle gives: Name_123_assignsubmission_file_/file.py.",
    "pattern": "Its path does not match the pattern.",
    "github": "In no clone of a repository.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Downloads:
    """What was found in everything that was named.

    Attributes:
        handed_in: The submissions, in the order of the sources and of the paths in them.
        ignored: Files that are no submission.
    """

    handed_in: tuple[HandedIn, ...]
    ignored: tuple[Ignored, ...]


def read_downloads(
    sources: Sequence[Path],
    *,
    zone: tzinfo,
    layout: Layout | None = None,
    pattern: str | None = None,
    may_be_empty: bool = False,
) -> Downloads:
    """Find the submissions in folders, zips and files.

    Args:
        sources: What the platform gave.
        zone: The time zone of times that do not say.
        layout: How the names are made; None finds out, for each source by itself.
        pattern: A pattern of one's own in place of a layout; `compile_pattern` tells its form.
        may_be_empty: Whether it is no error that there is no submission.

    Raises:
        UsageError: A source cannot be read, or there is no submission.
    """
    compiled = compile_pattern(pattern) if pattern is not None else None
    handed_in: list[HandedIn] = []
    ignored: list[Ignored] = []
    for tree in gather(sources, zone, lambda tree: guess_layout(tree) != "plain"):
        handed_in += _read(tree, zone, layout, compiled)
        ignored += tree.ignored
    if not handed_in and not may_be_empty:
        told = ", ".join(str(source) for source in sources)
        reasons = "".join(f"\n{one.place}: {one.reason}" for one in ignored[:5])
        raise UsageError(
            f"There is no submission in {told}.{reasons}",
            "Name what the platform gave you: a folder, zips or files.",
        )
    return Downloads(handed_in=tuple(handed_in), ignored=tuple(ignored))


def _read(tree: Tree, zone: tzinfo, layout: Layout | None, pattern: re.Pattern[str] | None) -> list[HandedIn]:
    if pattern is not None:
        return _grouped(tree, "pattern", lambda inside: read_pattern(inside, pattern, zone))
    chosen = layout or guess_layout(tree)
    if chosen == "gradescope":
        metadata = _metadata(tree)
        if metadata is None:
            raise UsageError(f"{tree.root} is no export of Gradescope: it holds no {METADATA}.")
        return read_gradescope(tree, metadata)
    if chosen == "github":
        return _clones(tree)
    if chosen == "canvas":
        return _grouped(tree, "canvas", read_canvas)
    if chosen == "moodle":
        return _grouped(tree, "moodle", read_moodle)
    return _grouped(tree, "plain", _plain_below(tree))


def guess_layout(tree: Tree) -> Layout:
    """Tell by the names in it which platform a download comes from; `plain` where none made it."""
    if _metadata(tree) is not None:
        return "gradescope"
    if tree.repositories and tree.root.is_dir():
        return "github"
    count = len(tree.files)
    if count and sum(read_moodle(one.inside) is not None for one in tree.files) > _ENOUGH * count:
        return "moodle"
    if count and sum(read_canvas(one.inside) is not None for one in tree.files) > _ENOUGH * count:
        return "canvas"
    return "plain"


def _metadata(tree: Tree) -> Source | None:
    """Find Gradescope's list of submissions: the one nearest the top."""
    found = [one for one in tree.files if one.inside.name == METADATA]
    return min(found, key=lambda one: len(one.inside.parts), default=None)


def _plain_below(tree: Tree) -> Callable[[PurePosixPath], Owner | None]:
    """Return a reader of plain names below the folder that a zip of a folder puts around everything."""
    tops = {one.inside.parts[0] for one in tree.files}
    depth = min((len(one.inside.parts) for one in tree.files), default=0)
    wrapped = (
        tree.root.is_file() and len(tops) == 1 and (depth > 2 or (depth == 2 and tops == {tree.root.stem}))
    )
    return lambda inside: read_plain(PurePosixPath(*inside.parts[wrapped:]))


def _grouped(tree: Tree, layout: str, read: Callable[[PurePosixPath], Owner | None]) -> list[HandedIn]:
    """Put the files of each submission together."""
    groups: dict[str, list[tuple[Owner, Source]]] = {}
    for one in tree.files:
        owner = read(one.inside)
        if owner is None:
            tree.ignore(str(one.inside), _NOT_NAMED_SO[layout])
            continue
        groups.setdefault(owner.label, []).append((owner, replace(one, inside=owner.inside)))
    return [_submission(layout, label, files) for label, files in groups.items()]


def _submission(layout: str, label: str, files: list[tuple[Owner, Source]]) -> HandedIn:
    owners = [owner for owner, _ in files]
    named = max((owner.handed_in for owner in owners if owner.handed_in), default=None)
    changed = max((one.modified for _, one in files if one.modified), default=None)
    in_zip = any(one.member is not None for _, one in files)
    by_disk = TimeSource.ZIP if in_zip else TimeSource.FILE
    late = [owner.late for owner in owners if owner.late is not None]
    return HandedIn(
        label=label,
        layout=layout,
        names=owners[0].names,
        ids=owners[0].ids,
        sources=tuple(one for _, one in files),
        handed_in=named or changed,
        time_source=TimeSource.NAME if named else by_disk if changed else TimeSource.UNKNOWN,
        late=any(late) if late else None,
        attempt=max((owner.attempt for owner in owners if owner.attempt), default=None),
    )


def _clones(tree: Tree) -> list[HandedIn]:
    """Make a submission of each clone; its name is the assignment's, a hyphen and the account's."""
    names = [one.name or tree.root.name for one in tree.repositories]
    prefix = commonprefix(names) if len(names) > 1 else ""  # noqa: RUF071  # names, not paths
    prefix = prefix[: prefix.rfind("-") + 1]
    by_repository = _by_repository(tree)
    found = []
    for repository, name in zip(tree.repositories, names, strict=True):
        account = name.removeprefix(prefix) or name
        folder = tree.root / repository
        files = by_repository[repository]
        moment = newest_commit(folder)
        changed = max((one.modified for one in files if one.modified), default=None)
        known = TimeSource.GIT if moment else TimeSource.FILE if changed else TimeSource.UNKNOWN
        found.append(
            HandedIn(
                label=name,
                layout="github",
                names=(account,),
                ids=(Identifier(kind="github", value=account),),
                sources=tuple(replace(one, inside=one.inside.relative_to(repository)) for one in files),
                folder=folder,
                handed_in=moment or changed,
                time_source=known,
            )
        )
    return found


def _by_repository(tree: Tree) -> dict[PurePosixPath, list[Source]]:
    """Give each file to the innermost clone that holds it."""
    files: dict[PurePosixPath, list[Source]] = {one: [] for one in tree.repositories}
    for one in tree.files:
        repository = next((parent for parent in one.inside.parents if parent in files), None)
        if repository is None:
            tree.ignore(str(one.inside), _NOT_NAMED_SO["github"])
        else:
            files[repository].append(one)
    return files
