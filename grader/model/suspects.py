"""Suspect what failing checks use and passing checks do not."""

from collections.abc import Iterable, Mapping

from grader.model.check import Call, Check, Outcome

__all__ = ["Cleared", "cleared_by", "last_function", "suspects_of"]

Cleared = Mapping[tuple[str, str], frozenset[str]]
"""What passing checks use, by their part and the function they call last."""


def cleared_by(checks: Iterable[Check]) -> Cleared:
    """Collect what the checks use that pass.

    Args:
        checks: The checks of an assignment, of which some pass.
    """
    found: dict[tuple[str, str], frozenset[str]] = {}
    for check in checks:
        if check.outcome is Outcome.PASSED:
            key = check.part, last_function(check)
            found[key] = found.get(key, frozenset()) | _uses(check)
    return found


def suspects_of(check: Check, cleared: Cleared) -> frozenset[str]:
    """Return what a failing check uses on the way that no passing check of the same function does.

    Args:
        check: The check.
        cleared: What passing checks use.

    Returns:
        Methods and operators, such as `Value.__pow__`, functions of which no check passes, and the only
        option of a call, such as `relu`; nothing where no check of the function itself passes.
    """
    function = check.part, last_function(check)
    if function not in cleared:
        return frozenset()
    # A method may give the right number and pass on the wrong gradient.
    functions = {name for _, name in cleared if "." not in name}
    return _uses(check) - cleared[function] - functions


def last_function(check: Check) -> str:
    """Return the function that a check called last; empty if it called none."""
    return check.calls[-1].function if check.calls else ""


def _uses(check: Check) -> frozenset[str]:
    functions = {call.function for call in check.calls}
    return frozenset(functions.union(check.operators, *map(_option, check.calls)))


def _option(call: Call) -> tuple[str, ...]:
    """Return the text that a function is given, if it is the only one: then it chooses what is computed."""
    texts = tuple(argument.value for argument in call.arguments if argument.kind == "str")
    return texts if len(texts) == 1 else ()
