"""One connection to a Dask cluster: it is checked before it is used, and says when it is lost."""

import logging
import queue
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final

from distributed import CancelledError, Client, Future, KilledWorker
from distributed.comm.addressing import parse_address, parse_host_port
from distributed.comm.registry import get_backend

from grader import __version__
from grader.cluster.suite_on_worker import SuiteOnWorker, grade_unit, grader_version, pack, unpack_decided
from grader.cohort.units import Decided, Unit
from grader.errors import UsageError

__all__ = ["LostConnectionError", "NoWorkersError", "Session"]

_LEAST_WINDOW: Final = 16
_FOR_EACH_THREAD: Final = 3
"""Units that the cluster has for each of its threads: one runs, the others wait, so that none is idle."""
_COUNT_SECONDS: Final = 5.0
_LOOK_SECONDS: Final = 0.5
_MOST_AT_ONCE: Final = 64
_CLOSE_SECONDS: Final = 2.0
_LOSSES: Final = (OSError, CancelledError)
"""What the client raises when its scheduler is gone; time that runs out is an OSError."""
# The errors below say what these would, and once.
_LOUD: Final = (
    "distributed", "distributed.batched", "distributed.client", "distributed.core", "distributed.protocol",
    "tornado.application",
)  # fmt: skip


class LostConnectionError(Exception):
    """The scheduler does not answer, and what was under way is lost."""


class NoWorkersError(LostConnectionError):
    """The scheduler answers, and has no workers."""


class Session:
    """A connection to a cluster whose workers have the suite.

    Args:
        address: Where the scheduler listens, such as `tcp://10.0.0.5:8786`.
        name: The name of the suite, the same for all sessions of a run.
        suite: The suite.
        patience: Seconds to wait for the scheduler and for the first worker.

    Raises:
        LostConnectionError: Nobody answers at the address.
        NoWorkersError: The cluster has no workers.
        UsageError: It cannot grade as this machine would.
    """

    def __init__(self, address: str, name: str, suite: SuiteOnWorker, patience: float) -> None:
        for logger in _LOUD:
            logging.getLogger(logger).setLevel(logging.CRITICAL)
        self._address = address
        self._name = name
        self._threads = 0
        self._futures: dict[str, Future[Any]] = {}
        self._ended: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._client = _connect(address, patience)
        try:
            self._require_workers(patience)
            self._require_versions()
            self._client.register_plugin(suite, name=name)
            self._count_threads()
        except _LOSSES as error:
            self.close()
            raise LostConnectionError(str(error)) from error
        except BaseException:
            self.finish()
            raise

    @property
    def manned(self) -> bool:
        """Whether the cluster had workers when they were counted last."""
        return self._threads > 0

    @property
    def window(self) -> int:
        """How many units the cluster is to have at a time; more would only fill the scheduler's memory."""
        return max(_LEAST_WINDOW, _FOR_EACH_THREAD * self._threads)

    def submit(self, unit: Unit) -> None:
        """Have a unit graded.

        Raises:
            LostConnectionError: The scheduler is gone.
        """
        try:
            future = self._client.submit(
                grade_unit, self._name, pack(unit), key=f"{self._name}-{unit.name}", pure=False
            )
            self._futures[unit.name] = future
            future.add_done_callback(lambda _future: self._ended.put(unit.name))
        except _LOSSES as error:
            raise LostConnectionError(str(error)) from error

    def collect(self) -> dict[str, Decided | None]:
        """Wait for units for half a second at most, and give what was decided, by their names.

        Returns:
            What was decided; None for a unit that the scheduler has given up, since the workers that graded
            it were lost, one after the other.

        Raises:
            LostConnectionError: The scheduler is gone.
            UsageError: A worker that has joined cannot grade as this machine would.
        """
        try:
            ended = {name: self._futures[name] for name in self._next_ended()}
            if self._client.status != "running" or any(one.cancelled() for one in ended.values()):
                raise LostConnectionError(f"{self._address} does not answer")
            if time.monotonic() - self._counted > _COUNT_SECONDS:
                self._count_threads()
            return self._results(ended)
        except _LOSSES as error:
            raise LostConnectionError(str(error)) from error

    def finish(self) -> None:
        """Take the suite from the workers, whatever they are doing, and end the connection."""
        if self._client.status == "running":
            with suppress(*_LOSSES, ValueError):  # the scheduler does not know it
                self._client.unregister_worker_plugin(self._name)
        self.close()

    def close(self) -> None:
        """End the connection."""
        with suppress(*_LOSSES):
            self._client.close(timeout=_CLOSE_SECONDS)

    def _next_ended(self) -> list[str]:
        names: list[str] = []
        with suppress(queue.Empty):
            names.append(self._ended.get(timeout=_LOOK_SECONDS))
            while len(names) < _MOST_AT_ONCE:
                names.append(self._ended.get_nowait())
        return names

    def _results(self, ended: Mapping[str, Future[Any]]) -> dict[str, Decided | None]:
        packed = self._client.gather(dict(ended), errors="skip") if ended else {}
        found: dict[str, Decided | None] = {
            name: unpack_decided(content) for name, content in packed.items() if content is not None
        }
        for name in ended.keys() - found.keys():
            if found:
                self._ended.put(name)  # first what can be stored, then what may end the run
            else:
                _raise_unless_given_up(ended[name])
                found[name] = None
        for name in found:
            self._futures.pop(name, None)
        return found

    def _require_workers(self, patience: float) -> None:
        try:
            self._client.wait_for_workers(1, timeout=patience)
        except TimeoutError as error:
            raise NoWorkersError("it has no workers") from error

    def _require_versions(self) -> None:
        told: dict[str, object] = {}
        try:
            told["the scheduler"] = self._client.run_on_scheduler(grader_version)
        except (ImportError, AttributeError) as error:
            told["the scheduler"] = error
        told |= self._client.run(grader_version, on_error="return")
        other = [
            f"{where} has {version if isinstance(version, str) else 'none that is of use'}"
            for where, version in sorted(told.items())
            # A worker that was lost meanwhile has said nothing of its version.
            if version != __version__ and not isinstance(version, OSError)
        ]
        if other:
            raise UsageError(
                f"The grader of this machine is {__version__}, and on the cluster at {self._address} "
                f"{', '.join(other)}.",
                f"Install the same one there: pip install 'backprop-grader[cluster]=={__version__}'",
            )

    def _count_threads(self) -> None:
        """Count what the cluster can run at a time; workers come and go."""
        self._threads = sum(self._client.nthreads().values())
        self._counted = time.monotonic()


def _connect(address: str, patience: float) -> Client:
    try:
        scheme, place = parse_address(address)
        get_backend(scheme)
        parse_host_port(place)
    except ValueError as error:  # a client that has begun would complain about its end as well
        raise UsageError(
            f"{address} is no address of a Dask scheduler: {error}.",
            "Give the one that `dask scheduler` prints, such as tcp://10.0.0.5:8786.",
        ) from error
    try:
        return Client(address, timeout=patience, set_as_default=False, name="grade-class")
    except _LOSSES as error:
        raise LostConnectionError(str(error)) from error


def _raise_unless_given_up(future: Future[Any]) -> None:
    """Raise what a unit ended with, unless its workers were lost."""
    if future.cancelled():
        raise LostConnectionError("what was under way was cancelled")
    error = future.exception()
    if error is not None and not isinstance(error, KilledWorker):
        raise error
