"""The graph of the failed check that a report begins with, as a page beside the notebook to step through."""

import re
from pathlib import Path
from typing import Final

from grader.errors import GraderError
from grader.files import write_text
from grader.model.assignment import Assignment
from grader.model.check import Check, Outcome
from grader.model.redaction import redact_report
from grader.model.report import Report
from grader.reports.grouping import group_failures, nearest_the_loss

__all__ = ["write_graph_page"]

# Named as what Python itself leaves beside code: made by a program, and never missed.
_FOLDER: Final = "__graphs__"
_NOT_IN_A_NAME: Final = re.compile(r"[^a-z0-9]+")


def write_graph_page(report: Report, assignment: Assignment, folder: Path) -> dict[str, str]:
    """Write the graph of the check that a report begins with, with the student's own numbers in it.

    Args:
        report: The report on one assignment.
        assignment: The assignment.
        folder: The folder of the notebook.

    Returns:
        The page by the id of its check, from that folder. Empty where no visible check gave wrong numbers of
        a graph, and where nothing can be written: the report is worth as much without it.
    """
    check = _first_wrong(report)
    if check is None:
        return {}
    # They take a third of a second to import, and a right answer needs none of them.
    from grader.explain import render_walk  # noqa: PLC0415  # see above
    from grader.explain.drawable import graph_of_visible  # noqa: PLC0415  # see above

    try:
        graph = graph_of_visible(assignment, check)
        if graph is None or not (graph.first_value or graph.first_gradient):
            return {}
        name = _NOT_IN_A_NAME.sub("-", f"{assignment.name} {check.title}".lower()).strip("-")
        write_text(folder / _FOLDER / f"{name}.html", render_walk(graph))
    except GraderError:
        return {}
    return {check.id: f"{_FOLDER}/{name}.html"}


def _first_wrong(report: Report) -> Check | None:
    (own,) = redact_report(report).assignments
    groups = [] if own.unusable else group_failures(own)
    if not groups:
        return None
    check = nearest_the_loss(groups).first
    shown = not check.hidden and check.outcome is Outcome.WRONG and check.differences
    return check if shown else None
