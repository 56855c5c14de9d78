"""What a worker of a Dask cluster runs: it unpacks the suite that was sent, and judges unit after unit.

A submission crosses the cluster as text and is never run in the worker's own process: the worker grades as
one machine does by itself, with the same executor, runners and confined processes.
"""

import asyncio
import zlib
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from distributed import Reschedule, Worker, WorkerPlugin, get_worker

from grader import __version__
from grader.authoring.bundle import unpack_bundle
from grader.cohort.executor import LocalExecutor
from grader.cohort.units import Decided, Grading, Unit
from grader.course.loading import load_course
from grader.errors import UsageError
from grader.model.serialisation import from_json, to_json

__all__ = ["SuiteOnWorker", "grade_unit", "grader_version", "pack", "unpack_decided"]

_FAST: Final = 1
"""How hard to compress: a report shrinks to a twentieth in two milliseconds."""


class SuiteOnWorker(WorkerPlugin):
    """The suite of a class run on one worker: unpacked and collected when it comes, gone when the run ends.

    It travels once to each worker, also to one that joins later.

    Args:
        grading: What all units have in common.
        bundle: The bundle of the course.
    """

    idempotent = True
    """Connected anew, a run finds its suite where it was, and does not disturb what is under way there."""

    def __init__(self, grading: Grading, bundle: bytes) -> None:
        self._version = __version__
        self._bundle = bundle
        self._assignment = grading.assignment.name
        self._edition = grading.edition
        self._seed = grading.seed
        self._pristine = grading.pristine
        self._opened = ExitStack()
        self._executor: LocalExecutor | None = None
        self._problem: UsageError | None = None
        self._leaving = False

    async def setup(self, worker: Worker) -> None:
        """Unpack the suite and collect it.

        Raises:
            UsageError: This worker has another version of the grader, or cannot confine submissions.
        """
        try:
            self._require_version()
            # Whatever takes time must not keep the worker from answering its scheduler.
            await asyncio.to_thread(self._open, Path(worker.local_directory))
        except UsageError as error:
            # A worker that joins later is set up without anybody who listens; its first unit says it.
            self._problem = UsageError(f"The worker at {worker.address}: {error.message}", error.advice)
            raise self._problem from error

    async def teardown(self, worker: Worker) -> None:  # noqa: ARG002  # the plugin's interface
        """End what runs and remove the suite."""
        self._leaving = True
        await asyncio.to_thread(self._opened.close)

    def grade(self, unit: Unit) -> Decided:
        """Grade one submission, confined; from any thread.

        Raises:
            UsageError: This worker cannot do so.
            Reschedule: This worker is leaving, and has ended the run; another one is to grade it.
        """
        if self._executor is None:
            raise self._problem or Reschedule
        try:
            (decided,) = self._executor.run([unit])
        except OSError:
            if not self._leaving:
                raise
        # What a run said that was ended is no result.
        if self._leaving:
            raise Reschedule
        return decided

    def _require_version(self) -> None:
        if self._version != __version__:
            raise UsageError(
                f"it has version {__version__} of the grader, and the class is graded by {self._version}.",
                f"Install that one there: pip install 'backprop-grader[cluster]=={self._version}'",
            )

    def _open(self, folder: Path) -> None:
        root = self._opened.enter_context(unpack_bundle(self._bundle, "of the class", folder))
        course = load_course(root)
        grading = Grading(
            course=course,
            assignment=course.assignment(self._assignment),
            edition=self._edition,
            seed=self._seed,
            pristine=self._pristine,
        )
        executor = self._opened.enter_context(LocalExecutor(grading, jobs=1))
        executor.prepare()
        self._executor = executor


def grade_unit(suite: str, unit: bytes) -> bytes:
    """Grade one submission: what the scheduler has a worker do.

    Args:
        suite: The name under which the suite came to the worker.
        unit: The submission, as `pack` made it.

    Returns:
        What was decided, packed.
    """
    plugin = get_worker().plugins[suite]
    if not isinstance(plugin, SuiteOnWorker):
        raise TypeError(f"the plugin {suite} is no suite")
    return pack(plugin.grade(from_json(zlib.decompress(unit), Unit)))


def grader_version() -> str:
    """Return the version of the grader where this is called."""
    return __version__


def pack(record: Unit | Decided) -> bytes:
    """Pack a record for its way: compressed JSON."""
    return zlib.compress(to_json(record), _FAST)


def unpack_decided(packed: bytes) -> Decided:
    """Read what a worker has sent."""
    return from_json(zlib.decompress(packed), Decided)
