"""Choose the file that is graded, by one rule for folders, zips, and a stub beside its notebook."""

import ast
import hashlib
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from grader.errors import UnusableSubmission, UsageError
from grader.model.formatting import join_first
from grader.submission.code_lookup import parameter_names, parse_or_none
from grader.submission.notebook import notebook_source
from grader.submission.source_files import NOTEBOOK, PYTHON, decode_python

__all__ = [
    "Candidate",
    "choose_candidate",
    "fingerprint",
    "have_same_code",
    "is_candidate",
    "is_ignored",
    "is_untouched",
    "original_stem",
    "source_fingerprint",
]

_MOST_NAMED: Final = 5
_GENERATED: Final = frozenset(
    {"__MACOSX", "__pycache__", "env", "node_modules", "site-packages", "venv", "virtualenv"}
)
_HOLDS_NONE: Final = "{name} holds no Python file and no notebook."
_THIS_FOLDER: Final = "This folder"
# `mlp (1)`, `mlp-Copy1`, `mlp - Copy (2)`, `mlp copy`, `mlp - Kopie`, `Copy of mlp`, `Kopie von mlp`.
_COPY_END: Final = re.compile(
    r"(?:[ _]*\(\d{1,3}\)|[ _]*-?[ _]*(?:copy|kopie|copie)[ _]*\d{0,3})$", re.IGNORECASE
)
_COPY_BEGIN: Final = re.compile(r"^(?:copy[ _]+of|kopie[ _]+von|copie[ _]+de)[ _]+", re.IGNORECASE)
_DEFINING: Final = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign, ast.Import, ast.ImportFrom
)  # fmt: skip


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


def original_stem(stem: str) -> str:
    """Return the name of the file that a copy was made of, as systems and editors name copies.

    Args:
        stem: A name without suffix, such as `mlp (1)`, `mlp-Copy1` or `Copy of mlp`.
    """
    previous = ""
    while stem != previous:
        previous = stem
        stem = _COPY_END.sub("", _COPY_BEGIN.sub("", stem)) or stem
    return stem


def choose_candidate(
    found: Sequence[Candidate], *, name: str, module: str, pristine: Collection[str], advice: str
) -> Candidate:
    """Choose the file to grade among those found in a folder or zip.

    Files named for the assignment and copies of them come first, those nearest the top; without one, the only
    Python file or notebook. Of those, the edited one is chosen; if none was edited, an edited file of another
    name that defines a function of the assignment.

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
    if not found:
        raise UnusableSubmission(
            _HOLDS_NONE.format(name=name or _THIS_FOLDER), f"Put {module}.py or {module}.ipynb into it."
        )
    named = [one for one in found if original_stem(one.inside.stem) == module]
    depth = min((len(one.inside.parts) for one in named), default=0)
    pool = [one for one in named if len(one.inside.parts) == depth] or list(found)
    edited = [one for one in pool if not is_untouched(one, pristine)]
    if not edited and len(pool) < len(found):
        edited = _edited_elsewhere([one for one in found if one not in pool], pool[0], pristine)
    pool = edited or pool
    if len(pool) > 1 and not have_same_code(pool) and edited:
        several = join_first([one.name for one in pool], most=_MOST_NAMED)
        raise UsageError(
            f"{name or _THIS_FOLDER} holds more than one file that could be graded: {several}.", advice
        )
    # A copy keeps its suffix, and a name without additions says best which file is meant.
    return min(pool, key=lambda one: (one.suffix != PYTHON, one.inside.stem != module))


def _edited_elsewhere(
    others: Sequence[Candidate], untouched: Candidate, pristine: Collection[str]
) -> list[Candidate]:
    """Find the files of other names that were edited and define a function that was handed out."""
    wanted = _functions(untouched)
    return [one for one in others if wanted & _functions(one) and not is_untouched(one, pristine)]


def _functions(candidate: Candidate) -> set[str]:
    try:
        return set(parameter_names(_code(candidate)))
    except UnusableSubmission:
        return set()


def _code(candidate: Candidate) -> str:
    content = candidate.load()
    return notebook_source(content, "") if candidate.suffix == NOTEBOOK else decode_python(content, "")


def have_same_code(candidates: Sequence[Candidate]) -> bool:
    """Return whether files hold the same code, as a file and the notebook it was made from do.

    What a notebook shows between its functions makes no difference: only definitions, imports and assignments
    are compared.
    """
    try:
        codes = [_code(one) for one in candidates]
    except UnusableSubmission:
        return False
    if len({source_fingerprint(code) for code in codes}) == 1:
        return True
    return len({_outline(code) for code in codes}) == 1


def _outline(code: str) -> frozenset[str]:
    """Return the statements of a text at top level that define something."""
    tree = parse_or_none(code)
    if tree is None:
        return frozenset({code})
    return frozenset(ast.dump(node) for node in tree.body if isinstance(node, _DEFINING)) or frozenset({code})


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
