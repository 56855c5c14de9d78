"""Choose the file that is graded, by one rule for folders, zips, and a stub beside its notebook."""

import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from grader.errors import UnusableSubmission, UsageError
from grader.model.formatting import join_first
from grader.submission.notebook import notebook_source
from grader.submission.source_files import NOTEBOOK, PYTHON, decode_python

__all__ = [
    "Candidate",
    "choose_candidate",
    "fingerprint",
    "is_candidate",
    "is_ignored",
    "is_untouched",
    "source_fingerprint",
]

_MOST_NAMED: Final = 5
_GENERATED: Final = frozenset({"__MACOSX", "__pycache__", "node_modules", "venv"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A file that may be the one to grade.

    Attributes:
        path: The file on disk; the archive for a file in a zip.
        inside: Path in the folder or zip; the bare name of a single file.
        name: The file as the student knows it.
        load: Reads the file's bytes; raises UsageError or UnusableSubmission.
    """

    path: Path
    inside: PurePosixPath
    name: str
    load: Callable[[], bytes]

    @property
    def suffix(self) -> str:
        """The kind of file, `.py` or `.ipynb`."""
        return self.inside.suffix.lower()


def is_ignored(inside: PurePosixPath) -> bool:
    """Return whether a file is hidden or generated, and no student would mean to hand it in."""
    return any(part.startswith(".") or part in _GENERATED for part in inside.parts)


def is_candidate(inside: PurePosixPath) -> bool:
    """Return whether a file is Python or a notebook, by its name."""
    return inside.suffix.lower() in {PYTHON, NOTEBOOK}


def choose_candidate(
    found: Sequence[Candidate], *, name: str, module: str, pristine: Collection[str], advice: str
) -> Candidate:
    """Choose the file to grade among those found in a folder or zip.

    Files named for the assignment come first, those nearest the top; without one, the only Python file or
    notebook. Of a stub and its notebook, the edited one is chosen.

    Args:
        found: All candidates.
        name: The folder or zip as the student knows it.
        module: The name the assignment expects, without suffix.
        pristine: Fingerprints of the files that were handed out.
        advice: Advice for the student if there are several.

    Raises:
        UnusableSubmission: There is no candidate.
        UsageError: There are several, and no rule decides.
    """
    named = [one for one in found if one.inside.stem == module]
    depth = min((len(one.inside.parts) for one in named), default=0)
    pool = [one for one in named if len(one.inside.parts) == depth] or list(found)
    if not pool:
        raise UnusableSubmission(
            f"{name} holds no Python file and no notebook.", f"Put {module}.py or {module}.ipynb into it."
        )
    if len(pool) > 1:
        edited = [one for one in pool if not is_untouched(one, pristine)]
        pool = edited or [next((one for one in pool if one.suffix == PYTHON), pool[0])]
    if len(pool) > 1:
        several = join_first([one.name for one in pool], most=_MOST_NAMED)
        raise UsageError(f"{name} holds more than one file that could be graded: {several}.", advice)
    return pool[0]


def is_untouched(candidate: Candidate, pristine: Collection[str]) -> bool:
    """Return whether a file is as it was handed out; a file that is too large is not."""
    if not pristine:
        return False
    try:
        return fingerprint(candidate.load(), suffix=candidate.suffix) in pristine
    except UnusableSubmission:
        return False


def fingerprint(content: bytes, *, suffix: str) -> str:
    """Hash the code in a file, so that only an edit of the code changes the hash.

    Running or saving a notebook, editing its text cells, other newlines, blank lines and blanks at line ends
    do not change it. A stub and a notebook with the same lines of code have the same fingerprint.

    Args:
        content: The bytes of the file.
        suffix: `.py` or `.ipynb`.

    Returns:
        64 hexadecimal digits, also for a file that cannot be graded.
    """
    try:
        text = notebook_source(content, "") if suffix == NOTEBOOK else decode_python(content, "")
    except UnusableSubmission:
        return hashlib.sha256(b"\0" + content).hexdigest()
    return source_fingerprint(text)


def source_fingerprint(source: str) -> str:
    """Hash a source text as `fingerprint` hashes a file."""
    lines = (line.rstrip() for line in source.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    text = "\n".join(line for line in lines if line)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
