"""The CI platform: the paths and files of its checkout, and the report in every form that it shows."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from grader.ci.notebook_lines import find_notebook_lines
from grader.errors import UsageError
from grader.files import write_text
from grader.model.report import Report
from grader.model.scoring import format_points
from grader.reports.registry import RenderOptions, render_report

__all__ = ["Platform"]

_LOG_WIDTH: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """A CI platform, as far as it determines where a report goes.

    Attributes:
        root: The checkout, where the paths that the platform shows begin.
        obeys_commands: Whether it obeys workflow commands in the log, as GitHub Actions does.
        summary: The file that it shows as the summary of a step; None on a platform without one.
        outputs: The file from which it reads the outputs of a step; None on a platform without one.
    """

    root: Path
    obeys_commands: bool = False
    summary: Path | None = None
    outputs: Path | None = None

    @classmethod
    def detect(cls, environment: Mapping[str, str], folder: Path) -> Self:
        """Detect the platform.

        Args:
            environment: The environment variables.
            folder: The current folder, which is the checkout unless a variable names another.
        """
        if environment.get("GITHUB_ACTIONS") == "true":
            summary = environment.get("GITHUB_STEP_SUMMARY")
            outputs = environment.get("GITHUB_OUTPUT")
            return cls(
                root=Path(environment.get("GITHUB_WORKSPACE") or folder),
                obeys_commands=True,
                summary=Path(summary) if summary else None,
                outputs=Path(outputs) if outputs else None,
            )
        return cls(root=Path(environment.get("CI_PROJECT_DIR") or folder))

    def publish(self, report: Report, *, junit: Path, json: Path) -> tuple[str, list[UsageError]]:
        """Write a report into the files that the platform shows; one that cannot be written stops no other.

        Args:
            report: The report.
            junit: Path of the report as JUnit XML.
            json: Path of the report as JSON.

        Returns:
            The text for the log, and why files could not be written. The text holds workflow commands only
            where the platform obeys them, and no others than the grader's own.
        """
        problems = []
        for path, name in ((junit, "junit"), (json, "json")):
            try:
                write_text(path, render_report(name, report))
            except UsageError as error:
                problems.append(error)
        if self.summary is not None:
            _append(self.summary, render_report("markdown", report))
        if self.outputs is not None:
            _append(self.outputs, _render_outputs(report, junit, json))
        text = render_report("terminal", report, RenderOptions(width=_LOG_WIDTH))
        if not self.obeys_commands:
            return text, problems
        # The text is harmless already. This guards against marks of the platform that we do not know.
        token = secrets.token_hex(16)
        lines = find_notebook_lines(report, self.root)
        annotations = render_report("annotations", report, RenderOptions(notebook_lines=lines))
        return f"::stop-commands::{token}\n{text}::{token}::\n{annotations}", problems


def _render_outputs(report: Report, junit: Path, json: Path) -> str:
    """Render the outputs of the step, each ended by a delimiter that nobody can guess."""
    values = {
        "points": format_points(report.points),
        "possible": format_points(report.possible),
        "pending": format_points(report.pending),
        "hidden-ran": str(all(one.hidden_ran for one in report.assignments)).lower(),
        "report": json.as_posix(),
        "junit": junit.as_posix(),
    }
    delimiter = secrets.token_hex(16)
    return "".join(f"{name}<<{delimiter}\n{value}\n{delimiter}\n" for name, value in values.items())


def _append(path: Path, text: str) -> None:
    """Append to a file that the platform has made, and that other steps may have written to."""
    with path.open("a", encoding="utf-8", newline="\n") as stream:
        stream.write(text)
