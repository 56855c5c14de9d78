"""Read notebooks: join the code cells to one text, with the map back to each cell.

Only the types and the texts of cells are validated. Outputs, metadata and ids may be anything.
"""

import json
import re
from collections.abc import Sequence
from typing import Any, Final

from grader.errors import UnusableSubmission
from grader.model.check import Location
from grader.model.formatting import join_first, printable_name
from grader.submission.line_map import CellSpan, LineMap, SourceText
from grader.submission.magics import PythonCell, strip_notebook_commands
from grader.submission.source_files import decode_utf8
from grader.submission.syntax_check import SYNTAX_ADVICE, find_syntax_problem, quote_line

__all__ = ["cells_source", "notebook_source", "read_notebook"]

_OPEN_AND_SAVE: Final = "Open it in Jupyter, save it, and hand it in again."
_CELL_TYPES: Final = ("code", "markdown", "raw")
_MOST_NAMED: Final = 8
_MOST_CELLS: Final = 2000
# Characters. Each cell is compiled by itself and again with the others, so less is taken than of a file.
_MOST_CODE: Final = 1 << 18
# Notebooks are handed out with these, so that leaving them out needs no notice.
_OWN_COMMANDS: Final = re.compile(r"`%(?:load_ext grader|grade)\b")
# Languages of common kernels, for notebooks that do not name theirs.
_KERNELS: Final = {"ir": "R", "octave": "Octave", "matlab": "MATLAB", "javascript": "JavaScript"}


def read_notebook(content: bytes, name: str) -> SourceText:
    """Read a notebook of format 4 as the Python that is graded.

    Args:
        content: The bytes of the .ipynb file.
        name: The file as the student knows it.

    Returns:
        The text of its code cells without notebook commands, and a notice that names those.

    Raises:
        UnusableSubmission: It is no valid notebook of Python, has no code, or a cell is not valid Python.
    """
    document = _document(content, name)
    _require_valid(document, name)
    return cells_source(list(enumerate(_code_cells(document, name), start=1)), name)


def cells_source(numbered: Sequence[tuple[int, str]], name: str) -> SourceText:
    """Join code cells to the Python that is graded.

    Args:
        numbered: For each cell, in order: the number by which the student knows it, and its text.
        name: The notebook, as the student knows it.

    Returns:
        Their text without notebook commands, and a notice that names those.

    Raises:
        UnusableSubmission: There is no code, too much code, or invalid Python.
    """
    numbers, texts = [number for number, _ in numbered], [text for _, text in numbered]
    _require_code(texts, name)
    cells = tuple(map(strip_notebook_commands, texts))
    _require_python(numbers, texts, cells, name)
    source, lines = _joined(numbers, cells, name)
    if (problem := find_syntax_problem(source)) is not None:
        where = lines.locate(problem.line) if problem.line else name
        raise UnusableSubmission(
            f"{where}: the cells together are not valid Python: {problem.message}."
            f"{quote_line(source, problem.line)}",
            "Run all cells from the top in a fresh kernel, and correct what it reports.",
        )
    return SourceText(source=source, lines=lines, notices=_notices(numbers, cells, name))


def notebook_source(content: bytes, name: str) -> str:
    """Return the text that `read_notebook` returns, without checking that it is valid Python.

    Raises:
        UnusableSubmission: It is no notebook of Python, or has no code.
    """
    texts = _code_cells(_document(content, name), name)
    _require_code(texts, name)
    return _joined(range(1, len(texts) + 1), tuple(map(strip_notebook_commands, texts)), name)[0]


def _document(content: bytes, name: str) -> dict[str, object]:
    text = decode_utf8(content, name)
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnusableSubmission(
            f"{name} is not a notebook: it is not JSON ({printable_name(str(error))[:100]}).",
            "If it is a Python file, name it .py; if an editor broke it, restore it and save it in Jupyter.",
        ) from error
    version = document.get("nbformat") if isinstance(document, dict) else None
    if not isinstance(document, dict) or type(version) is not int:
        raise UnusableSubmission(f"{name} is not a notebook: it is JSON of another kind.", _OPEN_AND_SAVE)
    if version != 4:
        raise UnusableSubmission(
            f"{name} is in notebook format {str(version)[:9]}; format 4 is graded.",
            "Open it in Jupyter and save it, or run: jupyter nbconvert --to notebook --inplace FILE",
        )
    _require_language(document, name)
    return document


def _require_language(document: dict[str, object], name: str) -> None:
    """Refuse a notebook that declares another language; without a declaration, Python is assumed."""
    kernel = _submapping(document.get("metadata"), "kernelspec")
    info = _submapping(document.get("metadata"), "language_info")
    known = _KERNELS.get(str(kernel.get("name")), "python")
    language = str(info.get("name") or kernel.get("language") or known)
    if not language.lower().removeprefix("i").startswith("python"):
        raise UnusableSubmission(
            f"{name} is a notebook of {printable_name(language[:60])}, not of Python.",
            "Choose a Python kernel for it, write the answer in Python, and hand it in again.",
        )


