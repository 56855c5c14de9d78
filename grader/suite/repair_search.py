"""Search for one small change with which failed checks pass: it shows where a mistake is, and its kind."""

import ast
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import islice
from typing import Final

import numpy as np

from grader.diagnosis.failure_signature import FailureSignature
from grader.model.limits import Limits
from grader.mutation.program_text import Mutant
from grader.mutation.regions import Region, find_regions
from grader.mutation.repairs import make_repairs, reachable_functions
from grader.mutation.variants import CHOOSE, combine_variants
from grader.sandbox.faults import StudentFault, TimedOut, WallClock
from grader.suite.jobs import Trial
from grader.suite.plugin import CheckRun, SuitePlugin
from grader.suite.proxy import Session
from grader.suite.trials import try_program

__all__ = ["RepairSearch", "limits_of_search"]

# So many, that how fast the machine is decides only where a check takes many times as long as most.
_MOST_TRIED: Final = 600
_MOST_TRIED_IN_ALL: Final = 1000
_SECONDS: Final = 6.0
_MOST_REGIONS: Final = 60
_MOST_WATCHED: Final = 3
_MOST_ENDLESS: Final = 4
_BATCH: Final = 100


def limits_of_search(limits: Limits) -> Limits:
    """Return what a changed submission may use: many run in one process, and some of them for ever."""
    return replace(limits, cpu_seconds_per_call=min(0.5, limits.cpu_seconds_per_call), cpu_seconds_total=60.0)


class RepairSearch:
    """Looks for repairs of one submission.

    Args:
        plugin: Holds the checks.
        source: Text of the submission.
        start: Starts a conversation with a program that may use `limits_of_search`.
    """

    def __init__(self, plugin: SuitePlugin, source: str, start: Callable[[str], Session]) -> None:
        self._plugin = plugin
        self._source = source
        self._start = start
        self._until = time.thread_time() + _SECONDS
        self._endless = 0
        self.tried = 0

    def find(
        self, failures: Mapping[str, FailureSignature], passed: Sequence[str], functions: Sequence[str]
    ) -> Mutant | None:
        """Find a change with which some failing checks pass, and those that pass still do.

        Args:
            failures: How the failing checks failed, by id.
            passed: Ids of the checks that pass.
            functions: The functions that these call, the likeliest to be wrong first.
        """
        reachable = reachable_functions(self._source, functions)
        regions = find_regions(self._source, reachable)[:_MOST_REGIONS]
        repairs = make_repairs(self._source, self._suspect(regions, failures))
        for mutant in self._passing(islice(repairs, _MOST_TRIED), tuple(failures)):
            trial = Trial(
                name="repair", source=mutant.source, seed=None, checks=(*failures, *passed), until_lost=True
            )
            if not try_program(self._plugin, trial, self._start).lost:
                return mutant
        return None

    def _suspect(self, regions: Sequence[Region], failures: Mapping[str, FailureSignature]) -> list[Region]:
        """Keep the regions on which all depends that is wrong, and nothing that is right."""
        watched = [check for check, one in failures.items() if not one.exception and one.names]
        watched = watched[:_MOST_WATCHED]
        knockouts = [one.knockout for one in regions if one.knockout is not None]
        depends = dict[str, bool]()
        for mutant, runs in self._run(knockouts, watched, until_lost=False):
            after = [run.signature for run in runs]
            depends[mutant.source] = all(
                now is None or _is_explained(failures[check], now)
                for check, now in zip(watched, after, strict=False)
            )
        return [one for one in regions if one.knockout is None or depends.get(one.knockout.source, True)]

    def _passing(self, mutants: Iterable[Mutant], checks: Sequence[str]) -> Iterator[Mutant]:
        for mutant, runs in self._run(mutants, checks, until_lost=True):
            if len(runs) == len(checks) and runs[-1].error is None:
                yield mutant

    def _run(
        self, mutants: Iterable[Mutant], checks: Sequence[str], *, until_lost: bool
    ) -> Iterator[tuple[Mutant, list[CheckRun]]]:
        """Run checks with one mutant after the other, as long as there is time."""
        waiting = iter(mutants)
        while checks and (batch := list(islice(waiting, _BATCH))):
            program = combine_variants(self._source, batch)
            if not _is_python(program):
                batch = [one for one in batch if _is_python(one.source)]
                program = combine_variants(self._source, batch)
            done = 0
            while done < len(batch) and self._has_time():
                with closing(self._start(program)) as session:
                    for number in range(done, len(batch)):
                        if not self._has_time():
                            return
                        done += 1
                        self.tried += 1
                        runs = self._run_one(session, number, checks, until_lost=until_lost)
                        yield batch[number], runs
                        if any(isinstance(run.error, TimedOut | WallClock) for run in runs):
                            self._endless += 1
                            break
            if not self._has_time():
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
        spent = self.tried >= _MOST_TRIED_IN_ALL or self._endless >= _MOST_ENDLESS
        return not spent and time.thread_time() < self._until


def _is_python(source: str) -> bool:
    try:
        ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _is_explained(before: FailureSignature, after: FailureSignature) -> bool:
    """Tell whether all that is wrong has changed, and nothing that is right."""
    if after.names != before.names:
        return True  # it broke off
    return all(
        _differ(came, now) == wrong
        for came, now, wrong in zip(before.actual, after.actual, before.wrong, strict=True)
    )


def _differ(first: object, second: object) -> bool:
    if isinstance(first, np.ndarray) and isinstance(second, np.ndarray):
        return not (first.shape == second.shape and np.array_equal(first, second, equal_nan=True))
    return type(first) is not type(second) or first != second
