"""Record the cases of a suite folder with a back end, whole or not at all."""

import importlib.metadata
import platform
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from grader.errors import CourseFault
from grader.files import write_bytes
from grader.oracle.backend import Backend, load_backend
from grader.oracle.cases import LoadedOracle, OracleCase, load_oracle
from grader.oracle.recordings import (
    Recording,
    Recordings,
    find_problems,
    pack_entry,
    pack_graph,
    pack_recording,
    source_key,
    write_index,
)

__all__ = ["record_suite"]

_SOURCES: Final = ("oracle.py", "models.py")


def _is_in_repository(path: Path) -> bool:
    """Return whether a folder above is a git repository, whose own rights say who reads what is in it."""
    return any((folder / ".git").exists() for folder in path.resolve().parents)


def record_suite(
    folder: Path,
    progress: Callable[[str], None],
    solution: Path | None = None,
    backend: Backend | None = None,
) -> list[Path]:
    """Record every case of a folder, unless its recordings are complete already.

    Args:
        folder: The visible or hidden folder of a suite.
        progress: Called with the name of each case before it is recorded.
        solution: The assignment's solved file; None if there is none.
        backend: Runs the models; the one that the oracle asks for if not given.

    Returns:
        The files that were written.

    Raises:
        BackendMissing: The back end's library is not installed.
        CourseFault: The oracle cannot be imported, or a model fails; nothing is written then.
    """
    if not find_problems(folder, solution):
        return []
    recordings = Recordings(folder)
    oracle = load_oracle(folder)
    ready = backend or load_backend(oracle, solution)
    made = {
        recordings.path(recording.name): pack_recording(recording)
        for recording in _record_cases(source_key(folder), oracle, progress, ready)
    }
    for path, content in made.items():
        write_bytes(path, content, secret=not _is_in_repository(path))
    for path in recordings.folder.glob("*.rec"):
        if path not in made:
            path.unlink()
    write_index(recordings, (path.stem for path in made), ready.solution)
    return list(made)


def _record_cases(
    key: str, oracle: LoadedOracle, progress: Callable[[str], None], backend: Backend
) -> Iterator[Recording]:
    provenance = {
        **{name: importlib.metadata.version(name) for name in backend.libraries},
        "python": platform.python_version(),
        "machine": platform.machine(),
    }
    with backend.reproducible():
        for case in oracle.cases:
            progress(case.name)
            entries, graph = _record_seeds(case, backend)
            yield Recording(name=case.name, key=key, provenance=provenance, entries=entries, graph=graph)


def _record_seeds(case: OracleCase, backend: Backend) -> tuple[dict[int, bytes], dict[str, Any]]:
    """Record all seeds of a case; return the entries, and the graph of all that do not bring their own."""
    entries: dict[int, bytes] = {}
    graph: dict[str, Any] = {}
    for seed in range(case.seeds):
        try:
            drawn = backend.compute(case, case.inputs(seed), seed)
            own = pack_graph(drawn)
            graph = graph if entries else own
            entries[seed] = pack_entry(
                drawn.inputs, drawn.values, drawn.gradients, own if own != graph else None
            )
        except Exception as error:
            raise _recording_fault(case, seed, error) from error
    return entries, graph


def _recording_fault(case: OracleCase, seed: int, error: Exception) -> CourseFault:
    """Describe which case could not be recorded, why, and in which line of the suite it failed."""
    failed = f"case {case.name!r} cannot be recorded with seed {seed}"
    if isinstance(error, CourseFault):
        return CourseFault(f"{failed}: {error.message}", error.advice)
    trace = traceback.extract_tb(error.__traceback__)
    lines = [
        f" ({frame.filename}:{frame.lineno})" for frame in trace if Path(frame.filename).name in _SOURCES
    ]
    line = lines[-1] if lines else ""
    return CourseFault(
        f"{failed}: {type(error).__name__}: {error}{line}", "Correct the case's function or its model."
    )
