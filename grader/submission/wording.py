"""Words for what a student reads about their file."""

import re
from collections.abc import Callable
from typing import Final

__all__ = ["inert", "listed", "megabytes", "quoted", "shown"]

_LONGEST: Final = 120
# CI systems obey `##[error]` and `##vso[...]` wherever in a line of a log they stand.
_COMMAND: Final = re.compile(r"##(?=\w*\[)")
# Letters and marks that nobody sees, though Python calls them printable; not the one that colours an emoji.
_UNSEEN: Final = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u2800\u3164\ufe00-\ufe0d\uffa0\U000e0100-\U000e01ef]"
)


def shown(text: str) -> str:
    """Give `text` as one line that a terminal prints rather than obeys.

    Control characters, line breaks, halves of surrogate pairs and invisible characters become escapes. The
    wide space of Chinese text stays: it is part of many file names.
    """
    return inert(text, lambda character: character == "\u3000")


def inert(text: str, keeps: Callable[[str], bool]) -> str:
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
    text = _COMMAND.sub(r"#\\x23", text)
    return _UNSEEN.sub(lambda found: _escape(found[0]), text)


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def quoted(text: str) -> str:
    """Give a line of code between backquotes, without its indentation and cut to a readable length."""
    line = text.strip()
    cut = line if len(line) <= _LONGEST else f"{line[:_LONGEST]}..."
    return f"`{shown(cut)}`"


def listed(items: list[str], *, most: int, between: str = ", ") -> str:
    """Join the first `most` items, and say how many more there are."""
    more = len(items) - most
    return between.join(items[:most]) + (f"{between}and {more} more" if more > 0 else "")


def megabytes(size: int) -> str:
    """Give a limit in bytes as people say it, such as `10 MB`."""
    return f"{size >> 20} MB"
