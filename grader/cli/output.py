"""Print: the one place that writes to standard output and standard error."""

import os
import sys
from contextlib import suppress
from typing import Any, Final, TextIO

import click

from grader.errors import UsageError

__all__ = [
    "OutputClosedError",
    "clear",
    "complain",
    "complain_as_click",
    "discard",
    "prepare_streams",
    "write",
]

_FALLBACK: Final = "backslashreplace"


class OutputClosedError(Exception):
    """Whoever read our output has read enough."""


def prepare_streams() -> None:
    """Let both streams take every character, and be there even if they were closed before we began."""
    for name in ("stdout", "stderr"):
        stream: Any = getattr(sys, name)
        if stream is None:
            # What is opened next would get the number of the closed stream, and our output with it.
            nowhere = open(os.devnull, "w", encoding="utf-8", newline="\n")  # noqa: SIM115, PTH123  # until we end
            setattr(sys, name, nowhere)
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=_FALLBACK)


def write(text: str = "", *, nl: bool = True, err: bool = False, color: bool | None = None) -> None:
    """Print a text, at once.

    Args:
        text: The text; what is not ours in it was made printable_lines before.
        nl: Whether a newline follows.
        err: Whether it goes to standard error.
        color: Whether it may hold terminal colours; None for what the stream is.

    Raises:
        OutputClosedError: Nobody reads any more.
        UsageError: The stream cannot be written to, as on a full disk.
    """
    try:
        click.echo(text, nl=nl, err=err, color=color)
    except BrokenPipeError as error:
        _give_up(sys.stderr if err else sys.stdout)
        raise OutputClosedError from error
    except (OSError, ValueError) as error:
        _give_up(sys.stderr if err else sys.stdout)
        reason = getattr(error, "strerror", None) or "it is closed"
        raise UsageError(
            f"Standard {'error' if err else 'output'} cannot be written to: {reason}.",
            "Send the output to a place that takes it.",
        ) from error


def clear() -> None:
    """Clear the terminal, and begin at its top."""
    write("\x1b[2J\x1b[3J\x1b[H", nl=False, color=True)


def complain(text: str) -> None:
    """Print a message of the command itself to standard error, where that can be written to."""
    from grader.model.formatting import printable_lines

    with suppress(OutputClosedError, UsageError):
        write(f"grade: {printable_lines(text)}", err=True)


def complain_as_click(error: click.ClickException) -> None:
    """Print click's own message about wrong usage."""
    with suppress(OSError, ValueError):
        error.show()


def discard() -> None:
    """Let nothing more of our output be written."""
    _give_up(sys.stdout)


def _give_up(stream: TextIO) -> None:
    """Send what is left in a stream's buffer nowhere; a second error while closing it helps nobody."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
