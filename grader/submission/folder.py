"""Folders: the files in them that may be the one to grade."""

import os
from collections import deque
from pathlib import Path, PurePosixPath
from typing import Final

from grader.errors import UsageError
from grader.submission.candidates import Candidate, is_candidate, is_ignored
from grader.submission.reading import limit_of, read_file, unreadable
from grader.submission.wording import shown

__all__ = ["candidates_in_folder"]

# A home folder named by mistake is not searched to its end.
_MOST_ENTRIES: Final = 2000


def candidates_in_folder(folder: Path, name: str) -> list[Candidate]:
    """Find the Python files and notebooks in a folder and the folders below it.

    Hidden files, links to folders, and links that lead out of the folder are passed over.

    Args:
        folder: The folder.
        name: The folder as the student knows it.

    Raises:
        UsageError: A folder cannot be read, or holds far more than a submission does.
    """
    root = folder.resolve()
    found: list[Candidate] = []
    waiting = deque([PurePosixPath()])
    seen = 0
    while waiting:
        below = waiting.popleft()
        for entry in _entries(folder / below, name):
            seen += 1
            if seen > _MOST_ENTRIES:
                raise UsageError(
                    f"{name} holds more than {_MOST_ENTRIES} files.", "Name the file to grade instead."
                )
            inside = below / entry.name
            if is_ignored(inside):
                continue
            if entry.is_dir(follow_symlinks=False):
                waiting.append(inside)
            elif is_candidate(inside) and _belongs(entry, root):
                found.append(_candidate(folder, inside, name))
    return found


def _entries(folder: Path, name: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        raise unreadable(name, error) from error


def _belongs(entry: os.DirEntry[str], root: Path) -> bool:
    """Tell whether an entry is a regular file, and in the folder also when links are followed."""
    try:
        return entry.is_file() and (not entry.is_symlink() or Path(entry.path).resolve().is_relative_to(root))
    except (OSError, RuntimeError):
        # A ring of links is no file.
        return False


def _candidate(folder: Path, inside: PurePosixPath, name: str) -> Candidate:
    path = folder / inside
    shown_name = shown(inside.as_posix() if name in {"", "."} else f"{name}/{inside}")
    return Candidate(
        path=path,
        inside=inside,
        name=shown_name,
        load=lambda: read_file(path, shown_name, limit_of(inside.suffix.lower())),
    )
