"""Tables as plain text: columns aligned by how wide characters are shown."""

from collections.abc import Collection, Sequence

__all__ = ["align"]


def align(rows: Sequence[Sequence[str]], *, right: Collection[int] = ()) -> list[str]:
    """Align the cells of a table.

    Args:
        rows: The rows, the header among them; all of the same length.
        right: The columns to align on the right, as numbers are.

    Returns:
        One line for each row.
    """
    from rich.cells import cell_len

    from grader.model.formatting import printable

    cells = [[printable(cell) for cell in row] for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(*cells, strict=True)]
    lines = []
    for row in cells:
        padded = []
        for place, (cell, width) in enumerate(zip(row, widths, strict=True)):
            gap = " " * (width - cell_len(cell))
            padded.append(f"{gap}{cell}" if place in right else f"{cell}{gap}")
        lines.append("  ".join(padded).rstrip())
    return lines
