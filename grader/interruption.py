"""Ctrl-C ends a command at any moment, and a class run where nothing is half done.

The exception that Python raises by itself comes up anywhere. In the callback of a weak reference, of which
a database library has many, it is printed and forgotten; where C code validates a value by calling Python, it
is taken for an error of the value. Then the command would go on, or blame a file that is right.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Any, Final, NoReturn, Self

__all__ = ["STATUS", "Interruption", "PromptEnding", "end_at_once"]

STATUS: Final = 130
"""The exit status of a command that Ctrl-C has ended."""

_SECONDS: Final = 3.0
_SHOW_CURSOR: Final = b"\x1b[?25h"

_Handler = Callable[[int, FrameType | None], Any]


def end_at_once() -> None:
    """Let Ctrl-C end this process without a word, as long as it is only being started."""
    if _is_ours():
        signal.signal(signal.SIGINT, _end)


class PromptEnding:
    """Raises KeyboardInterrupt, and ends the process some seconds later if nobody has heard that.

    Use it as a context manager.

    Attributes:
        came: Whether Ctrl-C was pressed.
    """

    def __init__(self) -> None:
        self.came = False
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Self:
        if _is_ours():
            self._take(signal.SIGINT, self._interrupt)
            if hasattr(signal, "SIGALRM"):
                self._take(signal.SIGALRM, _end)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if signal.SIGINT in self._before and hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _take(self, number: int, handler: _Handler) -> None:
        self._before[number] = signal.signal(number, handler)

    def _interrupt(self, number: int, frame: FrameType | None) -> None:
        self.came = True
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, _SECONDS)
        signal.default_int_handler(number, frame)


class Interruption:
    """Notes Ctrl-C, so that a run can stop where nothing is half done. Use it as a context manager.

    A second Ctrl-C raises KeyboardInterrupt all the same, for whoever does not want to wait.
    """

    def __init__(self) -> None:
        self._came = False
        self._before: Any = None

    def __enter__(self) -> Self:
        if _is_ours():
            self._before = signal.signal(signal.SIGINT, self._note)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def check(self) -> None:
        """Stop here if Ctrl-C was pressed.

        Raises:
            KeyboardInterrupt: It was.
        """
        if self._came:
            raise KeyboardInterrupt

    def _note(self, number: int, frame: FrameType | None) -> None:
        if self._came:
            signal.default_int_handler(number, frame)
        self._came = True


def _is_ours() -> bool:
    """Tell whether Ctrl-C is ours: who handles or ignores it, or runs us in a thread, keeps it that way."""
    handler = signal.getsignal(signal.SIGINT)
    ours = handler in (signal.default_int_handler, _end)
    prompt = isinstance(getattr(handler, "__self__", None), PromptEnding)
    return (ours or prompt) and threading.current_thread() is threading.main_thread()


def _end(_number: int, _frame: FrameType | None) -> NoReturn:
    """End this process at once: what it has started ends when it hears no more from it."""
    if sys.stderr is not None and sys.stderr.isatty():
        os.write(2, _SHOW_CURSOR)  # a display of progress may have hidden it
    os._exit(STATUS)
