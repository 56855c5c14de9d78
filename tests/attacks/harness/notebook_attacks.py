"""Notebooks that no honest person hands in. Each docstring is the header of an attack; see makers.py."""

# ruff: noqa: D205, D415  # the docstrings are headers

import json
from pathlib import Path
from typing import Any, Final

__all__ = [
    "folder_notebook_attachments",
    "folder_notebook_cells_of_other_kinds",
    "folder_notebook_commands",
    "folder_notebook_deep",
    "folder_notebook_deep_kernel_name",
    "folder_notebook_huge_numbers",
    "folder_notebook_many_cells",
    "folder_notebook_metadata",
    "folder_notebook_outputs",
]

_RIGHT: Final = "def forward(x, w1, w2, b):\n    return w1 * x**2 + w2 * x + b"
_SCRIPT: Final = "<script>alert(1)</script>\x1b[31m::error::"


def _code(source: object, **fields: Any) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": source,
        **fields,
    }


def _notebook(folder: Path, *cells: Any, **fields: Any) -> Path:
    document = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": list(cells), **fields}
    path = folder / "attacked.ipynb"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def _raw(folder: Path, text: str) -> Path:
    path = folder / "attacked.ipynb"
    path.write_text(text, encoding="utf-8")
    return path


def folder_notebook_commands(folder: Path) -> Path:
    """what: Run a command of the shell by a line of a cell.
    verdict: read
    breach: beacon: the command has made a file
    defence: reading
    via: reading
    """
    beacon = folder.parents[1] / "open" / "beacon"
    return _notebook(
        folder,
        _code(f"!touch {beacon}"),
        _code(f"%system touch {beacon}"),
        _code(f"%%bash\ntouch {beacon}"),
        _code(_RIGHT),
    )


def folder_notebook_outputs(folder: Path) -> Path:
    """what: Carry scripts and widgets in the outputs of a cell.
    verdict: read
    breach: obeyed: a page that shows the notebook runs them
    defence: reading
    via: reading
    """
    data = {
        "text/html": _SCRIPT,
        "application/javascript": "alert(1)",
        "application/vnd.jupyter.widget-view+json": {},
    }
    output = {"output_type": "display_data", "metadata": {}, "data": data}
    return _notebook(folder, _code(_RIGHT, outputs=[output, "none", 3]))


def folder_notebook_metadata(folder: Path) -> Path:
    """what: Carry markup, escapes and commands in the metadata of notebook and cell.
    verdict: read
    breach: obeyed: who shows the notebook obeys them
    defence: reading
    via: reading
    """
    metadata = {
        "name": _SCRIPT,
        "tags": [_SCRIPT],
        "execution": {"timeout": 10**30},
        "language_info": _SCRIPT,
    }
    return _notebook(folder, _code(_RIGHT, metadata=metadata, id=_SCRIPT), metadata=metadata)


def folder_notebook_attachments(folder: Path) -> Path:
    """what: Attach five megabytes of a picture that is none to a text cell, and markup besides.
    verdict: read
    breach: obeyed: who shows the notebook obeys the markup
    defence: reading
    via: reading
    """
    attachments = {"x.svg": {"image/svg+xml": "<svg onload=alert(1)>" + "A" * 5_000_000}}
    text = {"cell_type": "markdown", "metadata": {}, "source": _SCRIPT, "attachments": attachments}
    return _notebook(folder, text, _code(_RIGHT))


def folder_notebook_deep(folder: Path) -> Path:
    """what: Nest JSON so deeply that its reader runs out of stack.
    verdict: refused
    breach: collapse: reading ends with an exception that nobody expects
    defence: reading
    via: reading
    """
    return _raw(folder, '{"nbformat": 4, "cells": ' + "[" * 200_000 + "]" * 200_000 + "}")


def folder_notebook_deep_kernel_name(folder: Path) -> Path:
    """what: Nest the name of the kernel as deeply as JSON may be, so that writing it out fails.
    verdict: read | refused
    breach: collapse: reading ends with an exception that nobody expects
    defence: reading
    via: reading
    """
    deep = "[" * 985 + "]" * 985
    cell = json.dumps(_code(_RIGHT))
    kernel = f'{{"kernelspec": {{"name": {deep}}}, "language_info": {{"name": {deep}}}}}'
    cells = f'[{cell}, {{"cell_type": "code", "source": {deep}}}]'
    return _raw(folder, f'{{"nbformat": 4, "nbformat_minor": 4, "metadata": {kernel}, "cells": {cells}}}')


def folder_notebook_huge_numbers(folder: Path) -> Path:
    """what: Give the version of the format by a number of ten thousand digits.
    verdict: refused
    breach: collapse: reading ends with an exception that nobody expects
    defence: reading
    via: reading
    """
    return _raw(folder, '{"nbformat": ' + "9" * 10_000 + ', "cells": [], "metadata": {}}')


def folder_notebook_cells_of_other_kinds(folder: Path) -> Path:
    """what: Put numbers, lists of lists and nothing at all where cells and their texts are due.
    verdict: refused
    breach: collapse: reading ends with an exception that nobody expects
    defence: reading
    via: reading
    """
    return _notebook(folder, 3, None, [], _code([["a"]]), _code({"a": 1}), {"cell_type": []}, _code(_RIGHT))


def folder_notebook_many_cells(folder: Path) -> Path:
    """what: Make a notebook of nine megabytes from cells of a few bytes.
    verdict: refused
    breach: flood: each of them is built
    defence: reading
    via: reading
    """
    cell = json.dumps(_code("a=1"))
    cells = ", ".join([cell] * (9_000_000 // (len(cell) + 2)))
    return _raw(folder, f'{{"nbformat": 4, "nbformat_minor": 4, "metadata": {{}}, "cells": [{cells}]}}')
