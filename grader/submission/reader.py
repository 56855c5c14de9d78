"""Read a submission as source text, with the map back to the student's own file."""

import hashlib
import stat
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Final

from grader.errors import UnusableSubmission, UsageError
from grader.model.check import Location
from grader.model.formatting import PluralTemplate, join_first, printable_name
from grader.submission.candidates import (
    Candidate,
    choose_candidate,
    have_same_code,
    is_candidate,
    is_untouched,
    original_stem,
    source_fingerprint,
)
from grader.submission.code_lookup import Importable, find_import_notices, parameter_names
from grader.submission.containers import (
    candidates_in_folder,
    candidates_in_zip,
    files_in_folder,
    files_in_zip,
)
from grader.submission.line_map import CellSpan, LineMap, SourceText
from grader.submission.marimo import read_marimo
from grader.submission.notebook import cells_source, read_notebook
from grader.submission.scripts import read_cells_of_script
from grader.submission.source_files import (
    MAX_ARCHIVE,
    NOTEBOOK,
    decode_python,
    file_mode,
    read_file,
    size_limit,
    unreadable_error,
)
from grader.submission.syntax_check import find_syntax_problem, quote_line

__all__ = [
    "ExecutedCells",
    "Submission",
    "choose_edited_file",
    "is_as_handed_out",
    "read_cells",
    "read_submission",
]

