"""Run the submissions of a class on a Dask cluster, whose workers and whose scheduler may be lost."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from secrets import token_hex
from types import TracebackType
from typing import Final, Self

from grader.authoring.bundle import make_bundle
from grader.cluster.session import LostConnectionError, NoWorkersError, Session
from grader.cluster.suite_on_worker import SuiteOnWorker
from grader.cohort.units import Decided, Grading, Unit
from grader.errors import UsageError
from grader.model.check import Fault, RunFault
from grader.suite.results import SuiteRun

__all__ = ["ClusterExecutor"]

_FIRST_SECONDS: Final = 10.0
"""Time for the scheduler to answer, and for a worker to be there, when a run begins."""
_PATIENCE_SECONDS: Final = 180.0
"""Time for what was lost to be started again."""
_TRY_SECONDS: Final = 5.0
_PAUSE_SECONDS: Final = 0.5
_GIVEN_UP: Final = "the workers of the cluster that graded it were lost, one after the other"


class ClusterExecutor:
    """Runs units on a Dask cluster. Use it as a context manager: leaving ends every run.

    The suite travels as a bundle, once to each worker. The cluster has no more units at a time than keep its
    workers busy. What a lost worker had is run by another one; if the scheduler is started again, whatever
    has no result is submitted anew.

    Args:
        grading: What all units have in common.
        address: Where the scheduler listens, such as `tcp://10.0.0.5:8786`.
        on_wait: Called whenever something has been waited for, and may raise what ends the run.

    Raises:
        UsageError: The cluster is not there, or cannot grade as this machine would.
        CourseFault: A file of the course cannot be read, or something is not recorded.
    """

    def __init__(self, grading: Grading, address: str, on_wait: Callable[[], None] = lambda: None) -> None:
        self._grading = grading
        self._address = address
        self._on_wait = on_wait
        self._name = f"grade_unit-{token_hex(8)}"
        only = replace(grading.course, assignments=(grading.assignment,))
        self._suite = SuiteOnWorker(grading, make_bundle(only))
        try:
            self._session = self._connect(_FIRST_SECONDS)
        except NoWorkersError as error:
            raise self._no_workers() from error
        except LostConnectionError as error:
            raise UsageError(
                f"No Dask scheduler answers at {address}: {error}.",
                "Start one with `dask scheduler`, or give the address that it prints.",
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._session.finish()

    def run(self, units: Iterable[Unit]) -> Iterator[Decided]:
        """Run units, and give each once, when it is decided, in whatever order that is.

        Raises:
            UsageError: The cluster was lost and did not come back, or cannot grade as this machine would.
        """
        waiting = iter(units)
        under_way: dict[str, Unit] = {}
        manned = time.monotonic()
        while True:
            try:
                self._fill(under_way, waiting)
                if not under_way:
                    return
                found = self._session.collect()
            except LostConnectionError:
                self._resume(under_way)
                continue
            self._on_wait()
            if found or self._session.manned:
                manned = time.monotonic()
            elif time.monotonic() - manned > _PATIENCE_SECONDS:
                raise self._no_workers()
            for name, decided in found.items():
                unit = under_way.pop(name, None)
                if unit is not None:
                    yield decided or self._give_up(unit)

    def _fill(self, under_way: dict[str, Unit], waiting: Iterator[Unit]) -> None:
        """Submit as many units as keep the cluster busy."""
        while len(under_way) < self._session.window:
            unit = next(waiting, None)
            if unit is None:
                return
            under_way[unit.name] = unit
            self._session.submit(unit)

    def _connect(self, patience: float) -> Session:
        """Connect, and try again as long as there is time.

        Raises:
            LostConnectionError: The time is over.
            UsageError: The cluster cannot grade as this machine would.
        """
        until = time.monotonic() + patience
        while True:
            self._on_wait()
            try:
                return Session(self._address, self._name, self._suite, _TRY_SECONDS)
            except LostConnectionError:
                if time.monotonic() > until:
                    raise
                time.sleep(_PAUSE_SECONDS)

    def _resume(self, under_way: dict[str, Unit]) -> None:
        """Connect anew, and submit anew whatever has no result.

        Raises:
            UsageError: The cluster did not come back.
        """
        while True:
            self._session.close()
            try:
                self._session = self._connect(_PATIENCE_SECONDS)
            except LostConnectionError as error:
                raise UsageError(
                    f"The Dask cluster at {self._address} was lost, and did not come back with its workers "
                    f"within {_PATIENCE_SECONDS:.0f} s. What was decided until then is stored.",
                    "Start it again, and the same command goes on from there.",
                ) from error
            with suppress(LostConnectionError):
                for unit in under_way.values():
                    self._session.submit(unit)
                return

    def _no_workers(self) -> UsageError:
        return UsageError(
            f"The cluster at {self._address} has no workers.",
            f"Start one for each core that it is to use: dask worker {self._address} --nthreads 1",
        )

    def _give_up(self, unit: Unit) -> Decided:
        fault = RunFault(kind=Fault.GRADER, message=_GIVEN_UP)
        return self._grading.decide(unit, SuiteRun(checks=(), faults=(fault,), isolation=""), 0.0)
