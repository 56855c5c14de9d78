"""Run suites in processes of their own, and read what they report."""

import os
import select
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Final, Self

from grader.errors import UsageError
from grader.sandbox.process import describe_ending
from grader.suite.forking import can_fork, hand_over
from grader.wire.channel import MAX_FRAME_BYTES, Channel, ChannelClosed

if TYPE_CHECKING:
    from grader.model.check import Check
    from grader.suite.jobs import RunRequest, SubmissionJob, SuiteJob
    from grader.suite.results import ResultReader, SuiteRun

__all__ = ["Runner", "RunningSuite", "WarmSuite", "run_suite", "usable_cores"]

_MODULE: Final = "grader.suite.runner_main"
_PROCESS: Final = "the process that runs the suite"
_ENDING_SECONDS: Final = 5.0
_MOST_ERRORS: Final = 1 << 16


_Process = tuple[socket.socket, "subprocess.Popen[bytes]"]


class Runner:
    """A process that runs suites, each in a fork of itself, so that no run sees another's module state.

    It starts at once and imports what it needs while the caller finds out what it is to run. Use it as a
    context manager: leaving ends the process with all its forks, whatever they are doing. Where the system
    cannot fork, every run has a process of its own. Suites whose submissions may import more than NumPy have
    another such process for what they may import, which starts with the first of them.

    Args:
        levels: Levels of isolation to try, such as `L3`; all if none is named.
    """

    def __init__(self, levels: Sequence[str] = ()) -> None:
        self._levels = tuple(levels)
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  # closed with the runner
        self._processes: dict[tuple[str, ...], _Process] = {(): _spawn(self._levels, self._errors)}
        self._fresh = True
        self._open: list[RunningSuite] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for run in self._open:
            run.close()
        for control, process in self._processes.values():
            control.close()
            _end(process)
        self._errors.close()

    def start(self, request: "RunRequest") -> "RunningSuite":
        """Have a request served, and return while it runs.

        Raises:
            UsageError: A package that submissions may import is not installed as it is named.
        """
        packages = request.suite.packages
        if packages:
            from grader.sandbox.packages import find_packages  # noqa: PLC0415  # few suites name any

            find_packages(packages)
        run = self._forked(packages) if can_fork() else self._separate(packages)
        self._open.append(run)
        run.send(request)
        return run

    def open_suite(self, suite: "SuiteJob", seed: int = 0) -> "WarmSuite":
        """Have a suite collected once, for many submissions.

        Args:
            suite: The suite.
            seed: What most of them will draw from: what is drawn from it is read once for all.

        Raises:
            UsageError: This system cannot fork processes, or see `start`.
        """
        from grader.suite.jobs import RunRequest  # noqa: PLC0415  # the process is to start before

        if not can_fork():
            raise UsageError("This system cannot fork processes.", "Grade the submissions one by one.")
        return WarmSuite(self.start(RunRequest(suite=suite, seed=seed)))

    def _forked(self, packages: tuple[str, ...]) -> "RunningSuite":
        if packages not in self._processes:
            self._processes[packages] = _spawn((*self._levels, *packages), self._errors)
        control, process = self._processes[packages]
        return _in_fork(control, lambda: _describe(process))

    def _separate(self, packages: tuple[str, ...]) -> "RunningSuite":
        if self._fresh and not packages:
            self._fresh = False
            control, first = self._processes[packages]
            return RunningSuite(control, None, self._errors, lambda: _describe(first))
        errors = tempfile.TemporaryFile()  # noqa: SIM115  # closed with the run
        ours, process = _spawn((*self._levels, *packages), errors)

        def ending() -> str:
            return _describe(process)

        return RunningSuite(ours, None, errors, ending, lambda: _end(process))


class WarmSuite:
    """A suite that has been collected once, and judges each submission in a fork of its process.

    Args:
        process: The process that collects it.
    """

    def __init__(self, process: "RunningSuite") -> None:
        self._process = process

    def is_collected(self, timeout: float) -> bool:
        """Wait until submissions can be judged, or their process has ended, which each of them then shows.

        Args:
            timeout: Seconds to wait.

        Returns:
            Whether that is so.

        Raises:
            UsageError: This machine cannot confine the code as far as the suite asks.
        """
        return self._process.is_collected(timeout)

    def start(self, submission: "SubmissionJob") -> "RunningSuite":
        """Have a submission judged, and return while that goes on; whoever starts it closes it."""
        run = _in_fork(self._process.conversation, self._process.last_words)
        run.send(submission)
        return run


def _in_fork(control: socket.socket, ending: Callable[[], str]) -> "RunningSuite":
    ours, theirs = socket.socketpair()
    lifeline, handle = socket.socketpair()
    errors = tempfile.TemporaryFile()  # noqa: SIM115  # closed with the run
    with theirs, handle, suppress(OSError):  # a process that has died shows where its results are read
        hand_over(control, theirs, handle, errors.fileno())
    return RunningSuite(ours, lifeline, errors, ending)


