"""Reports as text: pure functions of the records, which never change and never print."""

from grader.reports.as_json import SCHEMA, render_json
from grader.reports.terminal import render_terminal

__all__ = ["SCHEMA", "render_json", "render_terminal"]
