"""Serve every request in a fork of a warm process, so that none sees what another left behind.

A request is a socket, handed over through a control socket together with a lifeline. Whoever holds the other
end of the lifeline reads from it how the fork ended and how much memory it held at most, in KiB, and ends the
fork by closing it.
"""

import os
import select
import signal
import socket
import struct
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, NoReturn, Protocol

from grader.sandbox.confinement.kernel import prctl, set_limits

__all__ = ["Inbox", "can_fork", "hand_over", "receive_note", "send_note", "serve_in_forks"]

_REQUEST: Final = b"r"
_DESCRIPTORS: Final = 3
_MEMORY_BYTES: Final = 1 << 29
"""Address space that a fork may take beyond that of its parent: what a submission makes it keep must not
take the machine's memory."""
_LARGEST_MESSAGE: Final = 1 << 17  # that a socket takes at once; a longer note goes by a file in memory
_MOST_WAITING: Final = 1 << 14  # bytes of the socket, about twenty notes: files that wait take memory
_IN_A_FILE: Final = b"file"
_SET_PARENT_DEATH_SIGNAL: Final = 1  # include/uapi/linux/prctl.h


def can_fork() -> bool:
    """Return whether this system can fork a process and watch it."""
    return hasattr(os, "fork") and hasattr(os, "pidfd_open") and sys.platform == "linux"


