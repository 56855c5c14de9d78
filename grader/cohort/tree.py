"""The files in a folder or zip as one list, before anybody asks whose they are.

Nothing is unpacked here, and nothing outside the folder is followed. What is passed over is listed with the
reason.
"""

import os
import stat
import struct
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from pathlib import Path, PurePosixPath
from typing import Final

from grader.cohort.records import Ignored, Source
from grader.errors import UsageError

__all__ = ["Tree", "read_file", "read_tree"]

# A class of two thousand who hand in fifty files each.
_MOST_FILES: Final = 100_000
_UTF8_NAME: Final = 0x800
_ENCRYPTED: Final = 0x1
_TIMESTAMP: Final = 0x5455
_BY_PROGRAMS: Final = frozenset({"__MACOSX", "__pycache__", "node_modules", "Thumbs.db", "desktop.ini"})
_ANOTHER_ZIP: Final = "Download it again from the platform, or unpack it and name the folder."


@dataclass(slots=True, kw_only=True)
class Tree:
    """The files of one folder, zip or file.

    Attributes:
        root: What was named.
        files: The files; `inside` is the place below the root.
        repositories: Folders, relative to the root, that are git clones.
        ignored: What was passed over.
    """

    root: Path
    files: list[Source] = field(default_factory=list)
    repositories: list[PurePosixPath] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)

    def ignore(self, place: str, reason: str) -> None:
        """Note that something was passed over."""
        self.ignored.append(Ignored(place=f"{self.root.name}/{place}", reason=reason))


def read_tree(root: Path, zone: tzinfo) -> Tree:
    """List the files in a folder or zip; a single file is listed alone.

    Args:
        root: The folder, zip or file.
        zone: The time zone of the times in a zip, which do not say.

    Raises:
        UsageError: It does not exist, cannot be read, is damaged, or holds far more than a class hands in.
    """
    if root.is_dir():
        return _folder(root)
    if not root.is_file():
        raise UsageError(
            f"{root}: there is no such file or folder.",
            "Name what the platform gave you: a folder, zips or files.",
        )
    if root.suffix.lower() == ".zip":
        return _zip(root, zone)
    return Tree(root=root, files=[read_file(root, PurePosixPath(root.name))])


def _folder(root: Path) -> Tree:
    tree = Tree(root=root)
    waiting = [PurePosixPath()]
    while waiting:
        below = waiting.pop()
        for entry in _entries(root / below):
            inside = below / entry.name
            if entry.name == ".git":
                tree.repositories.append(below)
            elif _by_program(inside):
                tree.ignore(str(inside), "Hidden, or made by a program.")
            elif entry.is_symlink():
                tree.ignore(str(inside), "A link, which could be to somebody else's file.")
            elif entry.is_dir(follow_symlinks=False):
                waiting.append(inside)
            elif entry.is_file():
                _add_file(tree, Path(entry.path), inside)
            else:
                tree.ignore(str(inside), "No file: a device.")
            if len(tree.files) > _MOST_FILES:
                raise UsageError(f"{root} holds more than {_MOST_FILES:,} files.", "Name the download alone.")
    tree.files.sort(key=lambda one: one.inside)
    tree.repositories.sort()
    return tree


def _add_file(tree: Tree, path: Path, inside: PurePosixPath) -> None:
    """Describe a file, unless it went since its folder was listed: whoever copies may rename and remove."""
    try:
        tree.files.append(read_file(path, inside))
    except OSError as error:
        tree.ignore(str(inside), f"It cannot be looked at: {error.strerror or error}.")


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda one: one.name)
    except OSError as error:
        raise UsageError(f"{folder} cannot be read: {error.strerror or error}.") from error


def read_file(path: Path, inside: PurePosixPath | None = None) -> Source:
    """Describe one file on disk; its place is its name where none is given."""
    told = path.stat()
    # A name on disk can be any bytes; what is told and stored of it is text.
    name = str(inside or path.name).encode("utf-8", "backslashreplace").decode("utf-8")
    return Source(
        path=path,
        inside=PurePosixPath(name),
        size=told.st_size,
        modified=datetime.fromtimestamp(told.st_mtime, UTC),
    )


def _zip(root: Path, zone: tzinfo) -> Tree:
    tree = Tree(root=root)
    try:
        with zipfile.ZipFile(root) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, struct.error) as error:
        raise UsageError(f"{root} is no zip file, or a damaged one: {error}.", _ANOTHER_ZIP) from error
    if len(entries) > _MOST_FILES:
        raise UsageError(f"{root} holds more than {_MOST_FILES:,} files.", _ANOTHER_ZIP)
    seen: set[str] = set()
    for number, info in enumerate(entries):
        if info.is_dir() or info.orig_filename.endswith(("/", "\\")):
            continue
        name = _meant_name(info)
        problem = _problem(info, name)
        same = unicodedata.normalize("NFC", name).casefold()
        if problem or same in seen:
            tree.ignore(name, problem or "Another file in the zip has this name.")
            continue
        seen.add(same)
        tree.files.append(
            Source(
                path=root,
                inside=PurePosixPath(name),
                member=number,
                size=info.file_size,
                modified=_zip_time(info, zone),
            )
        )
    return tree


def _problem(info: zipfile.ZipInfo, name: str) -> str:
    """Tell why an entry is passed over; empty where it is not."""
    parts = name.split("/")
    if name.startswith("/") or ".." in parts or "" in parts or ":" in parts[0] or "\0" in name:
        return "A name that leads out of the zip."
    if stat.S_IFMT(info.external_attr >> 16) not in {0, stat.S_IFREG}:
        return "No file: a link, or a device."
    if info.flag_bits & _ENCRYPTED:
        return "Encrypted."
    return "Hidden, or made by a program." if _by_program(PurePosixPath(name)) else ""


def _by_program(inside: PurePosixPath) -> bool:
    return any(part.startswith(".") or part in _BY_PROGRAMS for part in inside.parts)


def _meant_name(info: zipfile.ZipInfo) -> str:
    """Undo the reading of a name as code page 437, which zips without a mark are read in.

    Platforms write UTF-8 there; Chinese Windows writes GB 2312. Western names in code page 437 are valid in
    neither. Old tools of Windows separate folders by backslashes.
    """
    name = info.orig_filename
    if not info.flag_bits & _UTF8_NAME:
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb2312"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/")


def _zip_time(info: zipfile.ZipInfo, zone: tzinfo) -> datetime | None:
    """Return when an entry was changed: the exact time where the zip has it, else local time in 2 s steps."""
    for kind, data in _extra_fields(info.extra):
        if kind == _TIMESTAMP and len(data) >= 5 and data[0] & 1:
            return datetime.fromtimestamp(int.from_bytes(data[1:5], "little", signed=True), UTC)
    try:
        return datetime(*info.date_time, tzinfo=zone)
    except ValueError:
        return None


def _extra_fields(extra: bytes) -> Iterator[tuple[int, bytes]]:
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        yield kind, extra[4 : 4 + size]
        extra = extra[4 + size :]
