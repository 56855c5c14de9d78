"""Read notebooks: join the code cells to one text, with the map back to each cell.

Only the types and the texts of cells are validated. Outputs, metadata and ids may be anything.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from grader.errors import UnusableSubmission
from grader.model.check import Location
from grader.model.formatting import PluralTemplate, join_first, printable_name
from grader.submission.code_lookup import names_bound_at_top
from grader.submission.line_map import CellSpan, LineMap, SourceText
from grader.submission.magics import PythonCell, strip_notebook_commands
from grader.submission.source_files import decode_utf8
from grader.submission.syntax_check import SYNTAX_ADVICE, quote_line

__all__ = ["cells_source", "notebook_source", "read_notebook"]

_OPEN_AND_SAVE: Final = "Open it in Jupyter, save it, and hand it in again."
_CELL_TYPES: Final = ("code", "markdown", "raw")
_MOST_NAMED: Final = 8
_MOST_CELLS: Final = 2000
# Characters. Each cell is compiled by itself and again with the others, so less is taken than of a file.
_MOST_CODE: Final = 1 << 18
# Notebooks are handed out with these, so that leaving them out needs no notice.
_OWN_COMMANDS: Final = re.compile(r"`%(?:load_ext grader|grade)\b")
_PYTHON_MARKS: Final = frozenset({"python", "python3", "ipython", "py"})
_LANGUAGE: Final = "marked as {language}"
_BROKEN: Final = PluralTemplate(
    one="One cell is not valid Python and does not count; the others do. {problems}",
    many="{number} cells are not valid Python and do not count; the others do.\n{problems}",
)
_COMMANDS: Final = "{name}: notebook commands are not Python and were left out: {commands}."
# Languages of common kernels, for notebooks that do not name theirs.
_KERNELS: Final = {"ir": "R", "octave": "Octave", "matlab": "MATLAB", "javascript": "JavaScript"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cell:
    r"""A code cell as it was written.

    Attributes:
        number: The number by which the student knows it.
        text: Its text, with newlines as `\n`.
        language: Its language, if that is not Python.
    """

    number: int
    text: str
    language: str = ""


def read_notebook(content: bytes, name: str, *, whole: bool = False) -> SourceText:
    """Read a notebook of format 4 as the Python that is graded.

    Args:
        content: The bytes of the .ipynb file.
        name: The file as the student knows it.
        whole: Whether every cell must be valid Python.

    Returns:
        The Python of its code cells, and notices that name what was left out: notebook commands, and cells
        that are not valid Python.

    Raises:
        UnusableSubmission: It is no valid notebook of Python, or none of its cells is Python.
    """
    document = _document(content, name)
    _require_valid(document, name)
    return _joined(_code_cells(document, name), name, whole=whole)


def cells_source(numbered: Sequence[tuple[int, str]], name: str) -> SourceText:
    """Join code cells to the Python that is graded.

    Args:
        numbered: For each cell, in order: the number by which the student knows it, and its text.
        name: The notebook, as the student knows it.

    Returns:
        As `read_notebook` does.

    Raises:
        UnusableSubmission: There is no code, too much code, or none of it is Python.
    """
    return _joined([_Cell(number=number, text=text) for number, text in numbered], name)


def notebook_source(content: bytes, name: str) -> str:
    """Return the text that `read_notebook` returns, without requiring that a cell is valid Python.

    Raises:
        UnusableSubmission: It is no notebook of Python, or has no code.
    """
    cells = _code_cells(_document(content, name), name)
    _require_code([cell.text for cell in cells], name)
    return "\n".join(line for one in _made_python(cells) for line in one.lines) + "\n"


def _joined(cells: Sequence[_Cell], name: str, *, whole: bool = False) -> SourceText:
    _require_code([cell.text for cell in cells], name)
    made = _made_python(cells)
    broken = _problems(cells, made, name)
    _require_python(made, broken, name, whole=whole)
    spans: list[CellSpan] = []
    lines: list[str] = []
    for cell, one in zip(cells, made, strict=True):
        spans.append(CellSpan(cell=cell.number, first=len(lines) + 1, count=len(one.lines)))
        lines.extend(one.lines if one.problem is None else [""] * len(one.lines))
    run = [
        span
        for span, cell, one in zip(spans, cells, made, strict=True)
        if one.problem is None and cell.text.strip()
    ]
    return SourceText(
        source="\n".join(lines) + "\n",
        lines=LineMap(file=name, count=len(lines), cells=tuple(spans)),
        notices=_notices(cells, made, broken, name),
        cells=tuple(run),
    )


def _made_python(cells: Sequence[_Cell]) -> list[PythonCell]:
    """Make Python of each cell; what the cells before it define is no command."""
    made: list[PythonCell] = []
    names = set[str]()
    for cell in cells:
        if cell.language:
            lines = ("",) * (cell.text.removesuffix("\n").count("\n") + 1)
            made.append(PythonCell(lines=lines, left_out=((0, _LANGUAGE.format(language=cell.language)),)))
            continue
        made.append(strip_notebook_commands(cell.text, names))
        names |= names_bound_at_top("\n".join(made[-1].lines))
    return made


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


def _code_cells(document: dict[str, Any], name: str) -> list[_Cell]:
    """Return the code cells, numbered by their position among them."""
    try:
        cells = [cell for cell in document["cells"] if cell["cell_type"] == "code"]
        texts = ["".join(cell["source"]) for cell in cells]
    except (TypeError, KeyError) as error:
        raise UnusableSubmission(f"{name} is not a valid notebook.", _OPEN_AND_SAVE) from error
    return [
        _Cell(
            number=number,
            text=text.replace("\r\n", "\n").replace("\r", "\n"),
            language=_language(cell.get("metadata")),
        )
        for number, (cell, text) in enumerate(zip(cells, texts, strict=True), start=1)
    ]


def _language(metadata: object) -> str:
    """Return the language that an editor marks a cell with, empty if that is Python or there is no mark."""
    for language in _marks(metadata):
        if isinstance(language, str) and language and language.lower() not in _PYTHON_MARKS:
            return printable_name(language[:40])
    return ""


def _marks(metadata: object) -> Iterator[object]:
    yield _submapping(metadata, "vscode").get("languageId")
    yield _submapping(metadata, "polyglot_notebook").get("kernelName")
    yield _submapping(metadata, "dotnet_interactive").get("language")
    if isinstance(metadata, dict):
        yield metadata.get("kernel")  # of SoS notebooks
        kind = metadata.get("deepnote_cell_type")
        # Deepnote keeps the settings of its inputs and plots in code cells.
        yield "SQL" if kind == "sql" else None


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


def _problems(cells: Sequence[_Cell], made: Sequence[PythonCell], name: str) -> list[str]:
    """Say of each cell that is not valid Python where and why."""
    problems: list[str] = []
    for cell, one in zip(cells, made, strict=True):
        problem = one.problem
        if problem is not None:
            line = min(problem.line, len(one.lines))
            where = (
                Location(file=name, cell=cell.number, line=line) if line else f"{name}, cell {cell.number}"
            )
            problems.append(f"{where}: {problem.sentence}{quote_line(cell.text, line)}")
    return problems


def _require_python(made: Sequence[PythonCell], broken: Sequence[str], name: str, *, whole: bool) -> None:
    """Refuse cells of which none is Python, or where it matters, not every one."""
    if not (whole and broken) and any(
        line.strip() for one in made if one.problem is None for line in one.lines
    ):
        return
    if broken:
        raise UnusableSubmission(
            "This is not valid Python yet:\n" + join_first([*broken], most=_MOST_NAMED, between="\n"),
            SYNTAX_ADVICE,
        )
    raise UnusableSubmission(f"{name} holds notebook commands and no Python.", "Add the code that is graded.")


def _notices(
    cells: Sequence[_Cell], made: Sequence[PythonCell], broken: Sequence[str], name: str
) -> tuple[str, ...]:
    named = [
        f"cell {cell.number}, line {line} ({what})" if line else f"cell {cell.number} (all of it: {what})"
        for cell, one in zip(cells, made, strict=True)
        if one.problem is None
        for line, what in one.left_out
        if not _OWN_COMMANDS.match(what)
    ]
    notices: list[str] = []
    if broken:
        listed = join_first([*broken], most=_MOST_NAMED, between="\n")
        notices.append(_BROKEN.format(len(broken), problems=listed))
    if named:
        notices.append(_COMMANDS.format(name=name, commands=join_first(named, most=_MOST_NAMED)))
    return tuple(notices)