class RunningSuite:
    """A suite that runs in another process.

    Attributes:
        conversation: Our end of the conversation about the request; readable when something has come.

    Args:
        conversation: Our end of the conversation about the request.
        lifeline: Our end of the lifeline; None where the process is not a fork.
        errors: Takes what the process writes to standard error.
        ending: Tells how the process ended that forked this one, or this one itself.
        end: Ends the process; None where closing the lifeline does.
    """

    def __init__(
        self,
        conversation: socket.socket,
        lifeline: socket.socket | None,
        errors: IO[bytes],
        ending: Callable[[], str],
        end: Callable[[], None] | None = None,
    ) -> None:
        self.conversation = conversation
        self._channel = Channel(conversation, MAX_FRAME_BYTES)
        self._lifeline = lifeline
        self._errors = errors
        self._ending = ending
        self._end = end
        self._killed = ""
        self._buried = b""

    def send(self, request: "RunRequest | SubmissionJob") -> None:
        """Send what the process is to do; one that has died is noticed where its results are read."""
        from grader.model.serialisation import to_json  # noqa: PLC0415  # the process is to start before

        with suppress(ChannelClosed):
            self._channel.send(to_json(request))

    def kill(self, reason: str) -> None:
        """End the process before its time, and say so in the result.

        Args:
            reason: What goes on after "the process that runs the suite".
        """
        self._killed = reason
        self.close()

    def close(self) -> None:
        """End the process, whatever it is doing."""
        self._channel.close()
        if self._lifeline is not None:
            self._lifeline.close()
        if self._end is not None:
            self._end()
        with suppress(OSError):
            self._errors.close()

    def finish(
        self,
        on_check: "Callable[[Check, int], None]" = lambda _check, _total: None,
        on_trial: Callable[[Mapping[str, Any]], None] = lambda _trial: None,
        on_tried: Callable[[int], None] = lambda _tried: None,
    ) -> "SuiteRun":
        """Read the results to their end.

        Args:
            on_check: Told each check as it is decided, and how many there are.
            on_trial: Told how each program of a request with trials fared, in plain data.
            on_tried: Told now and then how many small changes of the submission have been tried, to find
                one with which failed checks pass.

        Returns:
            Every check. Those a process that died left undecided are pending, by fault of the grader.

        Raises:
            UsageError: This machine cannot confine the code as far as the request asks.
        """
        # The process is to start before all this is imported.
        from grader.suite.results import ResultReader  # noqa: PLC0415  # see above

        reader = ResultReader(on_check, on_trial, on_tried)
        while not self.advance(reader):
            pass
        return self.result(reader)

    def is_collected(self, timeout: float) -> bool:
        """Wait until the process is ready for submissions, or has ended; see `WarmSuite.is_collected`."""
        from grader.suite.results import ResultReader  # noqa: PLC0415  # the process is to start before

        reader = ResultReader(lambda _check, _total: None, lambda _trial: None)
        try:
            frame = self._channel.receive(timeout)
        except ChannelClosed:
            return True
        if frame is not None:
            reader.take(frame)
        return frame is not None

    def advance(self, reader: "ResultReader", timeout: float | None = None) -> bool:
        """Read what has come.

        Args:
            reader: Gathers it.
            timeout: Seconds to wait for a message; None waits for ever.

        Returns:
            Whether the run has ended.
        """
        try:
            frame = self._channel.receive(timeout)
        except ChannelClosed:
            return True
        while frame is not None:
            reader.take(frame)
            if reader.ended:
                return True
            frame = self._channel.buffered()
        return False

    def result(self, reader: "ResultReader") -> "SuiteRun":
        """Return what a run that has ended found."""
        return reader.result(self.last_words, self._written)

    def last_words(self) -> str:
        """Describe the end of a process that did not finish."""
        ending = self._killed or self._fork_ending() or self._ending() or "ended without a word"
        last = self._written().strip().rpartition("\n")[2]
        return f"{_PROCESS} {ending.removeprefix(f'{_PROCESS} ')}" + (f": {last}" if last else "")

    def peak_memory(self) -> int:
        """Return how much memory a fork that has ended held at most, in bytes; 0 where that is not known."""
        _, _, kibibytes = self._last_of_fork().partition(b" ")
        return 1024 * int(kibibytes or b"0")

    def _fork_ending(self) -> str:
        status, _, _ = self._last_of_fork().partition(b" ")
        return describe_ending(int(status)) if status else ""

    def _last_of_fork(self) -> bytes:
        """Return what the lifeline says once the fork has ended; nothing where there is none."""
        if self._lifeline is not None and not self._buried:
            with suppress(OSError, ValueError):  # it may be closed
                readable, _, _ = select.select([self._lifeline], [], [], _ENDING_SECONDS)
                self._buried = self._lifeline.recv(64) if readable else b""
        return self._buried

    def _written(self) -> str:
        if self._errors.closed:
            return ""
        self._errors.seek(0)
        return self._errors.read()[-_MOST_ERRORS:].decode("utf-8", "replace")


def run_suite(request: "RunRequest") -> "SuiteRun":
    """Serve one request from beginning to end in a process of its own."""
    with Runner() as runner:
        return runner.start(request).finish()


def usable_cores() -> int:
    """Return how many processors this process may use, which may be fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _spawn(arguments: Sequence[str], errors: IO[bytes]) -> _Process:
    ours, theirs = socket.socketpair()
    with theirs:
        share = sys.platform == "win32"
        where = "share" if share else str(theirs.fileno())
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", _MODULE, where, *arguments],
            stdin=subprocess.PIPE if share else subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # what a suite prints goes nowhere
            stderr=errors,
            pass_fds=() if share else (theirs.fileno(),),
            env=_environment(),
        )
        if sys.platform == "win32" and process.stdin is not None:
            with process.stdin as pipe:
                pipe.write(theirs.share(process.pid))
    return ours, process


def _describe(process: "subprocess.Popen[bytes]") -> str:
    try:
        return describe_ending(process.wait(_ENDING_SECONDS))
    except subprocess.TimeoutExpired:
        return ""


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    process.wait()


def _environment() -> dict[str, str]:
    """Return the caller's environment without what would change how pytest runs."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    return {
        **kept,
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTHONUTF8": "1",
        "PYTHONHASHSEED": "0",  # sets of texts are in the same order in every run
        "OPENBLAS_NUM_THREADS": "1",
    }
