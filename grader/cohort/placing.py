"""Puts a submission where the reader of submissions can read it: one file, one zip, or one folder.

What lies on disk in one piece stays where it is. Members of a zip and scattered files are copied into a
folder of the caller's, under the names the student gave them, with a limit on each file and on all of them.
"""

import errno
import re
import shutil
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import IO, Final

from grader.cohort.records import HandedIn, Source
from grader.errors import UnusableSubmission, UsageError

__all__ = ["place"]

_CODE: Final = frozenset({".py", ".ipynb"})
# More than the reader accepts of one file, so that it is the reader who says what is too large.
_LARGEST: Final = 32 << 20
_MOST_BYTES: Final = 128 << 20
_MOST_FILES: Final = 200
_STEP: Final = 1 << 16
# A name that this system refuses, or one that is a file's and a folder's at once.
_BAD_NAME: Final = frozenset(
    {errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ}
)
# What means something to Windows in a path.
_MEANINGFUL: Final = re.compile(r"[:\\\0]")
_DAMAGE: Final = (
    zipfile.BadZipFile,
    EOFError,
    ValueError,
    RuntimeError,
    OverflowError,
    struct.error,
    zlib.error,
)


def place(handed_in: HandedIn, folder: Path) -> Path:
    """Return the one path that a submission can be read from.

    Args:
        handed_in: The submission.
        folder: An empty folder that the caller removes; written to only where it must be.

    Returns:
        The submission's own file or folder on disk, or a copy in `folder`.

    Raises:
        UnusableSubmission: It holds no file, far too many, one that is far too large, or a damaged one.
        UsageError: The copy cannot be written.
    """
    if handed_in.folder is not None:
        return handed_in.folder
    chosen = _relevant(handed_in.sources)
    if not chosen:
        raise UnusableSubmission("No file was handed in.", "Hand in the Python file or the notebook.")
    if len(chosen) == 1 and chosen[0].member is None:
        return chosen[0].path
    _require_modest(chosen)
    names = _names(chosen)
    try:
        _copy(chosen, names, folder)
    except OSError as error:
        if error.errno in _BAD_NAME:
            raise UnusableSubmission(
                f"A file cannot be unpacked under its name: {error.strerror}.",
                "Give it a short, simple name.",
            ) from error
        raise UsageError(
            f"{folder} cannot be written: {error.strerror or error}.", "Make room for it, then try again."
        ) from error
    return folder / names[0] if len(chosen) == 1 else folder


def _relevant(sources: Sequence[Source]) -> list[Source]:
    """Leave out what is never graded, unless there is nothing else: then the reader says what is wrong."""
    code = [one for one in sources if one.inside.suffix.lower() in _CODE]
    archives = [one for one in sources if one.inside.suffix.lower() == ".zip"]
    if code:
        return code
    return archives if len(archives) == 1 else list(sources[:1])


def _require_modest(sources: Sequence[Source]) -> None:
    if len(sources) > _MOST_FILES:
        raise UnusableSubmission(
            f"More than {_MOST_FILES} Python files and notebooks were handed in.",
            "Hand in the one that is to be graded.",
        )
    if sum(one.size for one in sources) > _MOST_BYTES:
        raise UnusableSubmission(
            f"What was handed in is larger than {_MOST_BYTES >> 20} MB.",
            "Hand in the file that is to be graded.",
        )


def _names(sources: Sequence[Source]) -> list[PurePosixPath]:
    """Return a harmless and distinct place for each file, as near to the student's own as can be."""
    taken: set[str] = set()
    names = []
    for one in sources:
        parts = [_MEANINGFUL.sub("_", part) for part in one.inside.parts if part not in {"/", "..", "."}]
        name = PurePosixPath(*parts) if parts else PurePosixPath("submission")
        again = 1
        unique = name
        while (same := unicodedata.normalize("NFC", str(unique)).casefold()) in taken:
            again += 1
            unique = name.with_name(f"{name.stem}-{again}{name.suffix}")
        taken.add(same)
        names.append(unique)
    return names


def _copy(sources: Sequence[Source], names: Sequence[PurePosixPath], folder: Path) -> None:
    archives: dict[Path, zipfile.ZipFile] = {}
    try:
        for one, name in zip(sources, names, strict=True):
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if one.member is None:
                shutil.copyfile(one.path, target)
                continue
            if one.path not in archives:
                archives[one.path] = zipfile.ZipFile(one.path)
            _unpack(archives[one.path], one, target)
    finally:
        for archive in archives.values():
            archive.close()


def _unpack(archive: zipfile.ZipFile, one: Source, target: Path) -> None:
    info = archive.infolist()[one.member or 0]
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise UnusableSubmission(
            f"{one.inside} is packed in a way that is not read here (method {info.compress_type}).",
            "Unpack the download and name the folder.",
        )
    try:
        with archive.open(info) as packed, target.open("wb") as copy:
            _pour(packed, copy, one)
    except _DAMAGE as error:
        raise UnusableSubmission(
            f"{one.inside} is damaged in the zip.", "Download it again from the platform."
        ) from error


def _pour(packed: IO[bytes], copy: IO[bytes], one: Source) -> None:
    """Copy in small steps; what a zip says of a size is not believed."""
    written = 0
    while chunk := packed.read(_STEP):
        written += len(chunk)
        if written > _LARGEST:
            raise UnusableSubmission(
                f"{one.inside} is larger than {_LARGEST >> 20} MB.", "Hand in the file that is to be graded."
            )
        copy.write(chunk)