def _address_space() -> int:
    """Return the size of this process's address space in bytes, which grows with the machine's cores."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * os.sysconf("SC_PAGE_SIZE")


def hand_over(
    control: socket.socket, conversation: socket.socket, lifeline: socket.socket, errors: int
) -> None:
    """Have a request served.

    Args:
        control: The socket that `serve_in_forks` listens to.
        conversation: The server's end of the conversation about the request.
        lifeline: The server's end of the lifeline.
        errors: Descriptor of the file that takes what the fork writes to standard error.

    Raises:
        OSError: Nobody listens any more.
    """
    socket.send_fds(control, [_REQUEST], [conversation.fileno(), lifeline.fileno(), errors])


def send_note(outbox: socket.socket, note: bytes) -> None:
    """Send a note, without waiting, over a socket that keeps messages apart.

    Raises:
        OSError: Too much waits to be read, or nobody reads.
    """
    if len(note) <= _LARGEST_MESSAGE:
        outbox.send(note)
        return
    import fcntl  # noqa: PLC0415  # only POSIX has them
    import termios  # noqa: PLC0415  # as above

    (waiting,) = struct.unpack("i", fcntl.ioctl(outbox, termios.TIOCOUTQ, struct.pack("i", 0)))
    if waiting > _MOST_WAITING:
        raise BlockingIOError
    with os.fdopen(os.memfd_create("note"), "wb") as file:
        file.write(note)
        file.flush()
        socket.send_fds(outbox, [_IN_A_FILE], [file.fileno()])


def receive_note(inbox: socket.socket) -> bytes:
    """Receive a note that `send_note` has sent; nothing if it is lost, since this process has no file left.

    Raises:
        BlockingIOError: None has come.
    """
    note, files, _, _ = socket.recv_fds(inbox, _LARGEST_MESSAGE, 1)
    if not files:
        return b"" if note == _IN_A_FILE else note
    with os.fdopen(files[0], "rb") as file:
        file.seek(0)  # it stands where the other process has stopped writing
        return file.read()


class Inbox(Protocol):
    """Where a process learns what its forks find out."""

    def fileno(self) -> int:
        """Return the descriptor that can be read once there is something to take."""

    def take(self) -> None:
        """Take what has come."""


def serve_in_forks(
    control: socket.socket,
    serve: Callable[[socket.socket], int],
    *,
    pinned: bool = False,
    inboxes: Sequence[Inbox] = (),
) -> None:
    """Serve requests until the control socket closes; then end whatever still runs.

    Args:
        control: Where requests come from: a stream socket.
        serve: Called in a fork with the conversation about one request; returns its exit status.
        pinned: Whether each fork keeps to one processor. It takes turns with its worker, and to wake a
            process on another processor costs more than the work in between.
        inboxes: What forks tell this process, for the forks after them.
    """
    server = _Server(control, serve, sorted(os.sched_getaffinity(0)) if pinned else (), inboxes)
    try:
        server.run()
    finally:
        server.end_all()


class _Server:
    """The forks under way, by the descriptors they are watched through."""

    def __init__(
        self,
        control: socket.socket,
        serve: Callable[[socket.socket], int],
        cores: Sequence[int],
        inboxes: Sequence[Inbox],
    ) -> None:
        self._control = control
        self._serve = serve
        self._cores = cores
        self._core_of: dict[int, int] = {}  # by the process's descriptor, the oldest first
        self._poll = select.poll()
        self._poll.register(control, select.POLLIN)
        self._inboxes = {inbox.fileno(): inbox for inbox in inboxes}
        for descriptor in self._inboxes:
            self._poll.register(descriptor, select.POLLIN)
        # Process and lifeline, by the process's descriptor.
        self._forks: dict[int, tuple[int, socket.socket]] = {}
        self._lifelines: dict[int, int] = {}  # the process's descriptor, by that of the lifeline

    def run(self) -> None:
        while True:
            ready = [descriptor for descriptor, _ in self._poll.poll()]
            for descriptor in self._inboxes.keys() & ready:
                self._inboxes[descriptor].take()  # first, so that whoever is forked now knows of it
            for descriptor in ready:
                if descriptor == self._control.fileno():
                    if not self._accept():
                        return
                elif descriptor in self._forks:
                    self._bury(descriptor)
                elif descriptor in self._lifelines:
                    # Nobody sends anything: it was closed.
                    self._poll.unregister(descriptor)
                    process, _ = self._forks[self._lifelines[descriptor]]
                    os.kill(process, signal.SIGKILL)

    def end_all(self) -> None:
        for process, _ in self._forks.values():
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)

    def _accept(self) -> bool:
        message, descriptors, _, _ = socket.recv_fds(self._control, 1, _DESCRIPTORS)
        if not message:
            return False
        conversation, lifeline, errors = descriptors
        core = self._next_core()
        process = os.fork()
        if process == 0:
            self._become_fork(conversation, lifeline, errors, core)
        os.close(conversation)
        os.close(errors)
        watch = os.pidfd_open(process)
        self._forks[watch] = (process, socket.socket(fileno=lifeline))
        self._lifelines[lifeline] = watch
        if core is not None:
            self._core_of[watch] = core
        self._poll.register(watch, select.POLLIN)
        self._poll.register(lifeline, select.POLLHUP)
        return True

    def _next_core(self) -> int | None:
        """Choose the core that nobody uses, or whose youngest fork is older than those of the others.

        How many use a core says little: one that has gone on for long may wait for something, and use none.
        """
        latest = {core: begun for begun, core in enumerate(self._core_of.values())}
        return min(self._cores, key=lambda core: latest.get(core, -1), default=None)

    def _become_fork(self, conversation: int, lifeline: int, errors: int, core: int | None) -> NoReturn:
        """Serve one request; only this process's own end is reached from here."""
        import resource  # noqa: PLC0415  # only POSIX has it

        status = 1
        try:
            prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
            if core is not None:
                os.sched_setaffinity(0, (core,))
            set_limits({resource.RLIMIT_AS: _address_space() + _MEMORY_BYTES})
            os.dup2(errors, 2)
            self._control.close()
            for descriptor in (lifeline, errors, *self._inherited()):
                os.close(descriptor)
            status = self._serve(socket.socket(fileno=conversation))
        except BaseException:  # noqa: BLE001  # nothing may unwind into the warm process's own frames
            sys.excepthook(*sys.exc_info())
        finally:
            sys.stderr.flush()
            os._exit(status)

    def _inherited(self) -> Iterator[int]:
        for watch, (_, lifeline) in self._forks.items():
            yield watch
            yield lifeline.detach()

    def _bury(self, watch: int) -> None:
        process, lifeline = self._forks.pop(watch)
        self._core_of.pop(watch, None)
        _, status, used = os.wait4(process, 0)
        self._poll.unregister(watch)
        os.close(watch)
        del self._lifelines[lifeline.fileno()]
        with suppress(KeyError):
            self._poll.unregister(lifeline)
        with suppress(OSError):  # nobody reads it any more
            ending = f"{os.waitstatus_to_exitcode(status)} {used.ru_maxrss}"
            lifeline.send(ending.encode("ascii"))
        lifeline.close()
