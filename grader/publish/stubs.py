"""Turn a solved file into the stub that students fill in."""

import ast
import io
from typing import Final

from grader.publish.markers import Region, find_regions, parse, refuse

__all__ = ["make_stub"]

_OUTSIDE: Final = (
    "a solution must lie in the body of one function; "
    "elsewhere write BEGIN SOLUTION NO PROMPT, and the stub has nothing in its place."
)


def make_stub(source: str, name: str) -> str:
    """Replace the solution regions of a solved file; everything outside them stays as it is.

    A region in a function becomes `raise NotImplementedError`, a region marked NO PROMPT becomes nothing.

    Args:
        source: The text of the solved file.
        name: The file, as messages name it.

    Returns:
        The text of the stub.

    Raises:
        CourseFault: If the file or the stub is not valid Python, a marker is nested, unbalanced or stray, or
            a region is where `raise NotImplementedError` cannot stand for it. All problems are reported.
    """
    tree = parse(source, name)
    regions = find_regions(source, name)
    # Not splitlines, for which a form feed ends a line; for Python it does not.
    lines = io.StringIO(source).readlines()
    refuse(name, _misplaced(regions, tree))
    for region in reversed(regions):
        prompt = [f"{region.indent}raise NotImplementedError\n"] if region.prompt else []
        lines[region.begin - 1 : region.end] = prompt
    stub = "".join(lines)
    parse(stub, f"{name}, without its solutions")
    return stub


def _misplaced(regions: list[Region], tree: ast.Module) -> list[tuple[int, str]]:
    """Find the regions that `raise NotImplementedError` cannot take the place of."""
    statements = [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]
    problems = []
    for region in regions:
        inside = [node for node in statements if region.begin < node.lineno < region.end]
        if not inside:
            problems.append((region.begin, "there is no statement in this solution."))
        elif region.prompt and not _is_within_a_function(region, inside, statements):
            problems.append((region.begin, _OUTSIDE))
    return problems


def _is_within_a_function(region: Region, inside: list[ast.stmt], statements: list[ast.stmt]) -> bool:
    """Whether a function begins before the region, indented less, and holds every statement in it."""
    last = max(node.end_lineno or node.lineno for node in inside)
    return any(
        node.lineno < region.begin and last <= (node.end_lineno or 0) and node.col_offset < len(region.indent)
        for node in statements
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
