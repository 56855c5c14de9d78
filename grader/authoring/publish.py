"""Publish a release for students: make it, prove it, and only then write it."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from grader.authoring.proofs import (
    prove_functions,
    prove_installation,
    prove_secrecy,
    prove_solutions,
    prove_stubs,
)
from grader.authoring.recorded_mistakes import require_recorded
from grader.authoring.release import make_release
from grader.course import MANIFEST
from grader.course.edition import RELEASE_RECORD
from grader.errors import CourseFault, UsageError
from grader.model.assignment import Course

__all__ = ["ReleaseUpdate", "publish_release", "write_files", "write_release"]

_NEW_SUFFIX: Final = ".new"
"""Suffix of the new text of a file that a student has edited; it is written beside that file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseUpdate:
    """The changes that a release made to its folder, as paths in it.

    Attributes:
        written: Files that are new or were brought up to date.
        removed: Unedited files of an older release that this release does not have.
        kept: Edited files, left as they are.
        conflicts: Edited files that the release changes too; the new text is written beside them.
    """

    written: tuple[str, ...]
    removed: tuple[str, ...]
    kept: tuple[str, ...]
    conflicts: tuple[str, ...]


def publish_release(
    course: Course, target: Path, progress: Callable[[str], None] = lambda _: None
) -> ReleaseUpdate:
    """Make a release for students, prove it, and write it whole or not at all.

    Args:
        course: The course, with its solutions.
        target: The folder; it may hold an older release that a student has worked on.
        progress: Called with each claim before it is proven.

    Returns:
        The changes to the folder.

    Raises:
        UsageError: The folder is or holds a course, or a library is not installed.
        CourseFault: A file of the course is at fault, or a proof fails.
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
    with _staging_folder(target) as folder:
        write_files(folder, files)
        progress("stubs run and score 0")
        prove_stubs(folder)
        progress("solutions score full marks")
        prove_solutions(course, folder)
        progress("every function that a check calls is for students to write, or given")
        prove_functions(course)
        progress("the release installs and grades in a new environment")
        prove_installation(folder)
    return write_release(files, target)


@contextmanager
def _staging_folder(target: Path) -> Iterator[Path]:
    """Make a temporary folder beside a folder, and so on the same disk.

    Raises:
        UsageError: Nothing can be written there.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        made = tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.")
    except OSError as error:
        raise _cannot_write(target, error) from error
    with made as folder:
        yield Path(folder)


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder.

    Args:
        folder: The folder.
        files: Content by path in it.
    """
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def write_release(files: Mapping[str, bytes], target: Path) -> ReleaseUpdate:
    """Write a release whole or not at all, and keep the files that a student has edited.

    Args:
        files: Content by path; the record comes last.
        target: The folder; it need not exist.

    Returns:
        The changes to the folder.

    Raises:
        UsageError: The folder cannot be written to.
        CourseFault: The record of an older release in the folder is damaged.
    """
    recorded = _read_recorded_hashes(target)
    try:
        update, sources = _plan_update(files, target, recorded)
        with _staging_folder(target) as staging:
            write_files(staging / "new", {name: files[source] for name, source in sources.items()})
            _move_into_place(staging, target, list(sources), update.removed)
    except OSError as error:
        raise _cannot_write(target, error) from error
    return update


def _cannot_write(target: Path, error: OSError) -> UsageError:
    return UsageError(
        f"The release cannot be written to {target}: {error.strerror or error}.",
        "Nothing was changed. Choose a folder that you may write to.",
    )


def _plan_update(
    files: Mapping[str, bytes], target: Path, recorded: Mapping[str, str]
) -> tuple[ReleaseUpdate, dict[str, str]]:
    """Decide what happens to each file.

    Returns:
        The changes, and for each path that is written the file of the release with its content.
    """
    sources: dict[str, str] = {}
    kept, conflicts = [], []
    for name, content in files.items():
        new, present = hashlib.sha256(content).hexdigest(), _hashes(target / name)
        if not present or recorded.get(name) in present or name == RELEASE_RECORD:
            if new not in present:
                sources[name] = name
        elif new not in present:
            kept.append(name)
            if new != recorded.get(name):
                conflicts.append(name)
                sources[f"{name}{_NEW_SUFFIX}"] = name
    dropped = {name: _hashes(target / name) for name in recorded if name not in files}
    removed = [name for name, present in dropped.items() if recorded[name] in present]
    kept += [name for name, present in dropped.items() if present and recorded[name] not in present]
    update = ReleaseUpdate(
        written=tuple(name for name, source in sources.items() if name == source),
        removed=tuple(removed),
        kept=tuple(kept),
        conflicts=tuple(conflicts),
    )
    return update, sources


def _move_into_place(staging: Path, target: Path, names: list[str], removed: tuple[str, ...]) -> None:
    """Replace and remove files; restore all of them if one fails."""
    saved_copies: list[tuple[Path, Path | None]] = []
    try:
        for name in (*removed, *names):
            path, saved = target / name, staging / "old" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            existed = path.exists()
            if existed:
                saved.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(path, saved)
            saved_copies.append((path, saved if existed else None))
            if name in removed:
                path.unlink()
            else:
                (staging / "new" / name).replace(path)
    except BaseException:
        for path, copy in reversed(saved_copies):
            if copy is None:
                path.unlink(missing_ok=True)
            else:
                copy.replace(path)
        raise


def _read_recorded_hashes(target: Path) -> dict[str, str]:
    """Read the hash of each file of the release in a folder; an empty dict without a release."""
    path = target / RELEASE_RECORD
    if not path.is_file():
        return {}
    try:
        record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return {str(name): str(digest) for name, digest in record["files"].items()}
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise CourseFault(
            f"Cannot read the hashes of this folder's release from {path}: {error}",
            "Without them edited files cannot be recognised. Publish to another folder.",
        ) from error


def _hashes(path: Path) -> set[str]:
    r"""Hash a file as it is and with `\n` for newlines, which git may have changed."""
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return set()
    return {hashlib.sha256(one).hexdigest() for one in (content, content.replace(b"\r\n", b"\n"))}
