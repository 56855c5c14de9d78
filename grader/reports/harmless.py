"""Texts that programs read, without anything in them that a program would obey."""

import json
import re
from typing import Any, Final

from grader.scoring import printable

__all__ = ["harmless", "strict_json", "without_commands"]

_COMMAND: Final = re.compile(r"^(\s*)::", re.MULTILINE)


def harmless(text: str) -> str:
    """Return lines that no terminal and no CI system obeys, whatever of a submission they quote."""
    return without_commands("\n".join(printable(line) for line in text.split("\n")))


def without_commands(text: str) -> str:
    """Return lines of which none is a command to a CI system: `::` that begins a line becomes an escape."""
    return _COMMAND.sub(r"\1\\x3a:", text)


def strict_json(plain: Any) -> str:
    """Write plain data as strict JSON in ASCII, harmless in a web page and in the log of a CI system.

    Args:
        plain: Dicts, lists, strings, finite numbers, booleans and None.

    Returns:
        The text, indented, ending in a newline.
    """
    text = json.dumps(plain, indent=2, allow_nan=False)
    # Only strings hold these characters, and JSON can write them so: no `</script>` and no `##[error]`.
    return text.replace("<", "\\u003c").replace("##", "#\\u0023") + "\n"
