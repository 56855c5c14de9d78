"""The graph as text for a terminal: a table with a row for each quantity."""

from collections.abc import Sequence
from typing import Final

from grader.explain.description import describe_first_errors, error_marks
from grader.explain.graph import Graph, Node, Quantity
from grader.explain.value_lines import value_lines
from grader.model.check import Check, Outcome
from grader.reports.formats.terminal import TerminalPage
from grader.reports.registry import DEFAULT_OPTIONS, RenderOptions

__all__ = ["render_list", "render_text"]

_DIGITS: Final = 6
_MARKS: Final = {Outcome.PASSED: "✓", Outcome.NOT_STARTED: "-", Outcome.SKIPPED: "-"}


def render_text(graph: Graph, options: RenderOptions = DEFAULT_OPTIONS) -> str:
    """Write a graph for a terminal.

    Args:
        graph: The graph.
        options: The terminal that shows it.
    """
    page = TerminalPage(options)
    page.add_paragraph(graph.title, "bold")
    if graph.note:
        page.add_paragraph(graph.note)
    page.add_gap()
    page.add_table(("", "Quantity", "Value", "Gradient"), [_row(node, graph) for node in graph.nodes])
    page.add_gap()
    for sentence in describe_first_errors(graph):
        page.add_paragraph(sentence, "red")
    return page.text()


def render_list(
    assignment: str, examples: Sequence[str], checks: Sequence[Check], options: RenderOptions
) -> str:
    """List what can be drawn of an assignment.

    Args:
        assignment: Name of the assignment.
        examples: Names of its examples.
        checks: Its checks, as they ended.
        options: The terminal that shows it.
    """
    page = TerminalPage(options)
    if not examples and not checks:
        page.add_paragraph(f"Nothing of {assignment} has a graph that can be drawn.")
        return page.text()
    page.add_paragraph("Examples", "bold")
    page.add_paragraph(", ".join(examples) or "none", indent=2)
    page.add_gap()
    page.add_paragraph("Checks, at your own numbers", "bold")
    page.add_table((), [(_MARKS.get(check.outcome, "✗"), check.title) for check in checks])
    page.add_gap()
    example = examples[0] if examples else f'"{checks[0].title}"'
    page.add_paragraph("Give the name of an example, or in quotes some words of a check's title, such as")
    page.add_paragraph(f"grade explain {assignment} {example}", indent=2)
    return page.text()


def _row(node: Node, graph: Graph) -> tuple[str, str, str, str]:
    heading = node.heading
    if node.sources and not node.formula:
        heading = f"{node.name} from {', '.join(node.sources)}"
    mark = "✗" if node.is_wrong else ""
    return mark, "\n".join([heading, *error_marks(node, graph)]), _lines(node.value), _lines(node.gradient)


def _lines(quantity: Quantity) -> str:
    lines = [] if quantity.expected is None else value_lines(quantity.expected, _DIGITS)
    return "\n".join([*lines, *quantity.actual])