_MOST_NAMED: Final = 5
_NOTHING_ELSE: Final = Importable()
_EDITED: Final = PluralTemplate(one="{names} was edited", many="Both {names} were edited")


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    r"""A student's submission, read but not run.

    Attributes:
        path: The file on disk; the zip for a file in a zip; the folder for the cells of a running notebook.
        name: The file as the student knows it, for reports.
        source: Its Python, with newlines as `\n`; of a notebook, the code cells without notebook commands.
        lines: The map from lines of `source` to the student's file.
        notices: Notices to the student about how their work was read.
        sha256: SHA-256 of `source` as UTF-8, hexadecimal.
        parameters: Names of the parameters of its functions and classes, by their names.
        content: The bytes of the file as it was handed in; empty for the cells of a running notebook.
        cells: The cells in the order in which they run one by one; empty for a file that runs as a whole.
    """

    path: Path
    name: str
    source: str
    lines: LineMap
    notices: tuple[str, ...]
    sha256: str
    parameters: Mapping[str, tuple[str, ...]]
    content: bytes = b""
    cells: tuple[CellSpan, ...] = ()

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the file, which shows whether the code is as it was handed out."""
        return source_fingerprint(self.source)

    def locate(self, line: int, function: str = "") -> Location:
        """Find a line of `source` in the student's own file or notebook cell.

        Args:
            line: Line of `source`, 1 is the first; for a line outside, the nearest one inside counts.
            function: Name of the function the line belongs to; empty at module level.
        """
        return self.lines.locate(line, function)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutedCells:
    """The cells that were run in an open notebook, whatever its file holds.

    Attributes:
        numbered: For each code cell that counts, in order: the number of its execution, and its text.
        notices: Notices to the student about how the cells were found.
    """

    numbered: tuple[tuple[int, str], ...]
    notices: tuple[str, ...] = ()


def read_submission(
    path: Path,
    *,
    module: str,
    pristine: Collection[str] = (),
    name: str | None = None,
    importable: Importable = _NOTHING_ELSE,
) -> Submission:
    """Read a submission, without running or importing any of it.

    Args:
        path: A .py file, a notebook, a folder or a zip.
        module: Name of the file the assignment expects, without suffix, such as `two_layer_mlp`.
        pristine: Fingerprints of the stub and the notebook as they were handed out, to choose between the two
            in a folder or zip.
        name: Its name in reports; by default the path as it was given.
        importable: What the assignment lets a submission import besides NumPy.

    Raises:
        UsageError: There is nothing to read at `path`, or more than one file that could be meant.
        UnusableSubmission: It cannot be run; the message is for the student.
    """
    known_name = printable_name(path.as_posix() if name is None else name)
    candidate = _candidate(path, known_name, module, pristine)
    content = candidate.load()
    return _submission(candidate.path, candidate.name, _text(candidate, content), importable, content)


def read_cells(
    cells: ExecutedCells, path: Path, name: str, importable: Importable = _NOTHING_ELSE
) -> Submission:
    """Read the cells that were run in a notebook as a submission.

    Args:
        cells: The cells.
        path: The folder in which they were run.
        name: The notebook's name in reports.
        importable: As for `read_submission`.

    Raises:
        UnusableSubmission: A cell is not valid Python, or there is no code; the message is for the student.
    """
    text = cells_source(cells.numbered, name)
    return _submission(path, name, replace(text, notices=cells.notices + text.notices), importable)


def _submission(
    path: Path, name: str, text: SourceText, importable: Importable, content: bytes = b""
) -> Submission:
    return Submission(
        path=path,
        name=name,
        source=text.source,
        lines=text.lines,
        notices=text.notices + find_import_notices(text, importable),
        sha256=hashlib.sha256(text.source.encode("utf-8")).hexdigest(),
        content=content,
        cells=text.cells,
        parameters=parameter_names(text.source),
    )


def choose_edited_file(paths: Iterable[Path], *, pristine: Collection[str]) -> Path:
    """Choose the edited one of a stub and its notebook.

    Args:
        paths: The files, the stub first; missing ones are skipped.
        pristine: Fingerprints of all of them as they were handed out; empty where they are not known.

    Returns:
        The edited one, or the first if none was edited or all hold the same code.

    Raises:
        UsageError: Both were edited differently, none exists, or one cannot be read.
    """
    asked = list(paths)
    found = [path for path in asked if _exists(path)]
    if not found:
        names = " nor ".join(printable_name(path.as_posix()) for path in asked)
        raise UsageError(
            f"There is neither {names}.",
            "Restore one from the course, or name your own file. An instructor makes them: `grade publish`.",
        )
    if len(found) == 1 and not (pristine and found[0].is_file()):
        return found[0]
    candidates = [_file(path, printable_name(path.as_posix())) for path in found]
    edited = [one for one in candidates if not is_untouched(one, pristine)]
    if pristine and not edited:
        edited = [one for one in _copies(found[0]) if not is_untouched(one, pristine)]
    if len(edited) > 1 and not have_same_code(edited):
        names = join_first([one.name for one in edited], most=_MOST_NAMED, between=" and ")
        state = _EDITED.format(len(edited), names=names) if pristine else f"{names} hold different code"
        raise UsageError(
            f"{state}, and only one can be graded.", f"Name the one you mean, such as: grade {edited[0].name}"
        )
    return edited[0].path if edited else found[0]


def _copies(original: Path) -> list[Candidate]:
    """Find the copies of a file in its folder, as systems and editors name them."""
    return [
        _file(path, printable_name(path.as_posix()))
        for path in sorted(original.parent.iterdir())
        if is_candidate(PurePosixPath(path.name))
        and original_stem(path.stem) == original.stem
        and path.is_file()
    ]


def _exists(path: Path) -> bool:
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, ValueError) as error:
        raise unreadable_error(printable_name(path.as_posix()), error) from error
    return True


def _candidate(path: Path, name: str, module: str, pristine: Collection[str]) -> Candidate:
    mode = file_mode(path, name)
    choose = partial(choose_candidate, name=name, module=module, pristine=pristine)
    if stat.S_ISDIR(mode):
        found = candidates_in_folder(path, name)
        if not found and (only := _only(files_in_folder(path, name, _is_zip))) is not None:
            return _candidate(only.path, only.name, module, pristine)
        return choose(found, advice="Name the one to grade instead of the folder.")
    if path.suffix.lower() == ".zip":
        content = read_file(path, name, MAX_ARCHIVE)
        found = candidates_in_zip(path, content, name)
        if not found and (only := _only(files_in_zip(path, content, name, _is_zip))) is not None:
            # A download of a platform packs the zip that was handed in once more.
            found = candidates_in_zip(path, only.load(), only.name)
        return choose(found, advice=f"Hand in a zip with one of them, or name one of them {module}.py.")
    if not is_candidate(PurePosixPath(path.name)) and stat.S_ISREG(mode):
        raise UsageError(
            f"{name} is not a kind of file that is graded.",
            "Name a Python file (.py), a notebook (.ipynb), a folder or a zip.",
        )
    return _file(path, name)


def _is_zip(inside: PurePosixPath) -> bool:
    return inside.suffix.lower() == ".zip"


def _only(found: list[Candidate]) -> Candidate | None:
    return found[0] if len(found) == 1 else None


def is_as_handed_out(path: Path, pristine: Collection[str]) -> bool:
    """Return whether a file is as it was handed out; one that cannot be read is not.

    Args:
        path: A .py file or a notebook.
        pristine: Fingerprints of what was handed out; if there are none, nothing is known to be as it was.
    """
    try:
        return is_untouched(_file(path, path.name), pristine)
    except UsageError:
        return False


def _file(path: Path, name: str) -> Candidate:
    inside = PurePosixPath(path.name)
    return Candidate(
        path=path,
        inside=inside,
        name=name,
        load=lambda: read_file(path, name, size_limit(inside.suffix.lower())),
    )


def _text(candidate: Candidate, content: bytes) -> SourceText:
    if candidate.suffix == NOTEBOOK:
        return read_notebook(content, candidate.name)
    return _python(content, candidate.name)


def _python(content: bytes, name: str) -> SourceText:
    source = decode_python(content, name)
    lines = LineMap(file=name, count=source.removesuffix("\n").count("\n") + 1)
    if source.lstrip().startswith("{") and '"nbformat"' in source:
        raise UnusableSubmission(
            f"{name} is a notebook with the name of a Python file.",
            f"Name it {PurePosixPath(name).stem}{NOTEBOOK}.",
        )
    special = read_marimo(source, name) or read_cells_of_script(source, name)
    if special is not None:
        return special
    if (problem := find_syntax_problem(source)) is not None:
        where = lines.locate(problem.line) if problem.line else name
        raise UnusableSubmission(
            f"{where}: this is not valid Python yet: {problem.sentence}{quote_line(source, problem.line)}",
            problem.advice,
        )
    return SourceText(source=source, lines=lines)
