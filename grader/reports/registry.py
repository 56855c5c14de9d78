"""The registry of report formats: every module of `grader.reports.formats` is one, found by being there.

A module of that package defines `FORMAT`, a `ReportFormat` of the module's own name. It is imported when its
format is asked for, because each needs libraries of its own.
"""

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from grader.errors import UsageError
from grader.model.redaction import redact_report
from grader.model.report import Report
from grader.reports.context import ReaderContext

__all__ = [
    "DEFAULT_OPTIONS",
    "RenderOptions",
    "ReportFormat",
    "Visibility",
    "find_format",
    "format_names",
    "render_report",
]

_FORMATS: Final = "grader.reports.formats"


class Visibility(StrEnum):
    """When students see what hidden checks found; the values are Gradescope's."""

    VISIBLE = "visible"
    AFTER_DUE_DATE = "after_due_date"
    AFTER_PUBLISHED = "after_published"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderOptions:
    """What a format may need to know of the place where it is shown; each uses what concerns it.

    Attributes:
        width: Columns of a terminal or a log; longer lines are folded.
        color: Whether to use terminal colours; without them the text holds no escape codes at all.
        ascii_only: Whether to print nothing but ASCII, for terminals that cannot show more.
        max_bytes: Longest page in bytes of UTF-8; None for the format's own limit.
        hidden: When students see what hidden checks found, and the points that depend on it.
        notebook_lines: Lines in the files of notebooks, by file, cell and line in the cell.
        brief: Whether one failure is told in full, and each further one in a line.
        contexts: What concerns the reader, by the names of assignments.
    """

    width: int = 80
    color: bool = False
    ascii_only: bool = False
    max_bytes: int | None = None
    hidden: Visibility = Visibility.VISIBLE
    notebook_lines: Mapping[tuple[str, int, int], int] = field(default_factory=dict)
    brief: bool = False
    contexts: Mapping[str, ReaderContext] = field(default_factory=dict)


DEFAULT_OPTIONS: Final = RenderOptions()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFormat:
    """A form in which a report can be written.

    Attributes:
        name: Its name, which is that of its module.
        suffix: Suffix of a file that holds such a report, such as `.xml`.
        write: Writes a report that is redacted already as text.
    """

    name: str
    suffix: str
    write: Callable[[Report, RenderOptions], str]

    def render(self, report: Report, options: RenderOptions = DEFAULT_OPTIONS) -> str:
        """Redact hidden checks, whatever the report holds, and write the report as text.

        Args:
            report: The result of a run.
            options: Where it will be shown.

        Returns:
            The text, ending in a newline.
        """
        return self.write(redact_report(report), options)


def format_names() -> list[str]:
    """List the names of all formats without importing any."""
    package = importlib.import_module(_FORMATS)
    return sorted(module.name for module in pkgutil.iter_modules(package.__path__))


def find_format(name: str) -> ReportFormat:
    """Import a format by its name.

    Args:
        name: The name, such as `junit`.

    Raises:
        UsageError: There is no such format.
    """
    names = format_names()
    if name not in names:
        raise UsageError(f"There is no report format {name!r}.", f"Choose one of: {', '.join(names)}.")
    found: ReportFormat = importlib.import_module(f"{_FORMATS}.{name}").FORMAT
    return found


def render_report(name: str, report: Report, options: RenderOptions = DEFAULT_OPTIONS) -> str:
    """Write a report in the format of a name; see `ReportFormat.render`."""
    return find_format(name).render(report, options)
