"""Find out which `return` of a function with several a failed check came to.

The check runs once more, with a copy of the submission in which every `return` of the function raises an
exception instead: its line comes as that of any exception does. So no code is traced while checks are judged,
and what is found leads a reader to a line of their own and changes no mark.
"""

import ast
from collections.abc import Callable, Iterable
from typing import Final

from grader.model.check import Check, Location, Outcome
from grader.model.suspects import last_function
from grader.sandbox.faults import Raised
from grader.submission.code_lookup import return_statements
from grader.suite.plugin import SuitePlugin
from grader.suite.session import Session

__all__ = ["find_branches", "raise_at_returns"]

_MOST_CHECKS: Final = 12  # each takes about as long as the check itself
_MOST_FUNCTIONS: Final = 4  # each takes a worker of its own
_STATEMENT: Final = "raise SystemExit"


def find_branches(
    plugin: SuitePlugin, source: str, decided: Iterable[Check], start: Callable[[str], Session]
) -> dict[str, Location]:
    """Find the branch that visible checks with a wrong result have taken in the function they called.

    Args:
        plugin: Holds the checks.
        source: The submission.
        decided: The checks, as they ended.
        start: Starts a conversation with a program.

    Returns:
        The line of the `return`, by id of check; checks of functions with fewer than two have none. A hidden
        check has none either: code that chooses its branch by hidden values would tell them so.
    """
    by_function: dict[str, list[Check]] = {}
    for check in decided:
        if check.outcome is Outcome.WRONG and not check.hidden and _called_once(check):
            by_function.setdefault(last_function(check), []).append(check)
    found: dict[str, Location] = {}
    several = {name: nodes for name in by_function if len(nodes := return_statements(source, name)) > 1}
    for function in list(several)[:_MOST_FUNCTIONS]:
        session = start(raise_at_returns(source, several[function]))
        lines = {node.lineno for node in several[function]}
        try:
            for check in by_function[function][:_MOST_CHECKS]:
                error = plugin.run(check.id, session).error
                place = error.frames[-1] if isinstance(error, Raised) and error.frames else None
                if place is not None and place[1] == function and place[0] in lines:
                    found[check.id] = Location(file="", line=place[0], function=function)
        finally:
            session.close()
    return found


def raise_at_returns(source: str, returns: Iterable[ast.Return]) -> str:
    """Put an exception in the place of `return` statements, and leave every line where it was."""
    lines = [line.encode() for line in source.split("\n")]
    for node in sorted(returns, key=lambda one: (one.lineno, one.col_offset), reverse=True):
        first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
        rest = lines[last][node.end_col_offset or 0 :]
        lines[first] = (
            lines[first][: node.col_offset] + _STATEMENT.encode() + (rest if first == last else b"")
        )
        for number in range(first + 1, last + 1):
            lines[number] = b"" if number < last else rest.lstrip()
    return b"\n".join(lines).decode()


def _called_once(check: Check) -> bool:
    """Tell whether the function was called once: of several calls, only the first would be seen."""
    name = last_function(check)
    return bool(name) and sum(call.function == name for call in check.calls) == 1
