"""Mutants that no check can catch because they compute the same: each marked, with the reason."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from grader.audit.mutation import Key
from grader.errors import CourseFault
from grader.files import read_text

__all__ = ["EQUIVALENTS", "load_equivalents"]

EQUIVALENTS: Final = "equivalent-mutants.toml"


def load_equivalents(suite: Path) -> dict[Key, str]:
    """Read which mutants of an assignment's solution are equivalent to it.

    Args:
        suite: The folder of the assignment's suites; without the file, none is.

    Returns:
        The reasons by the mutant's key: function, original and mutated text.

    Raises:
        CourseFault: The file is no TOML, an entry lacks something, or a mutant is marked twice.
    """
    path = suite / EQUIVALENTS
    if not path.is_file():
        return {}
    try:
        document = tomllib.loads(read_text(path, "list of equivalent mutants"))
    except tomllib.TOMLDecodeError as error:
        raise CourseFault(f"{path} is not valid TOML: {error}") from error
    found: dict[Key, str] = {}
    problems: list[str] = []
    for number, entry in enumerate(document.get("equivalent", []), 1):
        if not _is_entry(entry):
            problems.append(f"{path}: entry {number} needs `function`, `original`, `mutated` and `reason`")
            continue
        for mutated in _texts(entry["mutated"]):
            key = (entry["function"], entry["original"].strip(), mutated.strip())
            if key in found:
                problems.append(f"{path}: entry {number} marks a mutant a second time: {key[2]}")
            found[key] = entry["reason"]
    if problems:
        raise CourseFault("\n".join(problems), "Correct these entries; docs/audit.md shows their form.")
    return found


def _is_entry(entry: Mapping[str, Any]) -> bool:
    texts = all(isinstance(entry.get(name), str) for name in ("function", "original", "reason"))
    mutated = _texts(entry.get("mutated"))
    return texts and bool(entry["reason"].strip()) and bool(mutated)


def _texts(value: object) -> list[str]:
    """Give one text, or several, as a list; empty if it is neither."""
    values = value if isinstance(value, list) else [value]
    texts = [text for text in values if isinstance(text, str)]
    return texts if len(texts) == len(values) else []
