"""The graph of a check with the student's first wrong number marked: of visible checks alone."""

from dataclasses import dataclass

from markupsafe import Markup

from grader.errors import CourseFault
from grader.explain import Graph, render_svg
from grader.explain.description import describe_first_errors, describe_graph
from grader.explain.drawable import graph_of_visible
from grader.model.assignment import Assignment
from grader.model.check import Check, Outcome
from grader.model.report import AssignmentReport
from grader.model.serialisation import to_json
from grader.reports.grouping import checks_of

__all__ = ["Drawing", "Graphs"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A graph, drawn and in words.

    Attributes:
        sentence: Where the first wrong numbers come in, and of which check they are.
        svg: The drawing.
        lines: Everything it shows, a quantity in each line.
    """

    sentence: str
    svg: Markup
    lines: tuple[str, ...]


class Graphs:
    """Draws the graphs of an assignment, each once: a class makes the same mistakes.

    Args:
        assignment: The assignment.
        edition: The edition of its suite now. Of what another one judged, the recorded numbers may be others,
            and nothing is drawn.
    """

    def __init__(self, assignment: Assignment, edition: str) -> None:
        self._assignment = assignment
        self._edition = edition
        self._graphs: dict[bytes, Graph | None] = {}
        self._drawings: dict[bytes, Drawing] = {}

    def first_wrong(self, report: AssignmentReport, edition: str) -> Drawing | None:
        """Draw the first visible check with a wrong number that has a graph; None if there is none."""
        for check in checks_of(report):
            if check.outcome is Outcome.WRONG and check.differences:
                graph = self.of_check(check, edition)
                if graph is not None:
                    return self._draw(check, graph)
        return None

    def of_check(self, check: Check, edition: str) -> Graph | None:
        """Make the graph of a visible check; None if it has none, or nothing of it is wrong."""
        if check.hidden or edition != self._edition:
            return None
        key = to_json((check.id, check.seeds, check.differences))
        if key not in self._graphs:
            self._graphs[key] = self._make(check)
        return self._graphs[key]

    def _make(self, check: Check) -> Graph | None:
        try:
            graph = graph_of_visible(self._assignment, check)
        # Recordings may have gone since.
        except CourseFault:
            return None
        return graph if graph and (graph.first_value or graph.first_gradient) else None

    def _draw(self, check: Check, graph: Graph) -> Drawing:
        key = to_json((check.id, check.seeds, check.differences))
        if key not in self._drawings:
            told = " ".join([f"In the check “{check.title}”.", *describe_first_errors(graph)])
            svg = render_svg(graph, prefix=f"{self._assignment.name}-")
            self._drawings[key] = Drawing(
                sentence=told,
                svg=Markup(svg),  # noqa: S704  # made of elements, whose texts are escaped
                lines=tuple(describe_graph(graph)),
            )
        return self._drawings[key]
