"""Everything that attacks run with, started once: the targets, fork servers, and levels that hold."""

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from types import TracebackType
from typing import Self

from grader.model.isolation import Isolation
from grader.sandbox.confinement.readable import find_readable
from grader.sandbox.forked_worker import ForkedWorker, ForkServer, ForkServerError
from grader.sandbox.probe import judge_probe, start_probe
from tests.attacks.harness.attack import LIMITS, LOCKDOWN, Attack
from tests.attacks.harness.reading_run import run_reading
from tests.attacks.harness.removals import REMOVALS
from tests.attacks.harness.report_run import run_report
from tests.attacks.harness.suite_run import run_suite
from tests.attacks.harness.trial import Trial, run_check
from tests.attacks.harness.unprotected_grader import run_without_boundary
from tests.attacks.harness.watch import adopt_orphans
from tests.attacks.harness.world import World, settle

__all__ = ["Arena", "Unavailable"]


class Unavailable(Exception):
    """This machine cannot run an attack this way."""


class _Server(ForkServer):
    """A fork server that knows whether it has ended."""

    @property
    def ended(self) -> bool:
        """Return whether it has ended."""
        return self._process.poll() is not None


class Arena:
    """Runs attacks, one after the other. Use it in a `with`."""

    def __init__(self) -> None:
        adopt_orphans()
        self.world = World()
        self._servers: dict[tuple[Isolation, frozenset[str]], _Server] = {}
        self._problems: dict[Isolation, str] = {}

    def run(self, attack: Attack, level: Isolation) -> Trial:
        """Run an attack against all defences of a level.

        Raises:
            Unavailable: The level does not hold here.
        """
        if problem := self.problem(level):
            raise Unavailable(f"{level} is not available here: {problem}")
        if attack.via == "suite":
            return run_suite(attack, self.world, level)
        if attack.via == "reading":
            return run_reading(attack, self.world)
        start = self._start(level, frozenset())
        return (run_report if attack.via == "report" else run_check)(attack, self.world, start)

    def run_without(self, attack: Attack) -> Trial:
        """Run an attack with its defences removed.

        Raises:
            Unavailable: There is nobody here who could remove them.
        """
        for defence in attack.defences:
            if defence in REMOVALS:
                return REMOVALS[defence](attack, self.world, self._start(Isolation.L3, frozenset()))
        if "boundary" in attack.defences:
            return run_without_boundary(attack, self.world)
        if attack.via == "suite":
            return run_suite(attack, self.world, Isolation.L1)
        without = frozenset(attack.defences)
        start = self._start(Isolation.L3, without & set(LOCKDOWN))
        trial = run_check(attack, self.world, start, without & set(LIMITS))
        server = self._servers[Isolation.L3, without & set(LOCKDOWN)]
        if trial.verdict == "crashed":  # a process that is killed takes a moment to go
            settle(lambda: server.ended)
        if server.ended:
            trial.note("signal", "the process that starts workers was ended")
        return trial

    def starter(self, level: Isolation) -> Callable[[], ForkedWorker]:
        """Give what starts workers against all defences of a level."""
        return self._start(level, frozenset())

    def problem(self, level: Isolation) -> str:
        """Describe why a level is not available; empty if it is."""
        if level not in self._problems:
            try:
                server = self._server(level, frozenset())
                self._problems[level] = judge_probe(start_probe(server))
            except (OSError, ForkServerError) as error:
                self._problems[level] = str(error)
        return self._problems[level]

    def _server(self, level: Isolation, without: Iterable[str]) -> _Server:
        key = (level, frozenset(without))
        server = self._servers.get(key)
        if server is not None and server.ended:
            server.close()
            server = None
        if server is None:
            server = self._servers[key] = _Server(level, find_readable(), tuple(key[1]))
        server.wait_until_ready()
        return server

    def _start(self, level: Isolation, without: frozenset[str]) -> Callable[[], ForkedWorker]:
        self._server(level, without)
        return lambda: self._server(level, without).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with ExitStack() as stack:
            stack.callback(self.world.close)
            for server in self._servers.values():
                stack.callback(server.close)
