"""What the file of the notebook says that is open, where the editor says which file that is."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Self

__all__ = ["SavedNotebook"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedNotebook:
    """A notebook as it was saved last.

    Attributes:
        path: Its file.
        time: When it was saved, in seconds since 1970.
        cells: The ids of its code cells, in order.
    """

    path: Path
    time: float
    cells: tuple[str, ...]

    @classmethod
    def find(cls) -> Self | None:
        """Read the notebook that is open; Jupyter leaves its path in the environment.

        Returns:
            The notebook, or None if its file is not known, cannot be read, or has cells without ids.
        """
        told = os.environ.get("JPY_SESSION_NAME", "")
        if not told.endswith(".ipynb"):
            return None
        path = Path(told)
        try:
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
            ids = tuple(str(cell["id"]) for cell in cells if cell["cell_type"] == "code")
            return cls(path=path, time=path.stat().st_mtime, cells=ids)
        except (OSError, ValueError, LookupError, TypeError, RecursionError):
            return None
