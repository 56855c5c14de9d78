"""Waits until one of some files is saved, however an editor does that."""

from collections.abc import Iterable
from pathlib import Path
from queue import Empty, Queue
from threading import Event, Thread
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from grader.errors import UsageError

if TYPE_CHECKING:
    from watchfiles import Change

__all__ = ["FileWatcher"]

_STEP_MS: Final = 20  # a save is over when nothing has followed it for so long
_LONGEST_MS: Final = 400
_TURN_SECONDS: Final = 0.5  # how long Ctrl-C may have to wait where a queue cannot be interrupted


class FileWatcher:
    """Notes what is saved from the moment it is entered, also while nobody is waiting.

    Folders are watched, not files: many editors write a new file beside the old one and rename it.

    Args:
        paths: Files, which need not exist yet, and folders, whose every file counts.

    Raises:
        UsageError: What watches files is not installed.
    """

    def __init__(self, paths: Iterable[Path]) -> None:
        try:
            import watchfiles
        except ImportError as error:
            raise UsageError(
                "--watch needs watchfiles, which is not installed.", "Install it: pip install watchfiles"
            ) from error
        real = [path.resolve() for path in paths]
        self._folders = tuple(path for path in real if path.is_dir())
        self._files = frozenset(real).difference(self._folders)
        self._saved: Queue[set[Path] | Exception] = Queue()
        self._stop = Event()
        self._watch = watchfiles.watch
        self._thread = Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()

    def wait(self) -> set[Path]:
        """Wait for the next save; give every file that was saved since the last call.

        Raises:
            UsageError: The system does not let us watch.
        """
        saved: set[Path] = set()
        while not (saved and self._saved.empty()):
            try:
                saved |= self._next()
            except Empty:
                continue
        return saved

    def _next(self) -> set[Path]:
        news = self._saved.get(timeout=_TURN_SECONDS)
        if isinstance(news, Exception):
            raise UsageError(
                f"Files cannot be watched here: {news}.", "Run `grade` after every save instead."
            ) from news
        return news

    def _run(self) -> None:
        try:
            self._watch_on()
        # Whatever it is, who waits must hear of it: in this thread nobody would.
        except Exception as error:  # noqa: BLE001  # watchfiles raises errors of the system and its own
            self._saved.put(error)

    def _watch_on(self) -> None:
        recursive = bool(self._folders)
        for changes in self._watch(
            *{path.parent for path in self._files},
            *self._folders,
            watch_filter=self._counts,
            debounce=_LONGEST_MS,
            step=_STEP_MS,
            stop_event=self._stop,
            rust_timeout=500,
            recursive=recursive,
            raise_interrupt=False,
        ):
            self._saved.put({Path(path) for _, path in changes})

    def _counts(self, _change: "Change", path: str) -> bool:
        place = Path(path)
        return place in self._files or any(place.is_relative_to(folder) for folder in self._folders)
