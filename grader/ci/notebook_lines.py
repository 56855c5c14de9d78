"""Where the lines of a notebook's cells stand in its file, for platforms that show a line of a file."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from json import JSONDecoder
from pathlib import Path
from typing import Final

from grader.model.report import Report

__all__ = ["find_notebook_lines", "lines_in_json"]

_LARGEST: Final = 1 << 24
_TOKEN: Final = re.compile(r'"|[\[\]{},]')
_Path = tuple[str | int, ...]


def find_notebook_lines(report: Report, root: Path) -> Mapping[tuple[str, int, int], int]:
    """Find the lines in the files of a report's notebooks.

    Args:
        report: The report.
        root: The folder where the names of its files begin.

    Returns:
        The line in the file by the file's name, the number of the code cell, and the line in that, without
        what cannot be read.
    """
    names = {
        check.location.file
        for assignment in report.assignments
        for part in assignment.parts
        for check in part.checks
        if check.location is not None and check.location.cell is not None
    }
    found: dict[tuple[str, int, int], int] = {}
    for name in names:
        try:
            with (root / name).open("rb") as stream:
                text = stream.read(_LARGEST).decode("utf-8")
            lines = lines_in_json(text)
        except (OSError, ValueError):
            continue
        found |= {(name, cell, line): at for (cell, line), at in lines.items()}
    return found


def lines_in_json(text: str) -> dict[tuple[int, int], int]:
    """Find where each line of each code cell stands in the JSON of a notebook.

    Args:
        text: The text of the file.

    Returns:
        The line of the file, by the number of the code cell and the line in the cell; 1 is the first of each.

    Raises:
        ValueError: A text in it has no end.
    """
    newlines = [match.start() for match in re.finditer("\n", text)]
    sources: dict[int, list[tuple[int, str]]] = {}
    code: list[int] = []
    for path, at, value in _strings(text):
        match path:
            case ("cells", int(index), "cell_type") if value == "code":
                code.append(index)
            case ("cells", int(index), "source") | ("cells", int(index), "source", int(_)):
                sources.setdefault(index, []).append((bisect_left(newlines, at) + 1, value))
    found: dict[tuple[int, int], int] = {}
    for number, index in enumerate(sorted(code), start=1):
        line = 1
        for at, piece in sources.get(index, []):
            ended = piece.count("\n")
            found |= {(number, line + further): at for further in range(ended + (not piece.endswith("\n")))}
            line += ended
    return found


def _strings(text: str) -> Iterator[tuple[_Path, int, str]]:
    """Yield every text that is a value, with its path and where it begins, of JSON that is valid."""
    path: list[str | int] = []
    in_object: list[bool] = []
    at, is_key, decoder = 0, False, JSONDecoder()
    while (token := _TOKEN.search(text, at)) is not None:
        at = token.end()
        match token[0]:
            case "{" | "[":
                in_object.append(token[0] == "{")
                path.append("" if in_object[-1] else 0)
                is_key = in_object[-1]
            case "}" | "]":
                path, in_object, is_key = path[:-1], in_object[:-1], False
            case "," if in_object:
                is_key = in_object[-1]
                last = path[-1]
                path[-1] = last + 1 if isinstance(last, int) else last
            case '"':
                value, at = decoder.raw_decode(text, token.start())
                if is_key:
                    path[-1], is_key = value, False
                else:
                    yield tuple(path), token.start(), value
