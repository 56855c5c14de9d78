"""Watch a worker from outside while it runs: processes, threads, memory, descriptors."""

import contextlib
import ctypes
import gc
import os
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Final, Self

__all__ = ["Watch", "adopt_orphans", "descendants"]

_SET_CHILD_SUBREAPER: Final = 36
_PERIOD_SECONDS: Final = 0.01
_MANY_DESCRIPTORS: Final = 1000
_SUSPECT: Final = (
    "/memfd:",
    "pipe:",
    *(f"anon_inode:[{kind}" for kind in ("io_uring", "userfaultfd", "perf_event", "fanotify", "timerfd")),
    *("anon_inode:bpf", "anon_inode:inotify", "anon_inode:[eventfd", "anon_inode:[signalfd"),
)


def adopt_orphans() -> None:
    """Have processes whose parents end become ours, so that none can hide from being counted."""
    ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def children(pid: int) -> list[int]:
    """List the children of a process, those of all its threads."""
    found: list[int] = []
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            with contextlib.suppress(OSError):
                found += map(int, (task / "children").read_text("ascii").split())
    return found


def descendants(pid: int) -> set[int]:
    """List the descendants of a process that have not ended."""
    found: set[int] = set()
    todo = children(pid)
    while todo:
        one = todo.pop()
        if one not in found and _status(one).get("State", "Z")[0] != "Z":
            found.add(one)
            todo += children(one)
    return found


class Watch:
    """Watches what is below a process from the beginning of a `with` to its end.

    Args:
        known: Processes that were there before, and may stay.
        workers: How many processes there may be besides.

    Attributes:
        processes: Greatest number of processes seen at once, without the known ones.
        threads: Greatest number of threads of one of them.
        memory: Greatest memory of one of them, in bytes.
        own_memory: How much this process's own memory has grown meanwhile, in bytes.
        handles: Descriptors seen in one of them that it cannot have been given, and signs of other powers.
    """

    def __init__(self, known: set[int]) -> None:
        self._known = known
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._own = _OwnMemory()
        self.processes = 0
        self.threads = 0
        self.memory = 0
        self.own_memory = 0
        self.handles: set[str] = set()
        self._spaces: dict[int, list[str]] = {}

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()
        self.own_memory = max(self.own_memory, self._own.growth())

    def _look(self) -> None:
        while not self._over.is_set():
            self.own_memory = max(self.own_memory, self._own.growth())
            others = descendants(os.getpid()) - self._known
            self.processes = max(self.processes, len(others))
            for pid in others:
                status = _status(pid)
                self.threads = max(self.threads, int(status.get("Threads", "0")))
                self.memory = max(self.memory, 1024 * int(status.get("VmHWM", "0 kB").split()[0]))
                self.handles |= _handles(pid) | _signs(pid, status)
                spaces = _namespaces(pid)
                if spaces and self._spaces.setdefault(pid, spaces) != spaces:
                    self.handles.add("another namespace")
            time.sleep(_PERIOD_SECONDS)


class _OwnMemory:
    """The growth of this process's memory, its peak where the kernel lets go of an earlier one.

    A message can unfold and be dropped again between two looks.
    """

    def __init__(self) -> None:
        gc.collect()
        # What an earlier attack has let go of would be used again without the process growing.
        with contextlib.suppress(AttributeError):  # only glibc has it
            ctypes.CDLL(None).malloc_trim(0)
        self._field = "VmRSS"
        with contextlib.suppress(OSError):
            Path("/proc/self/clear_refs").write_text("5", "ascii")
            self._field = "VmHWM"
        self._before = self._now()

    def growth(self) -> int:
        """Return by how many bytes the memory has grown."""
        return self._now() - self._before

    def _now(self) -> int:
        return 1024 * int(_status("self").get(self._field, "0 kB").split()[0])


def _status(pid: int | str) -> dict[str, str]:
    try:
        lines = Path(f"/proc/{pid}/status").read_text("utf-8", "replace").splitlines()
    except OSError:
        return {}
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def _handles(pid: int) -> set[str]:
    """Name descriptors of kinds that a worker has no use for; only root can see them."""
    found: set[str] = set()
    with contextlib.suppress(OSError):
        for entry in Path(f"/proc/{pid}/fd").iterdir():
            with contextlib.suppress(OSError):
                target = str(entry.readlink())
                if target.startswith(_SUSPECT):
                    found.add(target.partition(" ")[0])
    return found


def _signs(pid: int, status: dict[str, str]) -> set[str]:
    """Name what a confined process is not: one that others can look into, one with very many descriptors."""
    found = set()
    user = status.get("Uid", "0").split()[0]
    with contextlib.suppress(OSError):
        # The files of a process that may not be looked into belong to root.
        if user != "0" and str(Path(f"/proc/{pid}/stat").stat().st_uid) == user:
            found.add("can be looked into")
    if int(status.get("FDSize", "0")) > _MANY_DESCRIPTORS:
        found.add("a thousand descriptors")
    return found


def _namespaces(pid: int) -> list[str]:
    """Name the namespaces of a process, which only root can see."""
    with contextlib.suppress(OSError):
        return sorted(str(entry.readlink()) for entry in Path(f"/proc/{pid}/ns").iterdir())
    return []
