"""Choose the file that is graded: one rule for folders, zips, and a stub beside its notebook."""

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


def fingerprint(content: bytes, *, suffix: str) -> str:
    """Give a hash of the code in a file that only an edit of the code changes.

    Running a notebook, saving it with its outputs, editing its text cells, other newlines, blank lines and
    blanks at line ends change nothing. A stub and a notebook with the same lines of code have the same one.

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
    """Give the fingerprint of a source text, as `fingerprint` does for a file."""
    lines = (line.rstrip() for line in source.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    text = "\n".join(line for line in lines if line)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


_MOST_NAMED: Final = 5
_MADE_BY_PROGRAMS: Final = frozenset({"__MACOSX", "__pycache__", "node_modules", "venv"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A file that may be the one to grade.

    Attributes:
        path: The file on disk; the archive for a file in a zip.
        inside: The file's place in the folder or zip; its bare name where there is none.
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
    """Tell whether a file is hidden or made by a program: nothing a student would mean to hand in."""
    return any(part.startswith(".") or part in _MADE_BY_PROGRAMS for part in inside.parts)


def is_candidate(inside: PurePosixPath) -> bool:
    """Tell by its name whether a file holds Python."""
    return inside.suffix.lower() in {PYTHON, NOTEBOOK}


def choose_candidate(
    found: Sequence[Candidate], *, name: str, module: str, pristine: Collection[str], advice: str
) -> Candidate:
    """Choose the file to grade from what was found in a folder or zip.

    The files named for the assignment that lie nearest the top come first; without one, the only Python file
    or notebook there is. Of a stub and its notebook the one that was edited is chosen.

    Args:
        found: All candidates.
        name: The folder or zip as the student knows it.
        module: The name the assignment expects, without suffix.
        pristine: Fingerprints of what was handed out.
        advice: What the student can do if there are several.

    Raises:
        UnusableSubmission: There is no candidate.
        UsageError: There are several, and no rule to choose by.
    """
    named = [one for one in found if one.inside.stem == module]
    depth = min((len(one.inside.parts) for one in named), default=0)
    pool = [one for one in named if len(one.inside.parts) == depth] or list(found)
    if not pool:
        raise UnusableSubmission(
            f"{name} holds no Python file and no notebook.", f"Put {module}.py or {module}.ipynb into it."
        )
    if len(pool) > 1:
        pool = [one for one in pool if not is_untouched(one, pristine)] or _stub_first(pool)[:1]
    if len(pool) > 1:
        several = join_first([one.name for one in pool], most=_MOST_NAMED)
        raise UsageError(f"{name} holds more than one file that could be graded: {several}.", advice)
    return pool[0]


def is_untouched(candidate: Candidate, pristine: Collection[str]) -> bool:
    """Tell whether a file is as it was handed out; one that is too large is not."""
    if not pristine:
        return False
    try:
        return fingerprint(candidate.load(), suffix=candidate.suffix) in pristine
    except UnusableSubmission:
        return False


def _stub_first(candidates: Sequence[Candidate]) -> list[Candidate]:
    return sorted(candidates, key=lambda one: one.suffix != PYTHON)
