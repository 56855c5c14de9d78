"""Run checks against one changed submission after the other, many of them in one worker."""

import ast
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import islice
from typing import Final

from grader.model.limits import Limits
from grader.mutation.program_text import Mutant
from grader.mutation.variants import CHOOSE, combine_variants
from grader.sandbox.faults import StudentFault, TimedOut, WallClock
from grader.suite.check_run import CheckRun
from grader.suite.jobs import Trial
from grader.suite.plugin import SuitePlugin
from grader.suite.session import Session
from grader.suite.trials import try_program

__all__ = ["VariantRuns", "limits_of_variants"]

_BATCH: Final = 100
_TOLD_EVERY: Final = 10
_MOST_RUN: Final = 1000
_MOST_ENDLESS: Final = 4
# Ends what is left only where a check takes many times as long as most: else the numbers above do.
_CPU_SECONDS: Final = 6.0


def limits_of_variants(limits: Limits) -> Limits:
    """Return what a changed submission may use: many run in one process, and some of them for ever."""
    return replace(limits, cpu_seconds_per_call=min(0.5, limits.cpu_seconds_per_call), cpu_seconds_total=60.0)


class VariantRuns:
    """Runs checks against mutants of a submission, as long as there is time.

    Args:
        plugin: Holds the checks.
        source: Text of the submission.
        start: Starts a conversation with a program that may use `limits_of_variants`.
        on_tried: Told now and then how many mutants have been tried.

    Attributes:
        source: Text of the submission.
    """

    def __init__(
        self,
        plugin: SuitePlugin,
        source: str,
        start: Callable[[str], Session],
        on_tried: Callable[[int], None],
    ) -> None:
        self.source = source
        self._plugin = plugin
        self._start = start
        self._on_tried = on_tried
        self._until = time.thread_time() + _CPU_SECONDS
        self._endless = 0
        self._count = 0

    def run(
        self, mutants: Iterable[Mutant], checks: Sequence[str], *, until_lost: bool = False
    ) -> Iterator[tuple[Mutant, list[CheckRun]]]:
        """Run checks with each mutant in turn.

        Args:
            mutants: The mutants.
            checks: Ids of the checks; without any, nothing is run.
            until_lost: Whether to go on with the next mutant after a check that fails.

        Yields:
            Each mutant and the runs of the checks; fewer runs than checks where it could not be loaded.
        """
        waiting = iter(mutants)
        while checks and self._has_time() and (batch := list(islice(waiting, _BATCH))):
            program = combine_variants(self.source, batch)
            if not _is_python(program):
                batch = [one for one in batch if _is_python(one.source)]
                program = combine_variants(self.source, batch)
            left = deque(enumerate(batch))
            while left and self._has_time():
                with closing(self._start(program)) as session:
                    yield from self._run_in(session, left, checks, until_lost=until_lost)

    def passes(self, mutant: Mutant, checks: Sequence[str]) -> bool:
        """Tell whether every check passes with a mutant in a worker of its own."""
        trial = Trial(name="variant", source=mutant.source, seed=None, checks=tuple(checks), until_lost=True)
        return not try_program(self._plugin, trial, self._start).lost

    def _run_in(
        self, session: Session, left: deque[tuple[int, Mutant]], checks: Sequence[str], *, until_lost: bool
    ) -> Iterator[tuple[Mutant, list[CheckRun]]]:
        """Run what is left, up to the first one that does not end: its worker is gone."""
        while left and self._has_time():
            number, mutant = left.popleft()
            if self._count % _TOLD_EVERY == 0:
                self._on_tried(self._count)
            self._count += 1
            runs = self._run_one(session, number, checks, until_lost=until_lost)
            yield mutant, runs
            if any(isinstance(run.error, TimedOut | WallClock) for run in runs):
                self._endless += 1
                return

    def _run_one(
        self, session: Session, number: int, checks: Sequence[str], *, until_lost: bool
    ) -> list[CheckRun]:
        runs: list[CheckRun] = []
        for check in checks:
            try:
                session.run("call", session.resolve(CHOOSE), (number,), {}, words=CHOOSE)
            except StudentFault:
                break
            runs.append(self._plugin.run(check, session))
            if until_lost and runs[-1].error is not None:
                break
        return runs

    def _has_time(self) -> bool:
        spent = self._count >= _MOST_RUN or self._endless >= _MOST_ENDLESS
        return not spent and time.thread_time() < self._until


def _is_python(source: str) -> bool:
    try:
        ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
