"""Suspect what failing checks use and passing checks do not."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from grader.model.check import Call, Check, Outcome

__all__ = ["Cleared", "cleared_by", "last_function", "likeliest_methods", "suspects_of"]

_MARGIN: Final = 2
_JUDGED: Final = frozenset({Outcome.PASSED, Outcome.WRONG, Outcome.RAISED})

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
        option of a call, such as `relu`; nothing where no check of the function itself passes. A check that
        fails by its operators, before it calls what others call last, is compared with all of its part.
    """
    function = check.part, last_function(check)
    passed = cleared.get(function, frozenset())
    if not passed and check.operators:
        passed = frozenset().union(*(used for (part, _), used in cleared.items() if part == check.part))
    if not passed:
        return frozenset()
    # A method may give the right number and pass on the wrong gradient.
    functions = {name for _, name in cleared if "." not in name}
    return _uses(check) - passed - functions


def likeliest_methods(checks: Iterable[Check]) -> dict[str, str]:
    """Find the method or operator that each failing check most likely fails for, by the company it keeps.

    A slip may show only where an operand is used again, so that checks of the same method pass. The likeliest
    method is the one whose checks fail far more often than those of all else that the check uses. Together
    these methods must account for every failure: one that none of them has a part in speaks of a cause that
    all share, such as the order of `backward`.

    Args:
        checks: The checks of an assignment.

    Returns:
        The method by id of check, such as `Value.exp`; checks of which nothing can be said are left out.
    """
    found: dict[str, str] = {}
    by_function: dict[tuple[str, str], list[Check]] = {}
    for check in checks:
        if check.outcome in _JUDGED:
            by_function.setdefault((check.part, last_function(check)), []).append(check)
    for alike in by_function.values():
        found |= _likeliest(alike)
    return found


def _likeliest(alike: list[Check]) -> dict[str, str]:
    methods = {check.id: {name for name in _uses(check) if "." in name} for check in alike}
    failing = [check.id for check in alike if check.outcome is not Outcome.PASSED]
    used = Counter(name for names in methods.values() for name in names)
    failed = Counter(name for check in failing for name in methods[check])
    share = {name: failed[name] / used[name] for name in used}
    found: dict[str, str] = {}
    for check in failing:
        ranked = sorted(methods[check], key=lambda name: (-share[name], name))
        if len(ranked) > 1 and share[ranked[0]] >= _MARGIN * share[ranked[1]]:
            found[check] = ranked[0]
    blamed = set(found.values())
    return found if all(methods[check] & blamed for check in failing) else {}


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