def _submapping(mapping: object, key: str) -> dict[str, object]:
    inner = mapping.get(key) if isinstance(mapping, dict) else None
    return inner if isinstance(inner, dict) else {}


def _require_valid(document: dict[str, object], name: str) -> None:
    """Validate the cells of a notebook.

    Invalid ids and outputs do not keep Jupyter from opening a notebook, nor the grader from grading it.
    """
    cells = document.get("cells")
    if isinstance(cells, list) and len(cells) > _MOST_CELLS:
        raise UnusableSubmission(f"{name} has more than {_MOST_CELLS} cells, the most that are graded.")
    if (invalid := _find_invalid_cell(cells)) is not None:
        raise UnusableSubmission(f"{name} is not a valid notebook: see cells{invalid}.", _OPEN_AND_SAVE)


def _find_invalid_cell(cells: object) -> str | None:
    """Return where a cell violates the format, such as `[3] source`; None if none does."""
    if not isinstance(cells, list):
        return ""
    for number, cell in enumerate(cells):
        if not isinstance(cell, dict) or cell.get("cell_type") not in _CELL_TYPES or "source" not in cell:
            return f"[{number}]"
        source = cell["source"]
        lines = source if isinstance(source, list) else [source]
        if not all(isinstance(line, str) for line in lines):
            return f"[{number}] source"
    return None


def _code_cells(document: dict[str, Any], name: str) -> list[str]:
    r"""Return the text of each code cell, with newlines as `\n`."""
    try:
        texts = ["".join(cell["source"]) for cell in document["cells"] if cell["cell_type"] == "code"]
    except (TypeError, KeyError) as error:
        raise UnusableSubmission(f"{name} is not a valid notebook.", _OPEN_AND_SAVE) from error
    return [text.replace("\r\n", "\n").replace("\r", "\n") for text in texts]


def _require_code(texts: Sequence[str], name: str) -> None:
    """Refuse cells without any code, or with too much of it."""
    if not any(text.strip() for text in texts):
        raise UnusableSubmission(
            f"{name} has no code: " + ("its code cells are empty." if texts else "it has no code cells."),
            "Only code cells are graded. If your code stands in Markdown or raw cells, change their type.",
        )
    if sum(map(len, texts)) > _MOST_CODE:
        raise UnusableSubmission(
            f"The code in {name} is longer than {_MOST_CODE} characters, the most that is graded.",
            "Keep only the code of the assignment in it; load data from its own file.",
        )


def _require_python(
    numbers: Sequence[int], texts: Sequence[str], cells: Sequence[PythonCell], name: str
) -> None:
    """Refuse cells that are not valid Python by themselves, so that the right cell is named."""
    problems: list[str] = []
    for number, text, cell in zip(numbers, texts, cells, strict=True):
        problem = cell.problem
        if problem is not None:
            line = min(problem.line, len(cell.lines))
            where = Location(file=name, cell=number, line=line) if line else f"{name}, cell {number}"
            problems.append(f"{where}: {problem.sentence}{quote_line(text, line)}")
    if problems:
        raise UnusableSubmission(
            "This is not valid Python yet:\n" + join_first(problems, most=_MOST_NAMED, between="\n"),
            SYNTAX_ADVICE,
        )
    if not any(line.strip() for cell in cells for line in cell.lines):
        raise UnusableSubmission(
            f"{name} holds notebook commands and no Python.", "Add the code that is graded."
        )


def _joined(numbers: Sequence[int], cells: Sequence[PythonCell], name: str) -> tuple[str, LineMap]:
    spans: list[CellSpan] = []
    lines: list[str] = []
    for number, cell in zip(numbers, cells, strict=True):
        spans.append(CellSpan(cell=number, first=len(lines) + 1, count=len(cell.lines)))
        lines.extend(cell.lines)
    return "\n".join(lines) + "\n", LineMap(file=name, count=len(lines), cells=tuple(spans))


def _notices(numbers: Sequence[int], cells: Sequence[PythonCell], name: str) -> tuple[str, ...]:
    named = [
        f"cell {number}, line {line} ({what})" if line else f"cell {number} (all of it: {what})"
        for number, cell in zip(numbers, cells, strict=True)
        for line, what in cell.left_out
        if not _OWN_COMMANDS.match(what)
    ]
    if not named:
        return ()
    return (
        f"{name}: notebook commands are not Python and were left out: {join_first(named, most=_MOST_NAMED)}.",
    )
