"""Make untrusted text safe to show: in a terminal, in the log of a CI system, in JSON."""

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

__all__ = [
    "PluralTemplate",
    "abridged",
    "counted",
    "escape_lines",
    "escape_workflow_commands",
    "format_megabytes",
    "join_first",
    "one_line",
    "printable",
    "printable_lines",
    "printable_name",
    "quote_code",
    "strict_json",
]

_MAX_CODE: Final = 120
# CI systems obey `##[error]` and `##vso[...]` anywhere in a line of a log, and `::` at its beginning.
_GROUP_COMMAND: Final = re.compile(r"##(?=\w*\[)")
_WORKFLOW_COMMAND: Final = re.compile(r"^(\s*)::", re.MULTILINE)
# Invisible letters and marks that Python calls printable, except the one that colours an emoji.
_INVISIBLE: Final = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u2800\u3164\ufe00-\ufe0d\uffa0\U000e0100-\U000e01ef]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PluralTemplate:
    """A whole sentence with named placeholders, in the two forms that English has for a number of things.

    Attributes:
        one: The sentence for one thing.
        many: The sentence for any other number; `{number}` stands for it in both.
    """

    one: str
    many: str

    def format(self, number: int, **fields: object) -> str:
        """Fill in the form for a number."""
        return (self.one if number == 1 else self.many).format(number=number, **fields)


def counted(number: int, noun: str) -> str:
    """Count things whose plural ends in s: `1 file`, `2 files`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def printable_name(text: str) -> str:
    """Make one printable line of a file's name or a short message; unlike `printable`, escape rare spaces.

    The wide space of Chinese text stays, because it is part of many file names.
    """
    return _escape_unsafe(text, lambda character: character == "\u3000")


def _escape_unsafe(text: str, keeps: Callable[[str], bool]) -> str:
    """Make one line of a text, with every character escaped that a terminal or a CI system would obey.

    CI commands and invisible characters are escaped too, though Python calls them printable.

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
    return _INVISIBLE.sub(lambda found: _escape(found[0]), text)


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def quote_code(text: str) -> str:
    """Quote a line of code in backquotes, without indentation and cut to a readable length."""
    line = text.strip()
    cut = line if len(line) <= _MAX_CODE else f"{line[:_MAX_CODE]}..."
    return f"`{printable_name(cut)}`"


def join_first(items: list[str], *, most: int, between: str = ", ") -> str:
    """Join the first `most` items, and count the rest, as in `a, b, and 3 more`."""
    more = len(items) - most
    return between.join(items[:most]) + (f"{between}and {more} more" if more > 0 else "")


def format_megabytes(size: int) -> str:
    """Format a size in bytes, such as `10 MB`."""
    return f"{size >> 20} MB"


def printable(text: str, *, ascii_only: bool = False) -> str:
    r"""Escape everything that a terminal or the log of a CI system would obey rather than print.

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


def escape_lines(text: str, *, ascii_only: bool = False) -> str:
    """Escape each line as `printable` does, and keep the line breaks."""
    return "\n".join(printable(line, ascii_only=ascii_only) for line in text.split("\n"))


def one_line(text: str) -> str:
    """Make one printable line of a text, such as a title."""
    return printable(" ".join(text.split("\n")))


def abridged(text: str, limit: int) -> str:
    """Cut the middle out of a text of more than `limit` characters, and note how much was cut.

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


def printable_lines(text: str) -> str:
    """Escape lines for terminals and CI systems, as `printable` escapes one."""
    return escape_workflow_commands(escape_lines(text))


def escape_workflow_commands(text: str) -> str:
    """Escape `::` at the beginning of lines, where CI systems take it for a command."""
    return _WORKFLOW_COMMAND.sub(r"\1\\x3a:", text)


def strict_json(value: Any, *, indent: int | None = 2) -> str:
    """Write a value as strict JSON in ASCII that is safe in a web page and in the log of a CI system.

    Args:
        value: Dicts, lists, strings, finite numbers, booleans and None.
        indent: By how much each level is indented; None for one line, which is written ten times as fast.

    Returns:
        The text, ending in a newline.
    """
    text = json.dumps(value, indent=indent, allow_nan=False)
    # Only strings can hold these characters, and JSON has escapes for them: no `</script>`, no `##[error]`.
    return text.replace("<", "\\u003c").replace("##", "#\\u0023") + "\n"
