"""Believe a pattern of wrong numbers where every failing check bears it out, and say so.

A pattern is an effect that many causes share, and in a small worked example it may be no effect at all: 3
for 6 is half of it, and also what stands in another variable. So a pattern is told if all failing checks
whose first wrong value is the same quantity show it, and if enough of the numbers do not agree by chance.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from grader.diagnosis import templates
from grader.diagnosis.error_patterns import (
    ErrorPattern,
    WrongValue,
    first_wrong_value,
    recognise_patterns,
)
from grader.diagnosis.failure_signature import FailureSignature
from grader.model.check import Explanation

__all__ = ["FIRST_WRONG", "explain_by_pattern"]

_ENOUGH_CHECKS: Final = 2
_ENOUGH_NUMBERS: Final = 2
FIRST_WRONG: Final = "first-wrong"
_ALL_ZERO: Final = "all-zero"
_OBSERVED: Final = frozenset({"not-finite"})
"""Patterns that are no coincidence of numbers: each check shows its own, and none can refute another's."""


def explain_by_pattern(failures: Mapping[str, FailureSignature]) -> dict[str, Explanation]:
    """Explain failures of one part by what can be read from their numbers alone.

    Args:
        failures: How checks of the part failed, by id.

    Returns:
        Explanations by id of check. A pattern that is seen in one check alone is a guess. Where there is no
        pattern, the first wrong gradient is pointed at.
    """
    found: dict[str, Explanation] = {}
    for alike in _by_first_wrong_value(failures).values():
        found |= _explain_alike({check: failures[check] for check in alike})
    for check, failure in failures.items():
        if check not in found and (explanation := _point_at_first_wrong(failure)):
            found[check] = explanation
    return found


def _by_first_wrong_value(failures: Mapping[str, FailureSignature]) -> dict[str, list[str]]:
    """Put checks together in which the same quantity is wrong first."""
    found: dict[str, list[str]] = {}
    for check, failure in failures.items():
        if failure.first_wrong is not None:
            found.setdefault(failure.names[failure.first_wrong], []).append(check)
    return found


def _explain_alike(failures: Mapping[str, FailureSignature]) -> dict[str, Explanation]:
    """Explain checks with the same quantity wrong by the first pattern that all of them show."""
    seen = {check: recognise_patterns(failure) for check, failure in failures.items()}
    observed = {
        check: next(pattern for pattern in patterns if pattern.name in _OBSERVED)
        for check, patterns in seen.items()
        if any(pattern.name in _OBSERVED for pattern in patterns)
    }
    rest = [check for check in failures if check not in observed]
    shared = _shared_pattern([seen[check] for check in rest])
    told = dict(observed)
    if shared is not None and _is_no_chance(shared, [failures[check] for check in rest]):
        told |= {check: _same(shared, seen[check]) for check in rest}
    common = _common_names([told[check] for check in rest if check in told])
    counts = Counter(pattern.name for pattern in told.values())
    about_gradients = any(pattern.of_gradient for pattern in told.values())
    return {
        check: Explanation(
            name=pattern.name,
            text=_text(pattern, about_gradients=about_gradients),
            detail=_detail(pattern, common),
            certain=counts[pattern.name] >= _ENOUGH_CHECKS,
        )
        for check, pattern in told.items()
    }


def _shared_pattern(seen: Sequence[tuple[ErrorPattern, ...]]) -> ErrorPattern | None:
    """Return the first pattern that all checks show; one without it is a counterexample."""
    for pattern in seen[0] if seen else ():
        if all(any(_is_same(pattern, one) for one in patterns) for patterns in seen):
            return pattern
    return None


def _is_same(one: ErrorPattern, other: ErrorPattern) -> bool:
    return (one.name, one.phrase) == (other.name, other.phrase)


def _same(pattern: ErrorPattern, patterns: Iterable[ErrorPattern]) -> ErrorPattern:
    return next(one for one in patterns if _is_same(pattern, one))


def _is_no_chance(pattern: ErrorPattern, failures: Iterable[FailureSignature]) -> bool:
    """Return whether enough numbers speak for a pattern over all checks; zeros are no chance."""
    values: Iterable[WrongValue | None] = map(first_wrong_value, failures)
    telling = sum(value.telling for value in values if value is not None)
    return pattern.name == _ALL_ZERO or telling >= _ENOUGH_NUMBERS


def _common_names(patterns: Sequence[ErrorPattern]) -> tuple[str, ...]:
    """Return the names that show a pattern in every check, in the order of the first one."""
    names = patterns[0].alike if patterns else ()
    return tuple(name for name in names if all(name in one.alike for one in patterns))


def _text(pattern: ErrorPattern, *, about_gradients: bool) -> str:
    """Return what a pattern means, without a word on gradients where it is seen on something else."""
    plain = None if about_gradients else templates.PATTERNS_OF_VALUES.get(pattern.name)
    return plain or templates.PATTERNS[pattern.name]


def _detail(pattern: ErrorPattern, common: Sequence[str]) -> str:
    if pattern.detail:
        return pattern.detail
    names = [f"`{name}`" for name in common]
    return templates.CONSTANT_RATIO.format(len(names), names=", ".join(names), factor=pattern.phrase)


def _point_at_first_wrong(failure: FailureSignature) -> Explanation | None:
    """Point at the first wrong gradient of a chain; other values are not computed one from another."""
    case = failure.case
    if len(failure.names) == 1 or failure.first_wrong is None or case is None:
        return None
    if not set(failure.names) <= case.gradients.keys():
        return None
    detail = templates.FIRST_WRONG.format(name=failure.names[failure.first_wrong])
    return Explanation(name=FIRST_WRONG, text=templates.PATTERNS[FIRST_WRONG], detail=detail, certain=True)
