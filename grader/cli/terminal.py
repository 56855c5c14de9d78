"""What the terminal can show: reports, changes and progress."""

import os
import shutil
import sys
import threading
import time
from typing import TYPE_CHECKING, Final

from grader.cli import output

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

    from grader.model.report import Report
    from grader.reports.context import ReaderContext
    from grader.reports.registry import RenderOptions

__all__ = ["LateBars", "Progress", "Screen"]

_PIPED_WIDTH: Final = 80
_QUIET_SECONDS: Final = 1.0


class Screen:
    """Width, colour and character set of standard output, by what it is and what the environment asks for."""

    def __init__(self) -> None:
        terminal = sys.stdout.isatty()
        forced = bool(os.environ.get("FORCE_COLOR"))
        refused = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
        self.color = forced or (terminal and not refused)
        columns = shutil.get_terminal_size((_PIPED_WIDTH, 24)).columns
        self.width = columns if terminal or "COLUMNS" in os.environ else _PIPED_WIDTH
        encoding = (sys.stdout.encoding or "ascii").lower().replace("-", "")
        self.ascii_only = not encoding.startswith("utf")

    def show(
        self,
        report: "Report",
        contexts: "Mapping[str, ReaderContext] | None" = None,
        *,
        everything: bool = True,
    ) -> None:
        """Print a report.

        Args:
            report: The report.
            contexts: What concerns the reader, by the names of assignments.
            everything: Whether each failure is told in full, and not only the first.
        """
        from dataclasses import replace

        from grader.reports.registry import render_report

        options = replace(self.options(), brief=not everything, contexts=contexts or {})
        output.write(render_report("terminal", report, options), nl=False, color=self.color)

    def clear(self) -> bool:
        """Clear the screen and say so; where nobody looks at a screen, do nothing."""
        if not sys.stdout.isatty() or os.environ.get("TERM") == "dumb":
            return False
        output.clear()
        return True

    def options(self) -> "RenderOptions":
        """Return what a report needs to know of this screen."""
        from grader.reports.registry import RenderOptions

        return RenderOptions(width=self.width, color=self.color, ascii_only=self.ascii_only)


class LateBars:
    """Bars on standard error that appear once a run has taken a second, if anyone is looking.

    Args:
        build: Makes the bars; called when they are to appear, for a short run does without rich.
    """

    def __init__(self, build: "Callable[[], RichProgress]") -> None:
        self._build = build
        self._began = time.monotonic()
        self._wanted = sys.stderr.isatty()
        self._shown: RichProgress | None = None

    @property
    def seconds(self) -> float:
        """Time by the clock since the run began."""
        return time.monotonic() - self._began

    def due(self) -> "RichProgress | None":
        """Return the bars, or None as long as there is nothing to show."""
        if self._shown is None and self._wanted and self.seconds > _QUIET_SECONDS:
            self._shown = self._build()
            self._shown.start()
        return self._shown

    def close(self) -> None:
        """Take the bars away."""
        if self._shown is not None:
            self._shown.stop()
            self._shown = None


class Progress:
    """Shows how far a run is.

    Args:
        counted: What is counted.
    """

    def __init__(self, counted: str = "checks") -> None:
        self._seen: dict[str, int] = {}
        self._counted = counted
        self._bars = LateBars(_bars)
        self._lock = threading.Lock()

    def __call__(self, assignment: str, total: int) -> None:
        """Count one of them; from any thread."""
        with self._lock:
            self._seen[assignment] = self._seen.get(assignment, 0) + 1
            bars = self._bars.due()
            if bars is not None:
                task = _task(bars, assignment, total, self._counted)
                bars.update(task, completed=self._seen[assignment])

    def show_search(self, assignment: str, tried: int) -> None:
        """Show how many small changes of a submission have been tried, to find the line that is wrong."""
        with self._lock:
            bars = self._bars.due()
            if bars is not None:
                task = _task(bars, f"{assignment}: looking for the line", None, "small changes tried")
                bars.update(task, completed=tried)

    def close(self) -> None:
        """Take the display away."""
        self._bars.close()


def _task(bars: "RichProgress", name: str, total: int | None, counted: str) -> "TaskID":
    tasks = {task.description: task.id for task in bars.tasks}
    return tasks[name] if name in tasks else bars.add_task(name, total=total, counted=counted)


def _bars() -> "RichProgress":
    # rich takes 50 ms to import; a run that ends within a second does without.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bars

    counted = TextColumn("{task.fields[counted]}")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), counted)
    return Bars(*columns, console=Console(stderr=True), transient=True)
