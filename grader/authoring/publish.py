"""Publish a release: make it, prove it, and only then put it where it belongs."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from grader.authoring.proofs import prove_installation, prove_secrecy, prove_solutions, prove_stubs
from grader.authoring.recorded_mistakes import require_recorded
from grader.authoring.release import make_release
from grader.course import MANIFEST
from grader.course.edition import RELEASE_RECORD
from grader.errors import CourseFault, UsageError
from grader.model.assignment import Course

__all__ = ["Placed", "place", "publish_release", "staged", "write_files"]

_NEW: Final = ".new"
"""What the name of a new text ends in that lies beside a file a student has edited."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """What became of the files of a release, by their paths in it.

    Attributes:
        written: Files that are new or were brought up to date.
        removed: Files of an older release that this one does not have, and nobody has edited.
        kept: Files that somebody has edited; they are as they were.
        beside: Those of them that have changed since: their new text lies beside them.
    """

    written: tuple[str, ...]
    removed: tuple[str, ...]
    kept: tuple[str, ...]
    beside: tuple[str, ...]


@contextmanager
def staged(target: Path) -> Iterator[Path]:
    """Make an empty folder beside a folder, on the same disk, and remove what is left of it.

    Raises:
        UsageError: If nothing can be written there.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        made = tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.")
    except OSError as error:
        raise _unwritable(target, error) from error
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


def place(files: Mapping[str, bytes], target: Path) -> Placed:
    """Write a release, all of it or nothing.

    Args:
        files: Content by path; the record comes last.
        target: The folder; it need not exist.

    Returns:
        What became of each file.

    Raises:
        UsageError: If the folder cannot be written to.
        CourseFault: If the record of the release that is there is damaged.
    """
    old = _recorded(target)
    try:
        placed, moves = _plan(files, target, old)
        with staged(target) as beside:
            write_files(beside / "new", {name: files[source] for name, source in moves.items()})
            _move(beside, target, list(moves), placed.removed)
    except OSError as error:
        raise _unwritable(target, error) from error
    return placed


def _unwritable(target: Path, error: OSError) -> UsageError:
    return UsageError(
        f"The release cannot be written to {target}: {error.strerror or error}.",
        "Nothing was changed. Choose a folder that you may write to.",
    )


def _plan(files: Mapping[str, bytes], target: Path, old: Mapping[str, str]) -> tuple[Placed, dict[str, str]]:
    """Decide what becomes of each file; also give what is written, as the file of the release by its path."""
    moves: dict[str, str] = {}
    kept, beside = [], []
    for name, content in files.items():
        path, new = target / name, hashlib.sha256(content).hexdigest()
        there = _digests(path)
        if not there or old.get(name) in there or name == RELEASE_RECORD:
            if new not in there:
                moves[name] = name
        elif new not in there:
            kept.append(name)
            if new != old.get(name):
                beside.append(name)
                moves[f"{name}{_NEW}"] = name
    gone = {name: _digests(target / name) for name in old if name not in files}
    removed = [name for name, there in gone.items() if old[name] in there]
    kept += [name for name, there in gone.items() if there and old[name] not in there]
    written = tuple(name for name, source in moves.items() if name == source)
    return Placed(written=written, removed=tuple(removed), kept=tuple(kept), beside=tuple(beside)), moves


def _move(beside: Path, target: Path, names: list[str], removed: tuple[str, ...]) -> None:
    """Move new files into place and old ones away; if that fails, put everything back."""
    back: list[tuple[Path, Path | None]] = []
    try:
        for name in (*removed, *names):
            path, saved = target / name, beside / "old" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            was_there = path.exists()
            if was_there:
                saved.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(path, saved)
            back.append((path, saved if was_there else None))
            if name in removed:
                path.unlink()
            else:
                (beside / "new" / name).replace(path)
    except BaseException:
        for path, copy in reversed(back):
            if copy is None:
                path.unlink(missing_ok=True)
            else:
                copy.replace(path)
        raise


def _recorded(target: Path) -> dict[str, str]:
    """Read what the release in a folder was made of; nothing if there is none."""
    path = target / RELEASE_RECORD
    if not path.is_file():
        return {}
    try:
        record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return {str(name): str(digest) for name, digest in record["files"].items()}
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise CourseFault(
            f"{path} does not say what the release in this folder was made of: {error}",
            "Without it nobody can tell which files were edited. Publish to another folder.",
        ) from error


def _digests(path: Path) -> set[str]:
    r"""Hash a file as it is and with `\n` for newlines, which git may have changed; empty without a file."""
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return set()
    return {hashlib.sha256(one).hexdigest() for one in (content, content.replace(b"\r\n", b"\n"))}


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
