"""Ctrl-C at a moment of our choice: between two results, and never in the middle of storing one."""

import signal
import threading
from types import FrameType, TracebackType
from typing import Any, Self

__all__ = ["Interruption"]


class Interruption:
    """Notes Ctrl-C, so that a run can stop where nothing is half done. Use it as a context manager.

    The exception that Python raises by itself comes up anywhere. In the callback of a weak reference, of
    which a database library has many, it is printed and forgotten, and the run would go on. A second Ctrl-C
    raises it all the same, for whoever does not want to wait.
    """

    def __init__(self) -> None:
        self._came = False
        self._before: Any = None

    def __enter__(self) -> Self:
        # Whoever handles Ctrl-C otherwise, or runs this in a thread, keeps it that way.
        mine = signal.getsignal(signal.SIGINT) is signal.default_int_handler
        if mine and threading.current_thread() is threading.main_thread():
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
