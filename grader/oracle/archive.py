"""Write a suite folder's recordings, all of them or none."""

from collections.abc import Callable
from pathlib import Path

from grader.errors import UsageError
from grader.files import write_bytes
from grader.oracle.inventory import problems, write_index
from grader.oracle.recordings import Recordings, pack_recording

__all__ = ["record_suite"]


def record_suite(folder: Path, progress: Callable[[str], None]) -> list[Path]:
    """Record every case of a folder that is not recorded completely; leave one that is alone.

    Args:
        folder: The visible or hidden folder of a suite.
        progress: Told the name of each case before it is recorded.

    Returns:
        The files that were written.

    Raises:
        UsageError: PyTorch is not installed.
        CourseFault: The oracle cannot be imported, or a model fails; nothing is written then.
    """
    if not problems(folder):
        return []
    try:
        from grader.oracle.record import record_folder  # noqa: PLC0415  # imports torch
    except ModuleNotFoundError as error:
        raise UsageError(
            "Recording needs PyTorch, which is not installed.",
            "Install it with: pip install 'backprop-grader[record]' -c constraints.txt",
        ) from error
    recordings = Recordings(folder)
    made = {recordings.path(one.name): pack_recording(one) for one in record_folder(folder, progress)}
    for path, content in made.items():
        write_bytes(path, content)
    for path in recordings.folder.glob("*.rec"):
        if path not in made:
            path.unlink()
    write_index(recordings, (path.stem for path in made))
    return list(made)
