"""Run cells in a real kernel, as an editor of notebooks does."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

__all__ = ["Shown", "run_cells"]

Shown = dict[str, str]
"""What a cell showed: its outputs by MIME type, what it printed under `stdout`, its error under `error`."""


def run_cells(cells: Iterable[tuple[str, str]], folder: Path) -> list[Shown]:
    """Run cells one after the other in a fresh kernel.

    Args:
        cells: Pairs of the id of a cell, empty for an editor that sends none, and its text. A cell that was
            changed and run again is there twice.
        folder: The folder of the notebook.

    Returns:
        What each execution showed.
    """
    pairs = list(cells)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text) for _, text in pairs])
    client: Any = NotebookClient(
        notebook, resources={"metadata": {"path": str(folder)}}, allow_errors=True, timeout=120
    )

    def tell_id(cell_index: int, **_: object) -> None:
        """Send the id of the cell along with its text, as Jupyter and VS Code do."""
        cell = pairs[cell_index][0]
        client.kc.session.metadata = {"cellId": cell} if cell else {}

    client.on_cell_execute = tell_id
    client.execute()
    return [_shown(cell.outputs) for cell in notebook.cells]


def _shown(outputs: Iterable[Any]) -> Shown:
    shown: Shown = {}
    for output in outputs:
        if output.output_type == "stream":
            shown[output.name] = shown.get(output.name, "") + output.text
        elif output.output_type == "error":
            shown["error"] = output.ename
        else:
            shown |= {kind: str(value) for kind, value in output.data.items()}
    return shown
