"""Give a CI system the report in every form that it shows."""

import secrets
from pathlib import Path
from typing import Final

from grader.ci.platform import Platform
from grader.files import write_text
from grader.reports import render_json, render_terminal
from grader.reports.annotations import render_annotations
from grader.reports.junit import render_junit
from grader.reports.markdown import render_markdown
from grader.scoring import Report, format_points

__all__ = ["deliver"]

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
