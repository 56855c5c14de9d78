"""Make untrusted text safe to show: in a terminal, in the log of a CI system, in JSON."""

import json
import re
import unicodedata
from collections.abc import Callable
from typing import Any, Final

__all__ = [
    "abridged",
    "escape_workflow_commands",
    "format_megabytes",
    "join_first",
    "printable",
    "printable_lines",
    "printable_name",
    "quote_code",
    "strict_json",
]

_LONGEST: Final = 120
# CI systems obey `##[error]` and `##vso[...]` wherever in a line of a log they stand.
_GROUP_COMMAND: Final = re.compile(r"##(?=\w*\[)")
# Letters and marks that nobody sees, though Python calls them printable; not the one that colours an emoji.
_UNSEEN: Final = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u2800\u3164\ufe00-\ufe0d\uffa0\U000e0100-\U000e01ef]"
)


def printable_name(text: str) -> str:
    """Give `text` as one line that a terminal prints rather than obeys.

    Control characters, line breaks, halves of surrogate pairs and invisible characters become escapes. The
    wide space of Chinese text stays: it is part of many file names.
    """
    return _escape_unsafe(text, lambda character: character == "\u3000")


def _escape_unsafe(text: str, keeps: Callable[[str], bool]) -> str:
    """Give `text` as one line of harmless characters; the others become escapes.

    CI commands and unseen characters are printable and yet no harmless text.

    Args:
        text: Any text.
        keeps: Whether a character that Python calls unprintable stays all the same.
    """
    if not text.isprintable():
        text = "".join(
            character if character.isprintable() or keeps(character) else _escape(character)
            for character in text
        )
    text = _GROUP_COMMAND.sub(r"#\\x23", text)
    return _UNSEEN.sub(lambda found: _escape(found[0]), text)


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def quote_code(text: str) -> str:
    """Give a line of code between backquotes, without its indentation and cut to a readable length."""
    line = text.strip()
    cut = line if len(line) <= _LONGEST else f"{line[:_LONGEST]}..."
    return f"`{printable_name(cut)}`"


def join_first(items: list[str], *, most: int, between: str = ", ") -> str:
    """Join the first `most` items, and say how many more there are."""
    more = len(items) - most
    return between.join(items[:most]) + (f"{between}and {more} more" if more > 0 else "")


def format_megabytes(size: int) -> str:
    """Give a limit in bytes as people say it, such as `10 MB`."""
    return f"{size >> 20} MB"


def printable(text: str, *, ascii_only: bool = False) -> str:
    r"""Show as escapes everything that a terminal, or the log of a CI system, would obey rather than print.

    That is line breaks and other control characters, terminal escapes, invisible and direction-changing
    characters, halves of surrogate pairs, line separators, and commands such as `##[group]`. Spaces of every
    width stay.

    Args:
        text: Any text, such as the message of a student's exception.
        ascii_only: Also escape everything outside ASCII, for terminals that can show nothing else.

    Returns:
        One line of printable characters, such as `a\x1b[31mb` for a text with a terminal escape in it.
    """
    shown = _escape_unsafe(text, lambda character: unicodedata.category(character) == "Zs")
    return shown.encode("ascii", "backslashreplace").decode("ascii") if ascii_only else shown


def abridged(text: str, limit: int) -> str:
    """Cut the middle out of a text of more than `limit` characters, and say how much was cut.

    Args:
        text: Any text.
        limit: Characters to keep, shared evenly between the beginning and the end.

    Returns:
        The text itself, or its ends around a note such as `[1200 characters left out]`. A text that this
        would not make shorter is left whole.
    """
    head, tail = limit - limit // 2, limit // 2
    cut = f"{text[:head]} [{len(text) - limit} characters left out] {text[len(text) - tail :]}"
    return cut if len(text) > max(limit, len(cut)) else text


_WORKFLOW_COMMAND: Final = re.compile(r"^(\s*)::", re.MULTILINE)


def printable_lines(text: str) -> str:
    """Return lines that no terminal and no CI system obeys, whatever of a submission they quote."""
    return escape_workflow_commands("\n".join(printable(line) for line in text.split("\n")))


def escape_workflow_commands(text: str) -> str:
    """Return lines of which none is a command to a CI system: `::` that begins a line becomes an escape."""
    return _WORKFLOW_COMMAND.sub(r"\1\\x3a:", text)


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
