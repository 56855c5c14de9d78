"""Words for what a student reads about their file."""

from typing import Final

__all__ = ["listed", "megabytes", "quoted", "shown"]

_LONGEST: Final = 120


def shown(text: str) -> str:
    """Give `text` as one line that a terminal prints rather than obeys.

    Control characters, line breaks, halves of surrogate pairs and invisible characters become escapes. The
    wide space of Chinese text stays: it is part of many file names.
    """
    if text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def _shown(character: str) -> str:
    if character.isprintable() or character == "\u3000":
        return character
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")


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
