"""A graph as text: a table with a row for each quantity."""

from collections.abc import Sequence
from typing import Final

from grader.explain.graph import Graph, Node, Quantity, first_wrong, marks
from grader.explain.value_lines import value_lines
from grader.model.check import Check, Outcome
from grader.reports.terminal import Page

__all__ = ["render_list", "render_text"]

_DIGITS: Final = 6
_MARKS: Final = {Outcome.PASSED: "✓", Outcome.NOT_STARTED: "-", Outcome.SKIPPED: "-"}


def render_text(graph: Graph, *, width: int, color: bool, ascii_only: bool) -> str:
    """Write a graph for a terminal.

    Args:
        graph: The graph.
        width: Columns.
        color: Whether to use terminal colours.
        ascii_only: Whether to print nothing but ASCII.
    """
    page = Page(width=width, color=color, ascii_only=ascii_only)
    page.line(graph.title, "bold")
    if graph.note:
        page.line(graph.note)
    page.gap()
    page.table(("", "Quantity", "Value", "Gradient"), [_row(node, graph) for node in graph.nodes])
    page.gap()
    for sentence in first_wrong(graph):
        page.line(sentence, "red")
    return page.text()


def render_list(
    assignment: str,
    examples: Sequence[str],
    checks: Sequence[Check],
    *,
    width: int,
    color: bool,
    ascii_only: bool,
) -> str:
    """Write down what can be drawn of an assignment.

    Args:
        assignment: Name of the assignment.
        examples: Names of its examples.
        checks: Its checks, as they ended.
        width: Columns.
        color: Whether to use terminal colours.
        ascii_only: Whether to print nothing but ASCII.
    """
    page = Page(width=width, color=color, ascii_only=ascii_only)
    if not examples and not checks:
        page.line(f"Nothing of {assignment} has a graph that can be drawn.")
        return page.text()
    page.line("Examples", "bold")
    page.line(", ".join(examples) or "none", indent=2)
    page.gap()
    page.line("Checks, at your own numbers", "bold")
    page.table((), [(_MARKS.get(check.outcome, "✗"), check.title) for check in checks])
    page.gap()
    subject = examples[0] if examples else f'"{checks[0].title}"'
    page.line("Say the name of an example, or in quotes some words of a check's title, such as")
    page.line(f"grade explain {assignment} {subject}", indent=2)
    return page.text()


def _row(node: Node, graph: Graph) -> tuple[str, str, str, str]:
    heading = node.heading
    if node.sources and not node.formula:
        heading = f"{node.name} from {', '.join(node.sources)}"
    mark = "✗" if node.value.came or node.gradient.came else ""
    return mark, "\n".join([heading, *marks(node, graph)]), _quantity(node.value), _quantity(node.gradient)


def _quantity(quantity: Quantity) -> str:
    lines = [] if quantity.right is None else value_lines(quantity.right, _DIGITS)
    return "\n".join([*lines, *quantity.came])
