"""Text that came from a student, made safe to show in a terminal."""

import unicodedata

from grader.submission.wording import inert

__all__ = ["abridged", "printable"]


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
    shown = inert(text, lambda character: unicodedata.category(character) == "Zs")
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
