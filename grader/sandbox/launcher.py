"""Start workers at the highest level of confinement that holds on this machine."""

import platform
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Protocol, Self

from grader.errors import InsufficientIsolation, UsageError
from grader.model.isolation import Isolation
from grader.sandbox.confinement.readable import Readable, find_readable
from grader.sandbox.forked_worker import ForkedWorker, ForkServer, ForkServerError
from grader.sandbox.probe import judge_probe, start_probe
from grader.sandbox.process import WorkerProcess, spawn_worker

__all__ = ["ALL_LEVELS", "Confinement", "Launcher", "Refusal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A level that was not used.

    Attributes:
        level: The level.
        reason: Why it does not hold here.
        advice: What would help, as a sentence; empty if unknown.
    """

    level: Isolation
    reason: str
    advice: str = ""

    def __str__(self) -> str:
        sentence = f"{self.level} is not available: {self.reason}."
        return f"{sentence} {self.advice}" if self.advice else sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Confinement:
    """The level in use, and those above it that do not hold.

    Attributes:
        level: The highest level whose probe let nothing through.
        refused: The levels above it that were tried, highest first.
        proven: Whether attacks have been run on this processor architecture; elsewhere the filter of system
            calls has only been tested by interpreting it.
        details: Parts of the level on this machine, such as the version of Landlock.
    """

    level: Isolation
    refused: tuple[Refusal, ...] = ()
    proven: bool = True
    details: tuple[str, ...] = ()


ALL_LEVELS: Final = (Isolation.L4, Isolation.L3, Isolation.L1)


class Launcher:
    """Starts workers at the highest level that holds; closing it, as a `with` does, ends all of them.

    It begins at once and waits for nothing: whether a level holds is decided when it is first asked for
    something. Make it in a thread that lives as long as it does: the kernel ends what it starts together
    with the thread that started it.

    Args:
        minimum: Lowest acceptable level; None accepts every level, until a call of `require`.
        levels: Levels to try.
        packages: Packages that submissions may import, with their versions.

    Raises:
        UsageError: One of the packages is not installed as it is named.
    """

    def __init__(
        self,
        minimum: Isolation | None = None,
        levels: Sequence[Isolation] = ALL_LEVELS,
        packages: Sequence[str] = (),
    ) -> None:
        self._minimum = minimum
        self._left = sorted(set(levels), reverse=True)
        self._refused: list[Refusal] = []
        self._confinement: Confinement | None = None
        self._readable = find_readable(packages)
        self._candidate: _Candidate | None = self._next()

    @property
    def level(self) -> Isolation:
        """The level in use; waits until it is known to hold.

        Raises:
            InsufficientIsolation: No acceptable level holds here.
        """
        return self.confinement.level

    @property
    def confinement(self) -> Confinement:
        """The level in use, and why no higher one is; waits until it is known to hold.

        Raises:
            InsufficientIsolation: No acceptable level holds here.
            UsageError: One of the packages cannot be imported.
        """
        if self._confinement is None:
            self._confinement = self._choose()
        return self._confinement

    def settle(self) -> None:
        """Wait until it is known which level holds; that none does shows when one is asked for."""
        with suppress(UsageError):
            _ = self.confinement

    def require(self, minimum: Isolation) -> None:
        """Require a level.

        Raises:
            InsufficientIsolation: It does not hold here.
        """
        if self.level < minimum:
            raise self._insufficient(minimum)

    def start(self) -> WorkerProcess:
        """Start a worker, without waiting for it.

        Raises:
            InsufficientIsolation: No acceptable level holds here.
        """
        _ = self.confinement
        if self._candidate is None:
            raise ValueError("the launcher is closed")
        return self._candidate.start()

    def close(self) -> None:
        """End every worker and what started them; return when they are gone."""
        candidate, self._candidate = self._candidate, None
        if candidate is not None:
            candidate.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _choose(self) -> Confinement:
        while self._candidate is not None:
            candidate = self._candidate
            problem = candidate.problem()
            if not problem:
                return Confinement(
                    level=candidate.level,
                    refused=tuple(self._refused),
                    proven=candidate.level is Isolation.L1 or _is_proven_here(),
                    details=candidate.details(),
                )
            self._refuse(candidate.level, problem)
            candidate.close()
            self._candidate = self._next()
        raise self._insufficient(self._minimum or Isolation.L1)

    def _next(self) -> "_Candidate | None":
        """Begin the highest level that has not been tried."""
        while self._left and self._left[0] >= (self._minimum or Isolation.L1):
            level = self._left.pop(0)
            try:
                return _begin(level, self._readable)
            except (OSError, ForkServerError) as error:
                self._refuse(level, str(error))
        return None

    def _refuse(self, level: Isolation, reason: str) -> None:
        self._refused.append(Refusal(level=level, reason=reason, advice=_advice(level, reason)))

    def _insufficient(self, minimum: Isolation) -> InsufficientIsolation:
        refusals = " ".join(map(str, self._refused))
        return InsufficientIsolation(
            f"submissions must be confined at {minimum} or above ({minimum.meaning}), "
            "which this machine cannot do",
            refusals,
        )


class _Candidate(Protocol):
    """Starts workers at one level, which may turn out not to hold."""

    level: Isolation

    def problem(self) -> str:
        """Wait until the level has been tested; describe why it cannot be used, or return ""."""

    def details(self) -> tuple[str, ...]:
        """Name the parts of the level on this machine."""

    def start(self) -> WorkerProcess:
        """Start a worker."""

    def close(self) -> None:
        """End everything that was started."""


def _begin(level: Isolation, readable: Readable) -> _Candidate:
    if sys.platform == "linux":
        return _ForkedWorkers(level, readable)
    if level is Isolation.L1:
        return _SpawnedWorkers(readable)
    raise ForkServerError(f"it needs Linux, and this is {platform.system()}")


class _ForkedWorkers:
    """Has workers forked by a fork server."""

    def __init__(self, level: Isolation, readable: Readable) -> None:
        self.level = level
        self._server = ForkServer(level, readable)
        self._landlock = 0
        self._probe: ForkedWorker | None = None
        if level is not Isolation.L1:  # which confines nothing that could be tested
            try:
                self._probe = start_probe(self._server, readable.modules)
            except ForkServerError:
                self._server.close()
                raise

    def problem(self) -> str:
        try:
            self._landlock = self._server.wait_until_ready().landlock
        except (ForkServerError, UsageError) as error:
            if self._probe is not None:
                self._probe.kill()
            if isinstance(error, UsageError):
                raise
            return str(error)
        return "" if self._probe is None else judge_probe(self._probe)

    def details(self) -> tuple[str, ...]:
        if self.level is Isolation.L1:
            return ()
        return (f"Landlock interface {self._landlock}",)

    def start(self) -> WorkerProcess:
        return self._server.start()

    def close(self) -> None:
        self._server.close()


class _SpawnedWorkers:
    """Spawns an interpreter for each worker, on systems without fork; the first one starts at once."""

    level = Isolation.L1

    def __init__(self, readable: Readable) -> None:
        self._readable = readable
        self._started: list[WorkerProcess] = []
        self._spare: WorkerProcess | None = self._new()

    def problem(self) -> str:
        return ""

    def details(self) -> tuple[str, ...]:
        return ()

    def start(self) -> WorkerProcess:
        spare, self._spare = self._spare, None
        return spare or self._new()

    def close(self) -> None:
        for worker in self._started:
            worker.kill()

    def _new(self) -> WorkerProcess:
        worker = spawn_worker(self._readable)
        self._started.append(worker)
        return worker


def _is_proven_here() -> bool:
    # The filters are built in the fork server; the grader needs the table once, and only if it is asked.
    from grader.sandbox.confinement.seccomp import ARCHITECTURES  # noqa: PLC0415

    architecture = ARCHITECTURES.get(platform.machine())
    return architecture is not None and architecture.proven


def _advice(level: Isolation, reason: str) -> str:
    if level is Isolation.L4 and "not installed" in reason:
        return "Install bubblewrap 0.8 or newer (on Debian and Ubuntu: apt install bubblewrap)."
    if level is Isolation.L4 and "--disable-userns" in reason:
        return "Install bubblewrap 0.8 or newer."
    if level is Isolation.L4 and ("uid map" in reason or "namespace" in reason):
        return (
            "This system lets no program make user namespaces; its administrator can permit it to bubblewrap."
        )
    if "Landlock" in reason:
        return "It needs Linux 5.13 or newer with Landlock among its active security modules."
    return ""
