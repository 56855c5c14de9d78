"""Find out which CI system this is, and leave the report in every form that it shows."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from grader.files import write_text
from grader.model.report import Report
from grader.model.scoring import format_points
from grader.reports.annotations import render_annotations
from grader.reports.json_report import render_json
from grader.reports.junit import render_junit
from grader.reports.markdown import render_markdown
from grader.reports.terminal import render_terminal

__all__ = ["Platform", "deliver", "find_platform"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """A CI system.

    Attributes:
        root: The checkout, where the paths that it shows begin.
        commands: Whether it obeys workflow commands in the log, as GitHub Actions does.
        summary: The file that it shows as the summary of a step; None where it has none.
        outputs: The file from which it takes the outputs of a step; None where it has none.
    """

    root: Path
    commands: bool = False
    summary: Path | None = None
    outputs: Path | None = None


def find_platform(environment: Mapping[str, str], folder: Path) -> Platform:
    """Find out where we are.

    Args:
        environment: The environment's variables.
        folder: The current folder, which is the checkout where no variable names another.
    """
    if environment.get("GITHUB_ACTIONS") == "true":
        return Platform(
            root=Path(environment.get("GITHUB_WORKSPACE") or folder),
            commands=True,
            summary=_path(environment, "GITHUB_STEP_SUMMARY"),
            outputs=_path(environment, "GITHUB_OUTPUT"),
        )
    return Platform(root=Path(environment.get("CI_PROJECT_DIR") or folder))


def _path(environment: Mapping[str, str], name: str) -> Path | None:
    value = environment.get(name)
    return Path(value) if value else None


_WIDTH: Final = 100


def deliver(report: Report, platform: Platform, *, junit: Path, json: Path) -> str:
    """Write the files of a report, and give what is to be printed.

    Args:
        report: What the run found out.
        platform: Where we are.
        junit: Where the report goes as JUnit XML.
        json: Where the report goes as JSON.

    Returns:
        The text for the log. It holds workflow commands only where the platform obeys them, and only ours.
    """
    write_text(junit, render_junit(report))
    write_text(json, render_json(report))
    if platform.summary is not None:
        _append(platform.summary, render_markdown(report))
    if platform.outputs is not None:
        _append(platform.outputs, _outputs(report, junit, json))
    text = render_terminal(report, width=_WIDTH)
    if not platform.commands:
        return text
    # The text is harmless as it is. This is a second wall, for marks of the platform's that we do not know.
    token = secrets.token_hex(16)
    return f"::stop-commands::{token}\n{text}::{token}::\n{render_annotations(report)}"


def _outputs(report: Report, junit: Path, json: Path) -> str:
    values = {
        "points": format_points(report.points),
        "possible": format_points(report.possible),
        "pending": format_points(report.pending),
        "hidden-ran": str(all(one.hidden_ran for one in report.assignments)).lower(),
        "report": json.as_posix(),
        "junit": junit.as_posix(),
    }
    # Nobody can end a value before its end who does not know the word that ends it.
    word = secrets.token_hex(16)
    return "".join(f"{name}<<{word}\n{value}\n{word}\n" for name, value in values.items())


def _append(path: Path, text: str) -> None:
    """Add to a file that the platform has made, and that other steps may have written to."""
    with path.open("a", encoding="utf-8", newline="\n") as stream:
        stream.write(text)
