"""The graph as text for a terminal: a table with a row for each quantity."""

from collections.abc import Sequence
from typing import Final

from grader.explain.description import describe_first_errors, error_marks
from grader.explain.graph import Graph, Node, Quantity
from grader.explain.value_lines import value_lines
from grader.model.check import Check, Outcome
from grader.reports.failure_rows import Row
from grader.reports.formats.terminal import TerminalPage
from grader.reports.registry import DEFAULT_OPTIONS, RenderOptions

__all__ = ["render_list", "render_text"]

_DIGITS: Final = 6
_HEADER: Final = ("", "Quantity", "Value", "Gradient")
_GAP: Final = 2
# What stands left of a value where each quantity has lines of its own.
_BESIDE: Final = 14
_FEWEST_COLUMNS: Final = 12
_MARKS: Final = {Outcome.PASSED: "✓", Outcome.NOT_STARTED: "-", Outcome.SKIPPED: "-"}


def render_text(graph: Graph, options: RenderOptions = DEFAULT_OPTIONS) -> str:
    """Write a graph for a terminal.

    Args:
        graph: The graph.
        options: The terminal that shows it.
    """
    page = TerminalPage(options)
    page.add_paragraph(graph.title, "bold")
    errors = list(describe_first_errors(graph))
    if graph.note and not errors:
        page.add_paragraph(graph.note)
    for sentence in errors:
        page.add_paragraph(sentence, "red")
    page.add_gap()
    first = graph.first_gradient or graph.first_value
    nodes = sorted(graph.nodes, key=lambda node: node.name != first)
    rows = [_row(node, graph) for node in nodes]
    if _table_width(rows) <= options.width:
        page.add_table(_HEADER, rows)
        return page.text()
    columns = max(options.width - _BESIDE, _FEWEST_COLUMNS)
    for node, (mark, *_) in zip(nodes, rows, strict=True):
        page.add_heading(mark or " ", _heading(node), "red", _note(node, graph))
        page.add_rows(_block(node, columns))
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


def _heading(node: Node) -> str:
    if node.sources and not node.formula:
        return f"{node.name} from {', '.join(node.sources)}"
    return node.heading


def _note(node: Node, graph: Graph) -> str:
    marks = "; ".join(error_marks(node, graph))
    return f"({marks})" if marks else ""


def _row(node: Node, graph: Graph) -> tuple[str, str, str, str]:
    mark = "✗" if node.is_wrong else ""
    name = "\n".join([_heading(node), *error_marks(node, graph)])
    return mark, name, _lines(node.value), _lines(node.gradient)


def _lines(quantity: Quantity, columns: int | None = None) -> str:
    lines = [] if quantity.expected is None else value_lines(quantity.expected, _DIGITS, columns)
    return "\n".join([*lines, *quantity.actual])


def _table_width(rows: Sequence[tuple[str, str, str, str]]) -> int:
    """Count the columns of a table in which no line is folded."""
    cells: list[list[int]] = [[max(map(len, cell.split("\n"))) for cell in row] for row in (_HEADER, *rows)]
    widths: list[int] = [max(column) for column in zip(*cells, strict=True)]
    return sum(widths) + _GAP * (len(widths) - 1)


def _block(node: Node, columns: int) -> list[Row]:
    """Write value and gradient below the name of their quantity, each row of an array on a line."""
    found = [("value", _lines(node.value, columns)), ("gradient", _lines(node.gradient, columns))]
    return [Row(label, text) for label, text in found if text]
